/** Blocks in the forms that tokenizers 0.22.2 accepts besides its own. Values are its own. */
import { describe, expect, it } from "vitest";
import { VocabularyError } from "../../src/base/errors.js";
import { Tokens } from "../../src/tokenizer/sequence.js";
import { TokenizerJson } from "../../src/tokenizer-json/tokenizer-json.js";

const WORDS = { type: "WordLevel", vocab: { a: 0 }, unk_token: "a" };

function open(blocks: object): TokenizerJson {
  return TokenizerJson.parse(JSON.stringify({ model: WORDS, ...blocks }), "tokenizer.json");
}

function saved(blocks: object): Record<string, unknown> {
  return JSON.parse(open(blocks).toJson()) as Record<string, unknown>;
}

const LETTERS = { a: 0, b: 1, Ġ: 2, Â: 3 };
const BERT = { clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true };
const SPECIALS = { sep: ["a", 0], cls: ["a", 0] };
const ROBERTA = { ...SPECIALS, trim_offsets: true, add_prefix_space: false };

describe("a block", () => {
  it.each([
    ["normalizer", { type: "Bert", ...BERT }, { type: "BertNormalizer", ...BERT }],
    ["normalizer", { type: "Unknown", ...BERT, strip_accents: undefined }, { type: "BertNormalizer", ...BERT }],
    ["normalizer", { normalizers: [{ type: "NFC" }] }, { type: "Sequence", normalizers: [{ type: "NFC" }] }],
    ["normalizer", { prepend: "x", other: 1 }, { type: "Prepend", prepend: "x" }],
    ["post_processor", { type: "RobertaProcessing", ...SPECIALS }, { type: "BertProcessing", ...SPECIALS }],
    ["post_processor", { type: "BertProcessing", ...ROBERTA }, { type: "RobertaProcessing", ...ROBERTA }],
    ["decoder", { type: "Unknown", suffix: "x" }, { type: "BPEDecoder", suffix: "x" }],
    ["decoder", { prefix: "x", cleanup: true }, { type: "WordPiece", prefix: "x", cleanup: true }],
    [
      "model",
      { vocab: { a: 0 }, unk_token: "a", merges: ["a q"] },
      { type: "WordLevel", vocab: { a: 0 }, unk_token: "a" },
    ],
  ])("of the part %s is recognized by its fields: %j", (part, block, expected) => {
    expect(saved({ [part]: block })[part]).toEqual(expected);
  });

  it.each([
    ["pre_tokenizer", { type: "ByteLevel", add_prefix_space: true, trim_offsets: true }, { use_regex: true }],
    ["pre_tokenizer", { type: "Punctuation" }, { behavior: "Isolated" }],
    ["pre_tokenizer", { type: "FixedLength" }, { length: 5 }],
  ])("of the part %s has defaults: %j", (part, block, defaults) => {
    expect(saved({ [part]: block })[part]).toEqual({ ...block, ...defaults });
  });

  it("loses fields that its type does not have", () => {
    expect(saved({ pre_tokenizer: { type: "Whitespace", x: 1 } }).pre_tokenizer).toEqual({ type: "Whitespace" });
    expect(saved({ model: { ...WORDS, x: 1 } }).model).toEqual(WORDS);
  });

  it.each([
    ["pre_tokenizer", { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: null }],
    ["pre_tokenizer", { add_prefix_space: true, trim_offsets: true }],
    ["decoder", { type: "ByteLevel" }],
    ["model", { ...WORDS, type: null }],
    ["model", { ...WORDS, type: "Unknown" }],
    ["unknown", 1],
  ])("of the part %s is refused, as by the reference: %j", (part, block) => {
    expect(() => open({ [part]: block })).toThrow(VocabularyError);
  });
});

describe("characters that come from no part of the text", () => {
  const normalizer = { type: "Replace", pattern: { Regex: "^" }, content: "\u00a0" };
  const pre_tokenizer = { type: "ByteLevel", add_prefix_space: true, trim_offsets: false };

  it("follow their own bytes in a piece that consists of them alone, as in the reference", () => {
    const json = open({ normalizer, pre_tokenizer, model: { type: "BPE", vocab: LETTERS, merges: [] } });
    expect(json.tokens("a b")).toEqual([..."Ġ", ..."Â", "a", ..."Ġb"]);
    const tokens = new Tokens(true, () => -1);
    json.encode("a b", tokens);
    expect(tokens.sequence.offsets).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(tokens.sequence.words).toEqual([0, 1, 2, 3, 3]);
  });
});

describe("dropout", () => {
  const model = { type: "BPE", vocab: { a: 0, b: 1, ab: 2 }, merges: ["a b"] };

  it.each([
    [null, ["ab"], "null"],
    [0, ["ab"], "0.0"],
    [1, ["a", "b"], "1.0"],
  ])("%j gives the reference's tokens", (dropout, tokens, written) => {
    const json = open({ model: { ...model, dropout } });
    expect(json.tokens("ab")).toEqual(tokens);
    expect(json.toJson()).toContain(`"dropout": ${written},`);
  });

  it("is saved with the digits of a float of 32 bits", () => {
    expect(open({ model: { ...model, dropout: 0.1 } }).toJson()).toContain('"dropout": 0.1,');
    expect(open({ model: { ...model, dropout: 0.30000001 } }).toJson()).toContain('"dropout": 0.3,');
  });

  it("passes over about its share of merges, anew in each call, and words that are tokens too", () => {
    const json = open({ model: { ...model, dropout: 0.25, ignore_merges: true } });
    const counts = Array.from({ length: 4000 }, () => {
      const tokens = new Tokens(false, () => -1);
      json.encode("ab", tokens);
      return tokens.ids.length - 1;
    });
    const share = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    // Six standard deviations: once in 500 million runs by chance
    expect(Math.abs(share - 0.25)).toBeLessThan(0.041);
  });
});
