import { repeated } from "../../base/buffers.js";
import type { CallOptions } from "../call-options.js";
import type { BatchEncoding, Fields } from "../encoding.js";

/** The options that ask for nothing but ids and their masks. */
const PLAIN: ReadonlySet<string> = new Set<keyof CallOptions>([
  "padding",
  "max_length",
  "pad_to_multiple_of",
  "padding_side",
  "return_attention_mask",
  "return_token_type_ids",
  "return_tensors",
  "verbose",
  "truncation",
  "add_special_tokens",
]);

/** True if a batch is of texts alone, and its options ask for nothing but ids and their masks. */
export function isPlainBatch(
  texts: readonly unknown[],
  pairs: unknown,
  options: CallOptions,
): texts is readonly string[] {
  if (pairs !== undefined) return false;
  for (const name in options) if (!PLAIN.has(name) && options[name as keyof CallOptions]) return false;
  for (let at = 0; at < texts.length; at++) if (typeof texts[at] !== "string") return false;
  return true;
}

/** An encoding of ids, with their types if these are wanted. */
export function plainEncoding(input_ids: number[], returnsTypes: boolean): Fields {
  return returnsTypes ? { input_ids, token_type_ids: repeated(0, input_ids.length) } : { input_ids };
}

/** The lists of the fields of such encodings, which all have the same fields. */
export function plainColumns(encodings: readonly Fields[]): BatchEncoding {
  const [{ token_type_ids, attention_mask }] = encodings;
  const batch: BatchEncoding = { input_ids: encodings.map((encoding) => encoding.input_ids) };
  if (token_type_ids) batch.token_type_ids = encodings.map((encoding) => encoding.token_type_ids ?? []);
  if (attention_mask) batch.attention_mask = encodings.map((encoding) => encoding.attention_mask ?? []);
  return batch;
}
