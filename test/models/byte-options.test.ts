import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inFolder, readTexts } from "../../fixtures/saved.js";
import { OptionError, TokenizerError } from "../../src/base/errors.js";
import { type ByT5Options, byT5, byT5Family } from "../../src/models/byte/byt5.js";
import { type ByteTokenizerOptions, byteFamily, byteTokenizer } from "../../src/models/byte/byte-tokenizer.js";
import { NO_FILES } from "../../src/models/byte/no-files.js";
import { from_pretrained as byBert } from "../../src/models/published/bybert-jp-100m.js";
import { from_pretrained as byGpt } from "../../src/models/published/bygpt-jp-multi-lm-head-6.5B-alpha.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { BIT_FIELD, MIXED_RADIX } from "../../src/subwords/bytes/index.js";

const GOLDEN = new URL("../../fixtures/golden/byt5.arguments.jsonl", import.meta.url);
const PLAIN = { add_special_tokens: false } as const;

interface Golden {
  readonly arguments: ByT5Options;
  readonly error?: true;
  readonly texts: readonly { readonly text: string; readonly ids: number[]; readonly decoded: string }[];
  readonly files: Readonly<Record<string, string>>;
}

const goldens = readFileSync(GOLDEN, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Golden);
const taken = goldens.filter(({ error }) => !error);
const refused = goldens.filter(({ error }) => error);

describe("the arguments of ByT5Tokenizer", () => {
  it("hold some that the reference takes and some that it refuses", () => {
    expect(taken.length).toBeGreaterThan(10);
    expect(refused.length).toBeGreaterThan(5);
  });

  it.each(taken)("$arguments are saved as the reference saves them, and load again", async (golden) => {
    const { arguments: options, texts, files } = golden;
    await inFolder(async (folder) => {
      await byT5(options).save_pretrained(folder);
      expect(await readTexts(folder, Object.keys(files))).toEqual(files);
      const again = await AutoTokenizer.from_pretrained(folder);
      for (const { text, ids } of texts) expect(again.encode(text)).toEqual(ids);
    });
  });

  it.each(refused)("$arguments are refused, as in the reference", ({ arguments: options }) => {
    expect(() => byT5(options)).toThrow(OptionError);
  });

  it("say how many extra tokens there must be", () => {
    const message = 'found "1 with extra_id", expected 2 of them, as extra_ids says, or extra_ids: 1';
    expect(() => byT5({ extra_ids: 2, additional_special_tokens: ["<extra_id_0>"] })).toThrow(message);
  });

  it("are as good as not given if they are undefined", () => {
    // A caller without types, or with a variable that is undefined.
    const options = { pad_token: undefined, extra_ids: undefined, model_input_names: undefined } as object;
    expect(byT5(options)("a<extra_id_124>")).toEqual(byT5()("a<extra_id_124>"));
  });
});

