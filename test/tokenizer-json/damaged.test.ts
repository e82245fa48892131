/**
 * Truncated, altered and malicious files either give an error of this library or a tokenizer that works, within the
 * time limit.
 */
import { describe, expect, it } from "vitest";
import { Random } from "../../fixtures/random.js";
import { JSON_FILES, jsonContent } from "../../fixtures/tokenizer-json/files.js";
import { TokenizerError, VocabularyError } from "../../src/base/errors.js";
import { Tokens } from "../../src/tokenizer/sequence.js";
import { TokenizerJson } from "../../src/tokenizer-json/tokenizer-json.js";

const TEXTS = ["", " ", "今日は<s>雨 ABC", "\n\nか\u3099", "a".repeat(300), "𠮷野家 x"];
const VALUES = [
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 32,
  "",
  "x",
  "\u0000",
  [],
  {},
  [[]],
  [1],
  ["a", "b"],
  [["a", 1]],
  { type: "Sequence" },
];

/** Parses, encodes, decodes and saves. Returns undefined if the library throws one of its own errors. */
function use(content: string | Uint8Array): TokenizerJson | undefined {
  try {
    const json = TokenizerJson.parse(content, "tokenizer.json");
    for (const text of TEXTS) for (const isAligned of [false, true]) encode(json, text, isAligned);
    json.toJson();
    return json;
  } catch (error) {
    if (error instanceof TokenizerError) return undefined;
    throw new Error(`${String(error)}\n${String(content).slice(0, 2000)}`, { cause: error });
  }
}

function encode(json: TokenizerJson, text: string, isAligned: boolean): void {
  const tokens = new Tokens(isAligned, () => -1);
  json.encode(text, tokens);
  json.decode([...tokens.sequence.ids, -1, 2 ** 40, 0.5, Number.NaN], false);
}

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/**
 * Returns a copy in which one value at a random path is replaced or deleted. At each level every key is equally likely.
 */
function mutate(value: Value, random: Random): Value {
  const isContainer = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isContainer || random.chance(0.12)) return random.pick(VALUES) as Value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as { [key: string]: Value };
  const key = random.pick(Object.keys(copy));
  if (random.chance(0.1)) delete copy[key];
  else copy[key] = mutate(copy[key] as Value, random);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

describe.each(Object.keys(JSON_FILES))("%s", (name) => {
  const content = jsonContent(name);

  it("loads and encodes if undamaged", () => {
    expect(use(content)).toBeDefined();
    expect(use(new TextEncoder().encode(content))).toBeDefined();
  });

  it("is rejected if truncated anywhere", () => {
    const random = new Random(1);
    for (let cut = 0; cut < 40; cut++)
      expect(use(content.slice(0, random.between(0, content.length - 1)))).toBeUndefined();
  });

  it("is rejected or works if one value is replaced", () => {
    const random = new Random(2);
    const file = JSON.parse(content) as Value;
    for (let round = 0; round < 150; round++) use(JSON.stringify(mutate(file, random)));
  });

  it("is rejected or works if a few bytes are replaced", () => {
    const random = new Random(3);
    const bytes = new TextEncoder().encode(content);
    for (let round = 0; round < 60; round++) {
      const damaged = bytes.slice();
      for (let change = random.between(1, 3); change > 0; change--) {
        damaged[random.between(0, damaged.length - 1)] = random.between(0, 255);
      }
      use(damaged);
    }
  });
});

function withParts(parts: object): string {
  const model = { type: "WordLevel", vocab: { a: 0, "<unk>": 1 }, unk_token: "<unk>" };
  return JSON.stringify({ version: "1.0", added_tokens: [], model, ...parts });
}

