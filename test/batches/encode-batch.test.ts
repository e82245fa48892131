/** Typed arrays of a batch hold what its lists hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, TextError } from "../../src/base/errors.js";
import { type BatchOptions, type BatchTokenizer, type EncodedBatch, encode_batch } from "../../src/batches/index.js";
import type { BatchEncoding } from "../../src/tokenizer/encoding.js";
import { makeFamilies } from "../families.js";

const families = await makeFamilies();
const NAMES = Object.keys(families) as (keyof typeof families)[];
/** Long enough that a batch of a few texts has several parts. */
const LONG = "東京都の猫舌".repeat(4000);

const piece = fc.constantFrom("東京都", "猫", "舌 ", "かが", "abc", "😀", "\u3000", "<unk>", "[MASK]", "</s>", "ﾊﾟ");
const text = fc.oneof(
  { weight: 40, arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.constant(LONG) },
);
const item = fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: fc.tuple(piece, piece) });
const flag = fc.constantFrom(undefined, true, false);
const options = fc
  .record({
    padding: fc.constantFrom(undefined, undefined, false, true, "longest", "max_length", "do_not_pad"),
    truncation: fc.constantFrom(undefined, true, false),
    max_length: fc.constantFrom(undefined, 4, 12),
    add_special_tokens: flag,
    return_attention_mask: flag,
    return_token_type_ids: flag,
    return_special_tokens_mask: flag,
    return_offsets_mapping: flag,
    return_word_ids: flag,
    return_sequence_ids: flag,
    return_length: flag,
    return_overflowing_tokens: fc.constantFrom(undefined, undefined, true, "windows"),
    offset_unit: fc.constantFrom(undefined, "code_point"),
  })
  .map((given) =>
    Object.fromEntries(Object.entries({ ...given, verbose: false }).filter(([, value]) => value !== undefined)),
  );

/** The lists of a batch, from its arrays. */
function toLists({ row_ends, overflowing_ends, ...columns }: EncodedBatch): Record<string, unknown> {
  const rows = (column: ArrayLike<number>, ends: Uint32Array, width = 1): number[][] => {
    const all = Array.from(column);
    return Array.from(ends, (end, row) => all.slice(width * (row === 0 ? 0 : ends[row - 1]), width * end));
  };
  const fields = Object.entries(columns).map(([field, column]: [string, ArrayLike<number>]) => {
    if (field === "overflowing_tokens") return [field, rows(column, overflowing_ends ?? new Uint32Array())];
    if (/^(length|overflow_to_sample_mapping|num_truncated_tokens)$/.test(field)) return [field, Array.from(column)];
    if (field !== "offset_mapping") return [field, rows(column, row_ends)];
    const pairs = rows(column, row_ends, 2).map((row) =>
      row.flatMap((_, at) => (at % 2 ? [] : [[row[at], row[at + 1]]])),
    );
    return [field, pairs];
  });
  return Object.fromEntries(fields);
}

function withoutNulls(batch: BatchEncoding): Record<string, unknown> {
  return JSON.parse(JSON.stringify(batch).replaceAll("null", "-1")) as Record<string, unknown>;
}

describe("encode_batch", () => {
  it("has the values of batch_encode_plus, with any options, for every family", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.array(item, { minLength: 1, maxLength: 5 }),
        options,
        (name, texts, given) => {
          const tokenizer = families[name] as BatchTokenizer;
          let expected: BatchEncoding;
          try {
            expected = tokenizer.batch_encode_plus(texts, given);
          } catch (error) {
            expect(() => encode_batch(tokenizer, texts, given)).toThrow((error as Error).message);
            return;
          }
          const { token_type_ids, special_tokens_mask, input_ids } = expected;
          const isRagged = [token_type_ids, special_tokens_mask].some((rows) =>
            rows?.some((row, at) => row.length !== input_ids[at].length),
          );
          if (isRagged) {
            expect(() => encode_batch(tokenizer, texts, given)).toThrow(/found "a row of \d+ for \d+ ids/);
            return;
          }
          expect(toLists(encode_batch(tokenizer, texts, given))).toEqual(withoutNulls(expected));
          compared++;
        },
      ),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it("refuses token types that differ in number from the ids, also if they are returned by default", () => {
    const byt5 = families.byt5;
    byt5.model_input_names = ["input_ids", "attention_mask", "token_type_ids"];
    expect(() => encode_batch(byt5, ["a", "b</s>"])).toThrow(/token_type_ids.*set return_token_type_ids: false/);
    byt5.model_input_names = ["input_ids", "attention_mask"];
  });

  it("names the row of the whole batch in an error", () => {
    const texts = [LONG, LONG, LONG, LONG, "a", "b\ud800"];
    const attempt = (): unknown => encode_batch(families["ipadic wordpiece"], texts, { verbose: false });
    expect(attempt).toThrow(TextError);
    expect(attempt).toThrow(/^text\[5\]: .*offset 1/);
  });

  it("counts the rows of the whole batch in overflow_to_sample_mapping", () => {
    const given = { return_overflowing_tokens: "windows", max_length: 1000, truncation: true, stride: 5 } as const;
    const texts = [LONG, "猫", LONG, LONG, LONG];
    const { overflow_to_sample_mapping } = encode_batch(families["char-v3"], texts, given);
    expect([...(overflow_to_sample_mapping ?? [])]).toEqual(
      families["char-v3"].batch_encode_plus(texts, given).overflow_to_sample_mapping,
    );
  });

  it("gives an empty list no rows, but all requested fields", () => {
    const none = encode_batch(families["char-v3"], [], { return_offsets_mapping: true });
    expect(Object.entries(none).map(([field, column]) => [field, column.length])).toEqual([
      ["row_ends", 0],
      ["input_ids", 0],
      ["token_type_ids", 0],
      ["attention_mask", 0],
      ["offset_mapping", 0],
    ]);
  });

  it("refuses arguments of the wrong type", () => {
    const tokenizer = families["char-v3"];
    expect(() => encode_batch({} as never, [])).toThrow(OptionError);
    expect(() => encode_batch(null as never, [])).toThrow(/^tokenizer: found null/);
    expect(() => encode_batch(tokenizer, "猫" as never)).toThrow(/^texts: found "猫"/);
    expect(() => encode_batch(tokenizer, ["猫"], { return_tensors: "np" } as unknown as BatchOptions)).toThrow(
      /typed arrays/,
    );
    expect(() => encode_batch(tokenizer, ["猫"], { text_pair: ["舌"] } as unknown as BatchOptions)).toThrow(
      OptionError,
    );
    expect(() => encode_batch(tokenizer, [], { max_length: -1 })).toThrow(OptionError);
    expect(() => encode_batch(tokenizer, ["猫", 3] as never)).toThrow(OptionError);
  });
});
