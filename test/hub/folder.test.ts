import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { useSetting } from "./setting.js";

const setting = useSetting();

function modelFolder(): string {
  const folder = join(setting.machine, "model");
  mkdirSync(join(folder, "sub", "deep"), { recursive: true });
  writeFileSync(join(folder, "vocab.txt"), "猫");
  writeFileSync(join(folder, "sub", "vocab.txt"), "犬");
  return folder;
}

describe("a folder", () => {
  it("is read as it is, without the hub", async () => {
    const folder = modelFolder();
    const files = await setting.open(folder);
    expect(files.name).toBe(folder);
    expect(files.locationOf("vocab.txt")).toBe(join(folder, "vocab.txt"));
    expect(await setting.text(folder, "vocab.txt")).toBe("猫");
    expect(await setting.text(folder, "sub/vocab.txt")).toBe("犬");
    expect(await setting.text(folder, "vocab.txt", { subfolder: "sub" })).toBe("犬");
    for (const file of ["none.txt", "sub/none.txt", "vocab.txt/none.txt", "sub"]) {
      expect(await files.read(file)).toBeUndefined();
    }
    expect(setting.hub.seen).toEqual([]);
  });

  it("is read once for each file", async () => {
    const folder = modelFolder();
    const files = await setting.open(folder);
    const first = await files.read("vocab.txt");
    writeFileSync(join(folder, "vocab.txt"), "鳥");
    expect(await files.read("vocab.txt")).toBe(first);
  });

  it.each([
    ["<!DOCTYPE html><title>login</title>", "a web page"],
    ["version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"],
  ])("with something else in place of a file is an error: %s", async (text, found) => {
    const folder = modelFolder();
    writeFileSync(join(folder, "vocab.txt"), text);
    const error: unknown = await setting.text(folder, "vocab.txt").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ResourceError);
    expect(String(error)).toContain(join(folder, "vocab.txt"));
    expect(String(error)).toContain(found);
  });

  it("without a required file is an error that names the file", async () => {
    const folder = modelFolder();
    const reading = (await setting.open(folder, { subfolder: "sub" })).readRequired("spiece.model");
    await expect(reading).rejects.toThrow(ResourceError);
    await expect(reading).rejects.toThrow(join(folder, "sub", "spiece.model"));
  });

  it("rejects paths that lead out of it", async () => {
    const folder = modelFolder();
    const files = await setting.open(folder, { subfolder: "sub" });
    for (const file of ["../vocab.txt", "deep/../../vocab.txt", join(folder, "vocab.txt"), "..\\vocab.txt"]) {
      await expect(files.read(file)).rejects.toThrow(OptionError);
    }
    await expect(setting.open(folder, { subfolder: ".." })).rejects.toThrow(OptionError);
  });
});