describe("malicious files", () => {
  it("are rejected if nested too deeply", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      expect(use(open.repeat(100_000))).toBeUndefined();
      expect(use(`${open.repeat(200)}1${close.repeat(200)}`)).toBeUndefined();
    }
  });

  it("cannot make a text grow without bound in the normalizer", () => {
    const doubling = { type: "Replace", pattern: { String: "a" }, content: "aa" };
    const normalizer = { type: "Sequence", normalizers: Array.from({ length: 100 }, () => doubling) };
    const json = TokenizerJson.parse(withParts({ normalizer }), "tokenizer.json");
    expect(() => encode(json, "a", false)).toThrow(TokenizerError);
  });

  it("cannot make pieces grow without bound in the pre-tokenizer", () => {
    const each = { type: "Split", pattern: { String: "" }, behavior: "Isolated", invert: false };
    const marks = ["x", "y"].map((replacement) => ({
      type: "Metaspace",
      replacement,
      prepend_scheme: "always",
      split: false,
    }));
    const pretokenizers = Array.from({ length: 60 }, (_, at) => [each, marks[at % 2]]).flat();
    const json = use(withParts({ pre_tokenizer: { type: "Sequence", pretokenizers } }));
    expect(json).toBeUndefined();
  });

  it.each([
    ["(a*)*b", "repeats of parts that vary"],
    ["(a|a)*b", "repeats of parts that vary"],
    ["(?:a+){2,}", "repeats of parts that vary"],
    ["(?:a{0})*", "may be empty"],
    ["(?:(?>(?=a))|a)?", "may be empty"],
    ["(?>a?)*", "zero-width"],
    ["a{0,1000}a{0,1000}a{0,1000}a{0,1000}a{0,1000}b", "so many repeats"],
    ["(?>(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a))b", "an atomic part that can match in many ways"],
    ["(?<=(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a))b", "lookbehind"],
    ["(?:ab)++b", "possessive quantifiers of this kind"],
    ["(?:a{1000}){100}b", "so many repeats"],
    ["(?<=(?:a{1000}){100})b", "many characters"],
    ["(a)\\1", "\\1"],
    ["a{2}+", "consecutive"],
    ["a+++", "consecutive"],
    ["(?i)a", "groups of this kind"],
    ["(?i:ss)", "ignores case"],
    ["(?i:é)", "ignores case"],
    ["(?i:[^a])", "ignores case"],
    ["(?i:[a-z])", "ignores case"],
    ["(?i:\\p{L})", "ignores case"],
    ["[a[^b]]", "nested classes"],
    ["[[:alpha:]]", "nested classes"],
    ["[a[b[c]]]", "nested classes"],
    ["[a&&b]", "intersections"],
    ["a{100000}", "repeats"],
    ["\\X", "\\X"],
    ["(", "an unclosed group"],
    ["[", "an unclosed class"],
    ["*", "a lone *"],
    ["^*", "zero-width"],
    ["$+", "zero-width"],
    ["(?=a)?", "zero-width"],
    ["a)", "a lone )"],
  ])("cannot contain the unsupported pattern %s", (pattern, why) => {
    const normalizer = { type: "Replace", pattern: { Regex: pattern }, content: "" };
    expect(() => TokenizerJson.parse(withParts({ normalizer }), "file")).toThrow(VocabularyError);
    expect(() => TokenizerJson.parse(withParts({ normalizer }), "file")).toThrow(why);
  });

  it.each([
    ["normalizer", { type: "X" }, "file: normalizer.type"],
    ["normalizer", { type: "BertNormalizer", clean_text: 1 }, "file: normalizer.clean_text"],
    ["normalizer", { type: "Sequence", normalizers: [{ type: "X" }] }, "file: normalizer.normalizers[0].type"],
    ["pre_tokenizer", { type: "Delimiter", delimiter: " " }, "file: pre_tokenizer.type"],
    ["pre_tokenizer", { type: "ByteLevel" }, "file: pre_tokenizer.add_prefix_space"],
    ["pre_tokenizer", { type: "Punctuation", behavior: "isolated" }, "file: pre_tokenizer.behavior"],
    ["pre_tokenizer", { type: "FixedLength", length: 0 }, "file: pre_tokenizer.length"],
    ["post_processor", { type: "X" }, "file: post_processor.type"],
    ["post_processor", { type: "ByteLevel" }, "file: post_processor.add_prefix_space"],
    ["decoder", { type: "X" }, "file: decoder.type"],
    ["decoder", { type: "CTC" }, "file: decoder.pad_token"],
    ["model", { type: "X" }, "file: model.type"],
    ["model", { type: "BPE", vocab: {}, merges: [], dropout: 2 }, "file: model.dropout"],
    ["pretokenizer", { type: "Whitespace" }, "expected no field of this name; did you mean pre_tokenizer?"],
    ["version", "2.0", "file: version"],
    ["padding", { strategy: "Longest" }, "file: padding.strategy"],
  ])("name the unsupported value in the error: %s", (part, value, place) => {
    expect(() => TokenizerJson.parse(withParts({ [part]: value }), "file")).toThrow(place);
  });
});
