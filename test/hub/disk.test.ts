/** Disks without symlinks, full disks and read-only disks. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ResourceError } from "../../src/base/errors.js";
import { useSetting } from "./setting.js";

/** The error codes of the file system, by the function that fails. */
const refused = vi.hoisted(() => new Map<string, string>());

vi.mock("node:fs/promises", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs/promises")>();
  const refusing = (name: "mkdir" | "open" | "readFile" | "rename" | "symlink") => {
    return (...args: unknown[]): unknown => {
      const code = refused.get(name);
      if (code) return Promise.reject(Object.assign(new Error(`${code}: refused`), { code }));
      return (original[name] as (...args: unknown[]) => unknown)(...args);
    };
  };
  const [mkdir, open, readFile] = (["mkdir", "open", "readFile"] as const).map(refusing);
  const [rename, symlink] = (["rename", "symlink"] as const).map(refusing);
  return { ...original, mkdir, open, readFile, rename, symlink };
});

afterEach(() => refused.clear());

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const FOLDER = "models--tohoku-nlp--neko";

describe("without symlinks", () => {
  it("a snapshot holds the bytes themselves, and there is no blob", async () => {
    refused.set("symlink", "EPERM");
    const commit = setting.hub.commit(MODEL, { "a/vocab.txt": "猫" });
    expect(await setting.text(MODEL, "a/vocab.txt")).toBe("猫");
    expect(setting.tree(join(setting.cache, FOLDER))).toEqual([
      `refs/main = ${commit}`,
      `snapshots/${commit}/a/vocab.txt = 猫`,
    ]);
    expect(await setting.text(MODEL, "a/vocab.txt", { local_files_only: true })).toBe("猫");
    setting.hub.forget();
    await setting.text(MODEL, "a/vocab.txt");
    expect(setting.hub.log.some((line) => line.startsWith("GET"))).toBe(false);
    await setting.text(MODEL, "a/vocab.txt", { force_download: true });
  });

  it("a cache with symlinks stays usable", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫", "config.json": "{}" });
    await setting.text(MODEL, "vocab.txt");
    refused.set("symlink", "EPERM");
    const second = setting.hub.commit(MODEL, { "vocab.txt": "猫", "config.json": "{ }" });
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
    expect(setting.tree(join(setting.cache, FOLDER))).toContain(`snapshots/${second}/vocab.txt = 猫`);
  });
});

describe("a full or read-only disk", () => {
  it("is an error that names the location and the remedy, and no partial file stays", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    for (const [name, code] of [
      ["open", "ENOSPC"],
      ["rename", "EACCES"],
      ["mkdir", "EROFS"],
    ]) {
      refused.set(name, code);
      const error = await setting.text(MODEL, "vocab.txt").then(
        () => expect.fail("it should fail"),
        (thrown: Error) => thrown,
      );
      expect(error).toBeInstanceOf(ResourceError);
      expect(error.message).toContain(setting.cache);
      expect(error.message).toContain("HF_HUB_CACHE");
      expect((error.cause as NodeJS.ErrnoException).code).toBe(code);
      refused.clear();
      expect(setting.tree()).toEqual([]);
    }
  });

  it("leaves a filled cache usable and unchanged", async () => {
    const commit = setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await setting.text(MODEL, "vocab.txt");
    const before = setting.tree();
    for (const name of ["open", "rename", "mkdir", "symlink"]) refused.set(name, "EROFS");
    const files = await setting.open(MODEL);
    expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("猫");
    expect(await files.read("spiece.model")).toBeUndefined();
    setting.hub.commit(MODEL, { "vocab.txt": "犬" });
    await expect(setting.text(MODEL, "vocab.txt")).rejects.toThrow(ResourceError);
    expect(setting.tree()).toEqual(before);
    expect(readFileSync(join(setting.cache, FOLDER, "refs/main"), "utf8")).toBe(commit);
  });
});

describe("a cache that cannot be read", () => {
  it("is an error that names the file and the remedy", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await setting.text(MODEL, "vocab.txt", { token: false });
    refused.set("readFile", "EACCES");
    for (const local_files_only of [false, true]) {
      const reading = setting.text(MODEL, "vocab.txt", { local_files_only, token: false });
      await expect(reading).rejects.toThrow(ResourceError);
      await expect(reading).rejects.toThrow(new RegExp(`${setting.cache}.*cache_dir`));
    }
  });
});
