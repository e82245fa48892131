/** The windows of slow tokenizers, compared with those of a fast tokenizer that has the same ids and special tokens. */

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { idsOf, jsonObject, wordPieces } from "../../fixtures/tokenizer-json/blocks.js";
import { OptionError } from "../../src/base/errors.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { byT5 } from "../../src/models/byte/byt5.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import type { CallOptions } from "../../src/tokenizer/call-options.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

const TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "##b", "##c", "cd", "𠮷"];
const POSITIONS = { return_offsets_mapping: true, return_word_ids: true, return_sequence_ids: true } as const;

/** A tokenizer.json of word pieces with the special tokens of BERT. */
function fastTokenizer(): PreTrainedTokenizerFast {
  const vocab = idsOf(TOKENS);
  const special = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  const single = [special("[CLS]", 0), text("A", 0), special("[SEP]", 0)];
  const json = jsonObject({
    pre_tokenizer: { type: "WhitespaceSplit" },
    post_processor: {
      type: "TemplateProcessing",
      single,
      pair: [...single, text("B", 1), special("[SEP]", 1)],
      special_tokens: Object.fromEntries(
        ["[CLS]", "[SEP]"].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }]),
      ),
    },
    model: wordPieces(vocab),
  });
  const roles = { unk_token: "[UNK]", pad_token: "[PAD]", cls_token: "[CLS]", sep_token: "[SEP]" };
  return new PreTrainedTokenizerFast(TokenizerJson.parse(JSON.stringify(json), "windows.json"), roles);
}

let slow: Tokenizer;
let fast: PreTrainedTokenizerFast;
beforeAll(async () => {
  slow = await bertJapanese(Vocabulary.parse(new TextEncoder().encode(`${TOKENS.join("\n")}\n`), "vocab.txt"), {
    word_tokenizer_type: "basic",
    mask_token: "[UNK]",
  });
  fast = fastTokenizer();
});

const words = fc.constantFrom("a", "ab", "abc", "cd", "b", "𠮷", "?");
const texts = fc.array(words, { minLength: 1, maxLength: 12 }).map((list) => list.join(" "));
const side = fc.constantFrom("left" as const, "right" as const);
const given: fc.Arbitrary<CallOptions> = fc.record(
  {
    truncation: fc.constantFrom(true, "only_first" as const, "only_second" as const, false),
    max_length: fc.integer({ min: 0, max: 14 }),
    stride: fc.integer({ min: 0, max: 4 }),
    padding: fc.constantFrom(true, false, "max_length" as const),
    pad_to_multiple_of: fc.constantFrom(null, 4),
    padding_side: side,
    add_special_tokens: fc.boolean(),
    return_special_tokens_mask: fc.boolean(),
    return_token_type_ids: fc.boolean(),
    return_length: fc.boolean(),
    offset_unit: fc.constantFrom("utf16" as const, "code_point" as const),
  },
  { requiredKeys: [] },
);

/** The result, or the class of the error. */
function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof OptionError) return "OptionError";
    throw error;
  }
}

describe("windows of a slow tokenizer are those of a fast one", () => {
  const asks = { ...POSITIONS, verbose: false };
  const check = (input: string | string[] | string[][], options: CallOptions, truncation_side: "left" | "right") => {
    Object.assign(slow, { truncation_side });
    Object.assign(fast, { truncation_side });
    const expected = outcome(() => fast(input, { ...options, ...asks, return_overflowing_tokens: true }));
    expect(outcome(() => slow(input, { ...options, ...asks, return_overflowing_tokens: "windows" }))).toEqual(expected);
    return expected;
  };

  it("for a text or a pair", () => {
    let rows = 0;
    const property = fc.property(texts, fc.option(texts), given, side, (text, text_pair, options, cutSide) => {
      const expected = check(text, { ...options, text_pair }, cutSide) as { input_ids?: unknown[] };
      rows = Math.max(rows, expected.input_ids?.length ?? 0);
    });
    fc.assert(property, { numRuns: 500 });
    expect(rows).toBeGreaterThan(4);
  });

  it("for a batch, and for words", () => {
    const checked = (input: string[] | string[][], options: CallOptions, cutSide: "left" | "right"): void => {
      check(input, options, cutSide);
    };
    const batch = fc.array(texts, { minLength: 1, maxLength: 3 });
    const pairs = fc.array(fc.tuple(texts, texts), { minLength: 1, maxLength: 3 });
    fc.assert(fc.property(batch, given, side, checked), { numRuns: 150 });
    fc.assert(fc.property(pairs, given, side, checked), { numRuns: 150 });
    const isSplit = given.map((options) => ({ ...options, is_split_into_words: true }));
    fc.assert(fc.property(batch, isSplit, side, checked), { numRuns: 150 });
  });
});

it("windows of a long Japanese text keep each token's place and the text that it comes from", async () => {
  const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  const context = "東京都に住む人は、雨の日に傘をさす。".repeat(3);
  const options = { truncation: "only_second", max_length: 24, stride: 6, ...POSITIONS } as const;
  const rows = tokenizer("誰が？", { text_pair: context, return_overflowing_tokens: "windows", ...options });
  expect(rows.overflow_to_sample_mapping).toEqual(rows.input_ids.map(() => 0));
  const covered = new Set<number>();
  rows.input_ids.forEach((ids, row) => {
    expect(ids.length).toBeLessThanOrEqual(24);
    ids.forEach((id, at) => {
      if (rows.sequence_ids?.[row][at] !== 1) return;
      const [start, end] = rows.offset_mapping?.[row][at] ?? [0, 0];
      expect(tokenizer.convert_ids_to_tokens(id)).toBe(context.slice(start, end));
      for (let char = start; char < end; char++) covered.add(char);
    });
  });
  expect(covered.size).toBe(context.length);
});

it("a text that ends with its own end gets no second one in its last window, and patches cannot be windows of characters", () => {
  const tokenizer = byT5();
  const rows = tokenizer("abc</s>", { return_overflowing_tokens: "windows", truncation: true, max_length: 3 });
  expect(rows.input_ids.map((ids) => ids.at(-1))).toEqual(rows.input_ids.map(() => tokenizer.eos_token_id));
  expect(rows.input_ids.flat().filter((id) => id === tokenizer.eos_token_id)).toHaveLength(rows.input_ids.length);
  tokenizer.truncation_unit = "character";
  expect(() => tokenizer("あ", { return_overflowing_tokens: "windows" })).toThrow(/truncation_unit/);
});
