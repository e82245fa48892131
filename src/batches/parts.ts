import type { BatchEncodeOptions } from "../tokenizer/call-options.js";

/** The most code units of a part, unless a single text has more. */
export const MOST_UNITS = 0x10000;

/** The least that a text counts as: its row takes memory even if it is empty. */
const SMALLEST = 8;
/** The length of rows that are padded to the length of a model, if the options do not give it. */
const USUAL_LENGTH = 512;

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

/** The least code units that a text counts as, so that many short rows, or rows with padding, make a part too. */
export function leastUnits({ padding, max_length }: BatchEncodeOptions): number {
  return padding === "max_length" ? Math.max(max_length ?? USUAL_LENGTH, SMALLEST) : SMALLEST;
}

/**
 * The end of the part of a batch that begins with a text: the texts up to there are encoded together.
 *
 * @param least the least code units that a text counts as
 */
export function endOfPart(batch: readonly string[], start: number, least: number): number {
  let units = 0;
  let end = start;
  do units += Math.max(batch[end++].length, least);
  while (end < batch.length && units + Math.max(batch[end].length, least) <= MOST_UNITS);
  return end;
}
