/** The options of the hub: each value is checked before anything is read. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { HUB_OPTIONS, type HubOptions } from "../../src/hub/settings.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";

async function errorWith(option: string, value: unknown): Promise<OptionError> {
  const error = await setting.open(MODEL, { [option]: value } as HubOptions).then(
    () => expect.fail(`${option}: ${String(value)} should be refused`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OptionError);
  return error as OptionError;
}

describe("an option of the hub", () => {
  it("with an impossible value is an error that names it", async () => {
    const values: Readonly<Record<keyof HubOptions, readonly unknown[]>> = {
      revision: [3, "", "../main", ["main"], true],
      subfolder: [3, "/", "a/", "../a"],
      cache_dir: [3, "", new URL("file:///cache"), "file:///cache"],
      force_download: ["true", 1],
      local_files_only: ["false", 0],
      token: [3, "", "hf_a b", "hf_猫", ["hf_secret"]],
      endpoint: ["", "hub.example", "//hub.example", "ftp://hub.example", "https://hub.example/?a", 3],
      progress_callback: ["print", {}],
      signal: [true, {}, new AbortController()],
      max_file_bytes: [0, -1, 1.5, "1"],
      max_load_seconds: [0, -1, Number.NaN, 1e300, "1"],
    };
    expect(Object.keys(values)).toEqual(Object.keys(HUB_OPTIONS));
    for (const [option, impossible] of Object.entries(values)) {
      for (const value of impossible) {
        expect((await errorWith(option, value)).input).toBe(option);
      }
    }
    expect(setting.hub.seen).toEqual([]);
  });

  it("with a secret is an error that does not show it", async () => {
    for (const [option, value] of [
      ["token", "hf_secret\n"],
      ["token", ["hf_secret"]],
      ["token", { toString: () => "hf_secret" }],
      ["endpoint", "https://me:secret@hub.example"],
      ["endpoint", "me:secret@hub.example"],
    ] as const) {
      expect((await errorWith(option, value)).message).not.toContain("secret");
    }
  });

  it("of an unknown name is an error that proposes a known one", async () => {
    expect((await errorWith("revison", "main")).message).toContain("did you mean revision?");
  });

  it("that is null counts as not given", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const nulls = Object.fromEntries(Object.keys(HUB_OPTIONS).map((option) => [option, null]));
    expect(await setting.text(MODEL, "vocab.txt", nulls)).toBe("猫");
    const builtIn = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3", nulls);
    expect(builtIn.vocab_size).toBe(7027);
    expect(setting.hub.seen.every(({ path }) => path.includes(MODEL))).toBe(true);
  });
});
