import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { hubSettings } from "../../src/hub/settings.js";
import { useSetting } from "./setting.js";

const setting = useSetting();

/** The settings under these variables alone. */
async function under(variables: Record<string, string>, options: Parameters<typeof hubSettings>[0] = {}) {
  for (const name of ["HF_HOME", "HF_ENDPOINT"]) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const settings = await hubSettings(options);
  for (const name of Object.keys(variables)) vi.stubEnv(name, undefined);
  return settings;
}

describe("the environment", () => {
  it("decides the folder of the cache", async () => {
    const cases: [Record<string, string>, string][] = [
      [{}, join(homedir(), ".cache/huggingface/hub")],
      [{ HF_HOME: "" }, join(homedir(), ".cache/huggingface/hub")],
      [{ XDG_CACHE_HOME: "/x" }, "/x/huggingface/hub"],
      [{ XDG_CACHE_HOME: "/x", HF_HOME: "/h" }, "/h/hub"],
      [{ HF_HOME: "~/h" }, join(homedir(), "h/hub")],
      [{ HF_HOME: "~" }, join(homedir(), "hub")],
      [
        { HF_HOME: `a~/$NEKO/\${NEKO}/$NOT_SET/\${NOT_SET}`, NEKO: "猫$NEKO" },
        `a~/猫$NEKO/猫$NEKO/$NOT_SET/\${NOT_SET}/hub`,
      ],
      [{ HF_HOME: "/h", HUGGINGFACE_HUB_CACHE: "/old" }, "/old"],
      [{ HUGGINGFACE_HUB_CACHE: "/old", HF_HUB_CACHE: "~/$NEKO", NEKO: "猫" }, join(homedir(), "猫")],
      [{ HF_HUB_CACHE: "/new", TRANSFORMERS_CACHE: "/$older" }, "/$older"],
    ];
    for (const [variables, folder] of cases) expect((await under(variables)).cacheFolder).toBe(folder);
    expect((await under({ HF_HUB_CACHE: "/new" }, { cache_dir: "~/mine" })).cacheFolder).toBe("~/mine");
  });

  it("provides the token, unless an option or a variable forbids it", async () => {
    const home = join(setting.machine, "home");
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "token"), " hf_file\n");
    writeFileSync(join(home, "other"), "hf_other");
    const file = { HF_HOME: home };
    const cases: [Record<string, string>, string | boolean | undefined, string | undefined][] = [
      [{}, undefined, undefined],
      [file, undefined, "hf_file"],
      [{ ...file, HF_TOKEN_PATH: join(home, "other") }, undefined, "hf_other"],
      [{ ...file, HF_TOKEN_PATH: join(home, "none") }, undefined, undefined],
      [{ ...file, HUGGING_FACE_HUB_TOKEN: "hf_old\r\n" }, undefined, "hf_old"],
      [{ ...file, HUGGING_FACE_HUB_TOKEN: "hf_old", HF_TOKEN: "hf_new" }, undefined, "hf_new"],
      [{ ...file, HF_TOKEN: " \n" }, undefined, "hf_file"],
      [{ ...file, HF_HUB_DISABLE_IMPLICIT_TOKEN: "1" }, undefined, undefined],
      [{ ...file, HF_HUB_DISABLE_IMPLICIT_TOKEN: "1" }, true, "hf_file"],
      [{ ...file, HF_HUB_DISABLE_IMPLICIT_TOKEN: "no" }, undefined, "hf_file"],
      [file, false, undefined],
      [{ HF_TOKEN: "hf_new" }, "hf_given", "hf_given"],
    ];
    for (const [variables, option, token] of cases) {
      const settings = await under(
        { HF_HOME: setting.machine, ...variables },
        option === undefined ? {} : { token: option },
      );
      expect(settings.token).toBe(token);
    }
    await expect(under({ HF_HOME: setting.machine }, { token: true })).rejects.toThrow(OptionError);
    await expect(under({ HF_TOKEN_PATH: join(setting.machine, "a".repeat(300)) })).rejects.toThrow(ResourceError);
    await expect(under({ HF_TOKEN: "hf_秘密" })).rejects.toThrow(/^(?!.*秘密)/);
  });

  it("sets the hub's address and the timeouts", async () => {
    const settings = await under({});
    expect(settings).toMatchObject({
      endpoint: "https://huggingface.co",
      etagTimeout: 10_000,
      downloadTimeout: 10_000,
    });
    const mirror = {
      HF_ENDPOINT: "http://mirror.example/hub//",
      HF_HUB_ETAG_TIMEOUT: "3",
      HF_HUB_DOWNLOAD_TIMEOUT: " 0",
    };
    expect(await under(mirror)).toMatchObject({
      endpoint: "http://mirror.example/hub",
      etagTimeout: 3_000,
      downloadTimeout: 10_000,
    });
    // A timer of JavaScript ends at once if its time does not fit into 31 bits of milliseconds.
    const { etagTimeout } = await under({ HF_HUB_ETAG_TIMEOUT: "99999999999" });
    expect(etagTimeout).toBeLessThan(2 ** 31);
    expect(etagTimeout).toBeGreaterThan(1_000_000_000);
    const impossible = { HF_HUB_ETAG_TIMEOUT: "soon", HF_HUB_DOWNLOAD_TIMEOUT: "-1", HF_ENDPOINT: "mirror.example" };
    for (const [name, value] of Object.entries(impossible)) {
      await expect(under({ [name]: value })).rejects.toMatchObject({ name: "OptionError", input: name, value });
      vi.stubEnv(name, undefined);
    }
  });

  it("forbids requests", async () => {
    for (const value of ["1", "on", "YES", "True"]) {
      expect((await under({ HF_HUB_OFFLINE: value })).offline).toBe("HF_HUB_OFFLINE");
      expect((await under({ TRANSFORMERS_OFFLINE: value })).offline).toBe("TRANSFORMERS_OFFLINE");
    }
    for (const value of ["0", "", "off", "maybe", " 1"])
      expect((await under({ HF_HUB_OFFLINE: value })).offline).toBe(undefined);
    await expect(under({ HF_HUB_OFFLINE: "1" }, { force_download: true })).rejects.toThrow(OptionError);
  });
});
