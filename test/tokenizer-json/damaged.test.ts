/** Files that are cut, changed or made to do harm: our error, or a tokenizer that works; nothing else, and soon. */
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

/** Does all that can be done with a file; only errors of ours may come of it. */
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

/** Changes one value somewhere, with all of them equally likely to be reached down to lists of pieces. */
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

  it("works undamaged", () => {
    expect(use(content)).toBeDefined();
    expect(use(new TextEncoder().encode(content))).toBeDefined();
  });

  it("is refused where it is cut", () => {
    const random = new Random(1);
    for (let cut = 0; cut < 40; cut++)
      expect(use(content.slice(0, random.between(0, content.length - 1)))).toBeUndefined();
  });

  it("with another value in some place is refused or works", () => {
    const random = new Random(2);
    const file = JSON.parse(content) as Value;
    for (let round = 0; round < 150; round++) use(JSON.stringify(mutate(file, random)));
  });

  it("with other bytes in some places is refused or works", () => {
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

describe("files made to do harm", () => {
  it("nested without an end", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      expect(use(open.repeat(100_000))).toBeUndefined();
      expect(use(`${open.repeat(200)}1${close.repeat(200)}`)).toBeUndefined();
    }
  });

  it("a text that grows without an end", () => {
    const doubling = { type: "Replace", pattern: { String: "a" }, content: "aa" };
    const normalizer = { type: "Sequence", normalizers: Array.from({ length: 100 }, () => doubling) };
    const json = TokenizerJson.parse(withParts({ normalizer }), "tokenizer.json");
    expect(() => encode(json, "a", false)).toThrow(TokenizerError);
  });

  it("pieces that grow without an end", () => {
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
    ["(a*)*b", "repeats of what varies"],
    ["(a|a)*b", "repeats of what varies"],
    ["(?:a+){2,}", "repeats of what varies"],
    ["a*a*a*a*b", "unbounded"],
    ["(a)\\1", "\\1"],
    ["a++", "in a row"],
    ["(?i)a", "such groups"],
    ["[a[b]]", "classes in classes"],
    ["[a&&b]", "classes in classes"],
    ["a{100000}", "repeats"],
    ["\\X", "\\X"],
    ["(", "a group without an end"],
    ["[", "a class without an end"],
    ["*", "a lone *"],
    ["^*", "no length"],
    ["$+", "no length"],
    ["(?=a)?", "no length"],
    ["a)", "a lone )"],
  ])("the pattern %s", (pattern, why) => {
    const normalizer = { type: "Replace", pattern: { Regex: pattern }, content: "" };
    expect(() => TokenizerJson.parse(withParts({ normalizer }), "file")).toThrow(VocabularyError);
    expect(() => TokenizerJson.parse(withParts({ normalizer }), "file")).toThrow(why);
  });

  it.each([
    ["normalizer", { type: "ByteLevel" }, "file: normalizer.type"],
    ["normalizer", { type: "Sequence", normalizers: [{ type: "X" }] }, "file: normalizer.normalizers[0].type"],
    ["pre_tokenizer", { type: "ByteLevel" }, "file: pre_tokenizer.type"],
    ["post_processor", { type: "ByteLevel" }, "file: post_processor.type"],
    ["decoder", { type: "CTC" }, "file: decoder.type"],
    ["model", { type: "X" }, "file: model.type"],
    ["version", "2.0", "file: version"],
    ["padding", { strategy: "Longest" }, "file: padding.strategy"],
  ])("names what it does not know: %s", (part, value, place) => {
    expect(() => TokenizerJson.parse(withParts({ [part]: value }), "file")).toThrow(place);
  });
});