describe("what a caller gives to a tokenizer of bytes is checked", () => {
  it.each<[string, object, RegExp]>([
    [
      "a negative number of extra ids",
      { extra_ids: -1 },
      /extra_ids: found -1, expected a whole number from 0 to 65536/,
    ],
    ["too many extra ids, before they take memory", { extra_ids: 1e9 }, /extra_ids: found 1000000000, expected/],
    ["a misspelt option", { extra_id: 1 }, /extra_id: .*did you mean extra_ids\?/],
    ["an option of other byte tokenizers", { offset: 6 }, /offset/],
    ["a side that there is not", { padding_side: "middle" }, /padding_side: found "middle"/],
    ["a list for the options", [], /expected an object of options/],
  ])("%s by byT5", (_, options, message) => {
    if (Array.isArray(options)) options.push("x");
    expect(() => byT5(options)).toThrow(OptionError);
    expect(() => byT5(options)).toThrow(message);
  });

  const radix = (lists: object): object => ({ encoding: { ...MIXED_RADIX, ...lists } });
  it.each<[string, object, RegExp]>([
    [
      "the name of an encoding",
      { encoding: "utf-8" },
      /encoding: found "utf-8", expected UTF8, MIXED_RADIX or BIT_FIELD/,
    ],
    ["an encoding of an unknown type", { encoding: { type: "utf-8" } }, /encoding\.type: .*did you mean utf8\?/],
    ["an encoding without lists", { encoding: { type: "mixed-radix" } }, /encoding\.heads/],
    ["lists of different lengths", radix({ radices: [127] }), /encoding\.radices/],
    ["a negative offset", { offset: -1 }, /offset: found -1/],
    ["an offset beyond 32 bits", { offset: 2 ** 40 }, /offset: found 1099511627776/],
    ["patches of UTF-8", { patch_width: 4 }, /patch_width: found 4, expected 1 for UTF-8/],
    ["patches of another width", { encoding: MIXED_RADIX, patch_width: 3 }, /patch_width: found 3, expected 1 or 4/],
    ["patches of no width", { encoding: MIXED_RADIX, patch_width: 0 }, /patch_width: found 0/],
    ["tokens of another kind", { byte_tokens: "hex" }, /byte_tokens: found "hex", expected "characters" or "decimals"/],
    [
      "a template with a misspelt part",
      { template: { prefix: [], middle: [], sufix: [], endsOnce: true } },
      /template/,
    ],
    ["a template with a token", { template: { prefix: ["<s>"], middle: [], suffix: [], endsOnce: true } }, /template/],
    ["words that split nothing", { words: "mecab" }, /words: found "mecab", expected a word splitter/],
    ["a misspelt option", { patchWidth: 4 }, /patchWidth: .*did you mean patch_width\?/],
    ["an option of ByT5Tokenizer", { extra_ids: 3 }, /extra_ids/],
  ])("%s by byteTokenizer", (_, options, message) => {
    expect(() => byteTokenizer(options)).toThrow(OptionError);
    expect(() => byteTokenizer(options)).toThrow(message);
  });

  it("and every option is honoured", () => {
    const options: ByteTokenizerOptions = {
      encoding: BIT_FIELD,
      offset: 10,
      patch_width: 4,
      byte_tokens: "decimals",
      eos_token: "</s>",
      bos_token: "<s>",
      template: { prefix: ["bos_token"], middle: [], suffix: [], endsOnce: false },
      added_tokens_decoder: new Map(),
    };
    const tokenizer = byteTokenizer({ ...options, encoding: MIXED_RADIX });
    expect(tokenizer.tokenize("a")).toEqual(["224", "192", "128", "98"]);
    expect(byteTokenizer(options).encode("a", PLAIN)).toEqual([234, 202, 138, 107]);
  });
});

describe("what a file holds", () => {
  it("is checked if it is an option, and kept and saved otherwise", async () => {
    const init = { extra_ids: 1, encoding: "another class's", maker: "neko" } as ByT5Options;
    const tokenizer = await byT5Family.load(NO_FILES, init);
    expect(tokenizer.encode("a<extra_id_0>")).toEqual([100, 259, 1]);
    await inFolder(async (folder) => {
      await tokenizer.save_pretrained(folder);
      const files = await readTexts(folder, ["tokenizer_config.json"]);
      expect(JSON.parse(files["tokenizer_config.json"])).toMatchObject({ maker: "neko", encoding: "another class's" });
    });
    await expect(byT5Family.load(NO_FILES, { extra_ids: 1e9 })).rejects.toThrow(OptionError);
    await expect(byteFamily.load(NO_FILES, { offset: -1 })).rejects.toThrow(OptionError);
  });
});

describe("the arguments of a published byte model", () => {
  it("give a role's new token the id of the old one", async () => {
    const tokenizer = await byBert({ mask_token: "[M]", sep_token: { content: "[S]", lstrip: true } as never });
    expect(tokenizer.encode("a[M] [S]", PLAIN)).toEqual([103, 5, 4]);
    expect(tokenizer.length).toBe(288);
    const patches = await byGpt({ mask_token: "[M]" });
    expect(patches.encode("[M]", PLAIN)).toEqual([224, 192, 133, 0]);
  });

  it("may take a role's token away", async () => {
    const tokenizer = await byBert({ mask_token: null as never });
    expect(tokenizer.mask_token ?? null).toBeNull();
    expect(tokenizer.encode("<mask>", PLAIN)).toEqual([5]);
  });

  it("are checked", async () => {
    for (const options of [{ patch_width: 4 }, { offset: -1 }, { template: null }, { model_max_length: "long" }]) {
      await expect(byBert(options as never)).rejects.toThrow(OptionError);
    }
  });

  it("cannot add a token of one id among patches of four", async () => {
    const tokenizer = await byGpt({ additional_special_tokens: ["<new>"] });
    expect(() => tokenizer.encode("a<new>")).toThrow(TokenizerError);
    expect(tokenizer.encode("a", PLAIN)).toHaveLength(4);
  });
});
