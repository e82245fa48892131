import type { BatchEncodeOptions } from "../tokenizer/call-options.js";

/** The most code units of a part, unless a single text has more. */
export const MOST_UNITS = 0x10000;

/**
 * True if the rows of a batch are the same whatever other texts are in it, and errors too. Padding to the longest makes them
 * depend on each other.
 */
export function areIndependent(
  batch: readonly unknown[],
  { padding = false }: BatchEncodeOptions,
): batch is readonly string[] {
  if (padding !== false && padding !== "do_not_pad" && padding !== "max_length") return false;
  // Items of another type are refused before any text is read.
  for (let at = 0; at < batch.length; at++) if (typeof batch[at] !== "string") return false;
  return true;
}

/** The end of the part of a batch that begins with a text: the texts up to there are encoded together. */
export function endOfPart(batch: readonly string[], start: number): number {
  let units = batch[start].length;
  let end = start + 1;
  while (end < batch.length && units + batch[end].length <= MOST_UNITS) units += batch[end++].length;
  return end;
}
