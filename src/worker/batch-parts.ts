import { type EncodedBatch, joinColumns } from "../batches/columns.js";
import { areIndependent, endOfPart, leastUnits } from "../batches/parts.js";
import type { CallOptions } from "../tokenizer/call-options.js";
import type { BatchEncoding } from "../tokenizer/encoding.js";
import type { Calling } from "./copies.js";

/** The methods that take a batch, and the options that give a call more texts than its first argument. */
const BATCH_METHODS: ReadonlySet<string> = new Set(["call", "batch_encode_plus", "encode_batch"]);
const MORE_TEXTS = ["text_pair", "text_target", "text_pair_target"] as const;

/**
 * The calls for the parts of a batch, with the same rows as a call for all of it. Undefined if the call is not for a batch,
 * has one part only, or its rows depend on each other.
 */
export function callsOfParts(method: string, given: readonly unknown[]): Calling[] | undefined {
  const [batch, options, ...excess] = given as [unknown, CallOptions | undefined];
  if (!BATCH_METHODS.has(method) || !Array.isArray(batch) || excess.length > 0) return undefined;
  if (typeof (options ?? {}) !== "object") return undefined;
  const isOneText = method === "call" && options?.is_split_into_words;
  if (isOneText || MORE_TEXTS.some((name) => (options?.[name] ?? undefined) !== undefined)) return undefined;
  if (!areIndependent(batch, options ?? {})) return undefined;
  const calls: Calling[] = [];
  for (let start = 0; start < batch.length; ) {
    const end = endOfPart(batch, start, leastUnits(options ?? {}));
    calls.push({ method, given: [batch.slice(start, end), options], firstRow: start });
    start = end;
  }
  return calls.length > 1 ? calls : undefined;
}

/** The result of a batch from those of its parts. */
export function joinResults(calls: readonly Calling[], results: readonly unknown[]): unknown {
  const starts = calls.map(({ firstRow = 0 }) => firstRow);
  if (calls[0].method === "encode_batch") return joinColumns(results as readonly EncodedBatch[], starts);
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
