import { type EncodedBatch, joinColumns, ofWholeBatch } from "../batches/columns.js";
import { areIndependent, partsOf } from "../batches/parts.js";
import type { CallOptions } from "../tokenizer/call-options.js";
import type { BatchEncoding } from "../tokenizer/encoding.js";
import type { Calling } from "./copies.js";

/** The methods that take a batch. */
const BATCH_METHODS: ReadonlySet<string> = new Set(["call", "batch_encode_plus", "encode_batch"]);
/** The options with further texts. */
const MORE_TEXTS = ["text_pair", "text_target", "text_pair_target"] as const;

/**
 * Divides a call for a batch into calls for its parts, which give the same rows. Undefined if the call is not for a batch, if
 * its rows depend on each other, or if there is only one part.
 */
export function callsOfParts(method: string, given: readonly unknown[]): Calling[] | undefined {
  const [batch, options, ...excess] = given as [unknown, CallOptions | undefined];
  if (!BATCH_METHODS.has(method) || !Array.isArray(batch) || excess.length > 0) return undefined;
  if (typeof (options ?? {}) !== "object") return undefined;
  const isOneText = method === "call" && options?.is_split_into_words;
  if (isOneText || MORE_TEXTS.some((name) => (options?.[name] ?? undefined) !== undefined)) return undefined;
  if (!areIndependent(batch, options ?? {})) return undefined;
  const calls = partsOf(batch, options ?? {}).map(({ texts, first }) => {
    return { method, given: [texts, options], firstRow: first };
  });
  return calls.length > 1 ? calls : undefined;
}

/** The result of a batch from those of its parts. */
export function joinResults(calls: readonly Calling[], results: readonly unknown[]): unknown {
  const starts = calls.map(({ firstRow = 0 }) => firstRow);
  if (calls[0].method === "encode_batch") {
    return joinColumns(results.map((columns, part) => ofWholeBatch(columns as EncodedBatch, starts[part])));
  }
  const batches = results as readonly BatchEncoding[];
  const whole: Record<string, unknown[]> = {};
  for (const field of Object.keys(batches[0]) as (keyof BatchEncoding)[]) {
    const rows: unknown[] = (whole[field] = []);
    batches.forEach((batch, part) => {
      for (const row of batch[field] ?? []) {
        rows.push(field === "overflow_to_sample_mapping" ? (row as number) + starts[part] : row);
      }
    });
  }
  return whole;
}
