import { OptionError } from "../base/errors.js";
import type { BatchEncoding } from "../tokenizer/encoding.js";
import type { Offset } from "../tokenizer/sequence.js";

/**
 * The rows of a batch in typed arrays, row after row, under the names of {@link BatchEncoding}. Row r has the ids from
 * `row_ends[r - 1]` (0 for the first row) up to `row_ends[r]`. A field is present if the call returns it.
 */
export interface EncodedBatch {
  /** For each row, the number of ids in it and in all earlier rows. */
  readonly row_ends: Uint32Array;
  /** One for each id. */
  readonly input_ids: Int32Array;
  /** One for each id, at most 255. */
  readonly token_type_ids?: Uint8Array;
  /** One for each id. */
  readonly attention_mask?: Uint8Array;
  /** One for each id. */
  readonly special_tokens_mask?: Uint8Array;
  /** Two for each id: the start and the end in its text, in the unit of `offset_unit`. */
  readonly offset_mapping?: Uint32Array;
  /** One for each id; -1 in place of null. */
  readonly word_ids?: Int32Array;
  /** One for each id; -1 in place of null. */
  readonly sequence_ids?: Int32Array;
  /** One for each row. */
  readonly length?: Int32Array;
  /** One for each row. */
  readonly overflow_to_sample_mapping?: Int32Array;
  /** One for each row. */
  readonly num_truncated_tokens?: Int32Array;
  /** For each row, the number of `overflowing_tokens` of it and of all earlier rows. */
  readonly overflowing_ends?: Uint32Array;
  /** The ids that truncation cut off, row after row. */
  readonly overflowing_tokens?: Int32Array;
}

type Column = Int32Array | Uint32Array | Uint8Array;
type Columns = Record<string, Column>;

const NONE = -1;

/** The fields with one number for each id. */
const ID_FIELDS = ["token_type_ids", "attention_mask", "special_tokens_mask", "word_ids", "sequence_ids"] as const;
/** The fields of {@link ID_FIELDS} that may have null. The others have numbers up to 255. */
const NULLABLE: ReadonlySet<string> = new Set(["word_ids", "sequence_ids"]);
/** The fields with one number for each row. */
const ROW_FIELDS = ["length", "overflow_to_sample_mapping", "num_truncated_tokens"] as const;
/** The columns with cumulative counts. */
const ENDS: ReadonlySet<string> = new Set(["row_ends", "overflowing_ends"]);

/**
 * The rows of a batch in typed arrays.
 *
 * @throws OptionError if a field has rows of another length than their ids, as `token_type_ids` may have in the reference,
 * or a type above 255
 */
export function toColumns(batch: BatchEncoding): EncodedBatch {
  const { input_ids, overflowing_tokens, offset_mapping } = batch;
  const row_ends = endsOf(input_ids);
  const columns: Columns = { row_ends, input_ids: copied(input_ids, new Int32Array(lastOf(row_ends)), "input_ids") };
  for (const field of ID_FIELDS) {
    const rows = batch[field];
    if (!rows) continue;
    checkLengths(field, rows, input_ids);
    const Type = NULLABLE.has(field) ? Int32Array : Uint8Array;
    columns[field] = copied(rows, new Type(lastOf(row_ends)), field);
  }
  if (offset_mapping) columns.offset_mapping = copiedOffsets(offset_mapping, new Uint32Array(2 * lastOf(row_ends)));
  for (const field of ROW_FIELDS) {
    const values = batch[field];
    if (values) columns[field] = Int32Array.from(values);
  }
  if (overflowing_tokens) {
    const overflowing_ends = endsOf(overflowing_tokens);
    columns.overflowing_ends = overflowing_ends;
    columns.overflowing_tokens = copied(
      overflowing_tokens,
      new Int32Array(lastOf(overflowing_ends)),
      "overflowing_tokens",
    );
  }
  return columns as unknown as EncodedBatch;
}

/** The same fields, with no rows. */
export function withoutRows(columns: EncodedBatch): EncodedBatch {
  const empty = Object.entries(columns).map(([field, column]: [string, Column]) => [field, column.slice(0, 0)]);
  return Object.fromEntries(empty) as EncodedBatch;
}

/**
 * The columns of a part as columns of the whole batch, in which `overflow_to_sample_mapping` counts all texts.
 *
 * @param first the row of the part's first text in the whole batch
 */
export function ofWholeBatch(columns: EncodedBatch, first: number): EncodedBatch {
  const samples = columns.overflow_to_sample_mapping;
  if (samples === undefined || first === 0) return columns;
  return { ...columns, overflow_to_sample_mapping: samples.map((sample) => sample + first) };
}

/**
 * Joins the columns of consecutive parts.
 *
 * @param parts at least one, all with the same fields, after {@link ofWholeBatch}
 */
export function joinColumns(parts: readonly EncodedBatch[]): EncodedBatch {
  if (parts.length === 1) return parts[0];
  const lists = parts as unknown as readonly Columns[];
  const fields = Object.keys(lists[0]).map((field) => {
    const columns = lists.map((list) => list[field]);
    return [field, joined(columns, ENDS.has(field))];
  });
  return Object.fromEntries(fields) as EncodedBatch;
}

function joined(parts: readonly Column[], isCumulative: boolean): Column {
  const Type = parts[0].constructor as new (length: number) => Column;
  const whole = new Type(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    const end = start + part.length;
    whole.set(part, start);
    const before = isCumulative && start > 0 ? whole[start - 1] : 0;
    if (before !== 0) for (let at = start; at < end; at++) whole[at] += before;
    start = end;
  }
  return whole;
}

function endsOf(rows: readonly { readonly length: number }[]): Uint32Array {
  const ends = new Uint32Array(rows.length);
  let end = 0;
  for (let row = 0; row < rows.length; row++) ends[row] = end += rows[row].length;
  return ends;
}

function lastOf(ends: Uint32Array): number {
  return ends.length === 0 ? 0 : ends[ends.length - 1];
}

/** @throws OptionError if a number is too large for the array */
function copied<Type extends Column>(rows: readonly (readonly (number | null)[])[], to: Type, field: string): Type {
  let next = 0;
  for (let row = 0; row < rows.length; row++) {
    const list = rows[row];
    for (let at = 0; at < list.length; at++) {
      const value = list[at] ?? NONE;
      to[next] = value;
      if (to[next++] !== value) throw new OptionError(field, value, "numbers up to 255: batch_encode_plus has them");
    }
  }
  return to;
}

function copiedOffsets(rows: readonly (readonly Offset[])[], to: Uint32Array): Uint32Array {
  let next = 0;
  for (let row = 0; row < rows.length; row++) {
    const list = rows[row];
    for (let at = 0; at < list.length; at++) {
      to[next++] = list[at][0];
      to[next++] = list[at][1];
    }
  }
  return to;
}

function checkLengths(
  field: string,
  rows: readonly { readonly length: number }[],
  ids: BatchEncoding["input_ids"],
): void {
  const row = rows.findIndex(({ length }, at) => length !== ids[at].length);
  if (row < 0) return;
  const found = `a row of ${rows[row].length} for ${ids[row].length} ids, as in the reference`;
  throw new OptionError(field, found, `rows as long as their ids: set return_${field}: false`);
}
