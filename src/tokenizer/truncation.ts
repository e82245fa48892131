import { OptionError } from "../errors.js";
import type { OnceLog } from "../logger.js";
import type { Side, TruncationStrategy } from "./call-options.js";
import { type Sequence, slice } from "./sequence.js";

/** A text, or a pair, with what was cut off. */
export interface Truncated {
  readonly first: Sequence;
  readonly second: Sequence | undefined;
  readonly overflowing: readonly number[];
}

/** How to cut. */
export interface Cut {
  /** How many ids have to go; more than 0. */
  readonly count: number;
  readonly strategy: TruncationStrategy;
  readonly side: Side;
  /** How many of the ids that stay are repeated in what overflows. */
  readonly stride: number;
}

/**
 * Cuts a text or a pair. Where one text alone must give and has too little, nothing is cut and an error is logged;
 * "only_second" without a second text cuts nothing. Reference: `truncate_sequences` of transformers 4.56.1.
 */
export function truncate(first: Sequence, second: Sequence | undefined, cut: Cut, log: OnceLog): Truncated {
  if (cut.side !== "left" && cut.side !== "right") throw new OptionError("truncation_side", cut.side, "right or left");
  const cutsFirst = cut.strategy === "only_first" || (cut.strategy === "longest_first" && !second);
  if (cutsFirst) {
    const { kept, overflowing } = truncateOne(first, cut, log);
    return { first: kept, second, overflowing };
  }
  if (!second) return { first, second, overflowing: [] };
  if (cut.strategy === "longest_first") return truncateLongest(first, second, cut, log);
  const { kept, overflowing } = truncateOne(second, cut, log);
  return { first, second: kept, overflowing };
}

function truncateOne(
  sequence: Sequence,
  { count, strategy, side, stride }: Cut,
  log: OnceLog,
): { kept: Sequence; overflowing: readonly number[] } {
  const { length } = sequence.ids;
  if (length <= count) {
    const message = `${count} ids have to go by ${strategy}, of a text that has ${length}: nothing is truncated`;
    log.error("too little to truncate", message);
    return { kept: sequence, overflowing: [] };
  }
  const window = Math.min(length, stride + count);
  return side === "left"
    ? { kept: slice(sequence, count, length), overflowing: sequence.ids.slice(0, window) }
    : { kept: slice(sequence, 0, length - count), overflowing: sequence.ids.slice(length - window) };
}

/** The longer text gives first; of what both have to give, the second gives the odd one. */
function truncateLongest(first: Sequence, second: Sequence, { count, side }: Cut, log: OnceLog): Truncated {
  log.warn("no overflow of pairs", "what longest_first cuts off a pair is not returned");
  const excess = Math.min(Math.abs(first.ids.length - second.ids.length), count);
  const half = Math.floor((count - excess) / 2);
  const otherHalf = count - excess - half;
  const [fromFirst, fromSecond] =
    first.ids.length > second.ids.length ? [excess + half, otherHalf] : [half, excess + otherHalf];
  return { first: shorten(first, fromFirst, side), second: shorten(second, fromSecond, side), overflowing: [] };
}

function shorten(sequence: Sequence, count: number, side: Side): Sequence {
  const { length } = sequence.ids;
  return side === "left" ? slice(sequence, count, length) : slice(sequence, 0, Math.max(length - count, 0));
}
