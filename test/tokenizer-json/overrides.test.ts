/** Settings of blocks that classes of transformers replace. The values are what transformers 4.56.1 gives. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { type JsonOverrides, TokenizerJson } from "../../src/tokenizer-json/index.js";

const BERT = {
  type: "BertNormalizer",
  clean_text: false,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
};
const BYTE_LEVEL = { type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: false };
const ROBERTA = {
  type: "RobertaProcessing",
  sep: ["a", 0],
  cls: ["A", 1],
  trim_offsets: true,
  add_prefix_space: true,
};

function open(blocks: object, overrides: JsonOverrides = {}): TokenizerJson {
  const model = { type: "WordLevel", vocab: { a: 0, A: 1, "[UNK]": 2 }, unk_token: "[UNK]" };
  return TokenizerJson.parse(JSON.stringify({ ...blocks, model }), "tokenizer.json", overrides);
}

function saved(blocks: object, overrides: JsonOverrides): Record<string, unknown> {
  return JSON.parse(open(blocks, overrides).toJson()) as Record<string, unknown>;
}

describe("overrides", () => {
  it("replace fields of a BertNormalizer, null included", () => {
    const cased = saved({ normalizer: BERT }, { normalizer: { lowercase: false, strip_accents: true } });
    expect(cased.normalizer).toEqual({ ...BERT, lowercase: false, strip_accents: true });
    const asBefore = saved({ normalizer: { ...BERT, strip_accents: true } }, { normalizer: { strip_accents: null } });
    expect(asBefore.normalizer).toEqual(BERT);
    expect(open({ normalizer: BERT }, { normalizer: { lowercase: false } }).tokens("A")).toEqual(["A"]);
  });

  it("leave other normalizers and blocks of a Sequence alone", () => {
    const within = { type: "Sequence", normalizers: [BERT] };
    expect(saved({ normalizer: within }, { normalizer: { lowercase: false } }).normalizer).toEqual(within);
    const lower = { type: "Lowercase" };
    expect(saved({ normalizer: lower }, { normalizer: { lowercase: false } }).normalizer).toEqual(lower);
    expect(saved({}, { normalizer: { lowercase: false } }).normalizer).toBeNull();
    const sequence = { type: "Sequence", pretokenizers: [BYTE_LEVEL] };
    expect(saved({ pre_tokenizer: sequence }, { add_prefix_space: false }).pre_tokenizer).toEqual(sequence);
  });

  it("replace add_prefix_space of a ByteLevel pre-tokenizer, but not of an old Metaspace", () => {
    const { pre_tokenizer } = saved({ pre_tokenizer: BYTE_LEVEL }, { add_prefix_space: false });
    expect(pre_tokenizer).toEqual({ ...BYTE_LEVEL, add_prefix_space: false });
    const old = { type: "Metaspace", replacement: "_", add_prefix_space: true };
    const kept = { type: "Metaspace", replacement: "_", prepend_scheme: "always", split: true };
    expect(saved({ pre_tokenizer: old }, { add_prefix_space: false }).pre_tokenizer).toEqual(kept);
  });

  it("replace fields of RobertaProcessing and of a ByteLevel post-processor", () => {
    const post_processor = { trim_offsets: false, add_prefix_space: false };
    expect(saved({ post_processor: ROBERTA }, { post_processor }).post_processor).toEqual({
      ...ROBERTA,
      ...post_processor,
    });
    expect(saved({ post_processor: BYTE_LEVEL }, { post_processor: { trim_offsets: true } }).post_processor).toEqual({
      ...BYTE_LEVEL,
      trim_offsets: true,
    });
  });

  it("find added tokens as the former normalizer wrote them, until others are added", () => {
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: true, special: false };
    const json = open(
      { normalizer: BERT, added_tokens: [{ id: 3, content: "XyZ", ...flags }] },
      { normalizer: { lowercase: false } },
    );
    expect([json.tokens("XyZ"), json.tokens("xyz")]).toEqual([["[UNK]"], ["xyz"]]);
    json.addTokens([{ content: "foo", ...flags }]);
    expect([json.tokens("XyZ"), json.tokens("xyz")]).toEqual([["XyZ"], ["[UNK]"]]);
  });

  it("are refused if unknown or of a wrong type", () => {
    const json = open({ normalizer: BERT });
    const wrong = [
      [{ addPrefixSpace: true }, "did you mean add_prefix_space?"],
      [{ add_prefix_space: null }, "true or false"],
      [{ normalizer: { do_lower_case: true } }, "did you mean lowercase?"],
      [{ normalizer: { lowercase: null } }, "true or false"],
      [{ post_processor: { trim_offsets: 1 } }, "true or false"],
    ] as const;
    for (const [overrides, why] of wrong) {
      expect(() => json.override(overrides as never)).toThrow(OptionError);
      expect(() => json.override(overrides as never)).toThrow(why);
    }
  });
});
