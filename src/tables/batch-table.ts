import { OptionError } from "../base/errors.js";
import type { EncodedBatch } from "../batches/columns.js";
import type { Column, Table } from "./table.js";

/** The types of ids in a table. */
export const ID_TYPES = ["int32", "uint16"] as const;
export type IdType = (typeof ID_TYPES)[number];

const MOST_INT8 = 0x7f;

/** The fields with small numbers, one for each id. */
const MASKS = ["token_type_ids", "attention_mask", "special_tokens_mask"] as const;
/** The fields with one number or null for each id. */
const PLACES = ["word_ids", "sequence_ids"] as const;
/** The fields with one number for each row. */
const COUNTS = ["length", "overflow_to_sample_mapping", "num_truncated_tokens"] as const;

/**
 * The rows of a batch as a table with the names of its fields. Masks are 8-bit integers, as the datasets library stores them;
 * all other numbers except ids are 32-bit integers. Of fields without change, the table shares the memory.
 *
 * @throws OptionError for an id that the type cannot hold, or a token type above 127
 */
export function tableOf(batch: EncodedBatch, idType: IdType): Table {
  const { row_ends: ends, input_ids, offset_mapping, overflowing_tokens, overflowing_ends } = batch;
  const columns: Column[] = [{ kind: "list", name: "input_ids", ends, values: idsAs(input_ids, idType) }];
  for (const name of MASKS) {
    const values = batch[name];
    if (values) columns.push({ kind: "list", name, ends, values: signed(values, name) });
  }
  if (offset_mapping) {
    const values = new Int32Array(offset_mapping.buffer, offset_mapping.byteOffset, offset_mapping.length);
    columns.push({ kind: "pairs", name: "offset_mapping", ends, values });
  }
  for (const name of PLACES) {
    const values = batch[name];
    if (values) columns.push({ kind: "list", name, ends, values, hasNulls: true });
  }
  for (const name of COUNTS) {
    const values = batch[name];
    if (values) columns.push({ kind: "number", name, values });
  }
  if (overflowing_tokens && overflowing_ends) {
    const values = idsAs(overflowing_tokens, idType);
    columns.push({ kind: "list", name: "overflowing_tokens", ends: overflowing_ends, values });
  }
  return { rows: ends.length, columns };
}

function idsAs(ids: Int32Array, type: IdType): Int32Array | Uint16Array {
  if (type === "int32") return ids;
  const small = Uint16Array.from(ids);
  for (let at = 0; at < ids.length; at++) {
    if (small[at] !== ids[at]) throw new OptionError("id type", `uint16 for id ${ids[at]}`, "int32");
  }
  return small;
}

function signed(values: Uint8Array, name: string): Int8Array {
  let all = 0;
  for (let at = 0; at < values.length; at++) all |= values[at];
  if (all > MOST_INT8) throw new OptionError(name, "numbers above 127", `numbers up to ${MOST_INT8} in a table`);
  return new Int8Array(values.buffer, values.byteOffset, values.length);
}
