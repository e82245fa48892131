import type { BatchEncodeOptions } from "../tokenizer/call-options.js";

/** The largest size of a part, in code units. A single text may be larger. */
const MOST_UNITS = 0x10000;
/** The size of an empty text, because its row takes memory too. */
const SMALLEST = 8;
/** The assumed length of padded rows if the options do not give it. */
const USUAL_LENGTH = 512;

/** A part of a batch: texts that are encoded together. */
export interface Part {
  readonly texts: readonly string[];
  /** The row of the first text in the whole batch. */
  readonly first: number;
}

/**
 * Returns a function that takes the texts one after the other. It returns true for each text that begins a new part. A text
 * counts as its code units, or as its ids with padding if these are more.
 */
export function partStarts({ padding, max_length }: BatchEncodeOptions): (text: string) => boolean {
  const least = Math.max(padding === "max_length" ? (max_length ?? USUAL_LENGTH) : 0, SMALLEST);
  let size = 0;
  return ({ length }) => {
    const own = Math.max(length, least);
    const isFull = size > 0 && size + own > MOST_UNITS;
    size = isFull ? own : size + own;
    return isFull;
  };
}

/** Divides a batch into parts. */
export function partsOf(batch: readonly string[], options: BatchEncodeOptions): Part[] {
  const startsPart = partStarts(options);
  const parts: Part[] = [];
  let first = 0;
  for (let at = 0; at < batch.length; at++) {
    if (!startsPart(batch[at])) continue;
    parts.push({ texts: batch.slice(first, at), first });
    first = at;
  }
  parts.push({ texts: batch.slice(first), first });
  return parts;
}

/** True if each row, or its error, depends only on its own text. Padding to the longest row depends on all texts. */
export function areIndependent(
  batch: readonly unknown[],
  { padding = false }: BatchEncodeOptions,
): batch is readonly string[] {
  if (padding !== false && padding !== "do_not_pad" && padding !== "max_length") return false;
  // An item of another type is an error before any text is encoded.
  for (let at = 0; at < batch.length; at++) if (typeof batch[at] !== "string") return false;
  return true;
}
