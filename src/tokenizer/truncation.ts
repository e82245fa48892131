import type { OnceLog } from "../base/logger.js";
import type { Side, TruncationStrategy } from "./call-options.js";
import { type Sequence, slice } from "./sequence.js";

/** A text, or a pair, and the ids that were cut off. */
export interface Truncated {
  readonly first: Sequence;
  readonly second: Sequence | undefined;
  readonly overflowing: readonly number[];
}

/** The parameters of a cut. */
export interface Cut {
  /** The number of ids to remove; more than 0. */
  readonly count: number;
  readonly strategy: TruncationStrategy;
  readonly side: Side;
  /** The number of kept ids that the overflowing ids repeat. */
  readonly stride: number;
  /** True if a text may be cut before an index; by default it may be cut anywhere. A cut character is removed whole. */
  readonly startsCharacter?: ((ids: readonly number[], at: number) => boolean) | undefined;
}

/**
 * Cuts a text or a pair. If only one text may be cut and it is too short for that, nothing is cut and an error is logged;
 * "only_second" without a second text cuts nothing. Reference: `truncate_sequences` of transformers 4.56.1.
 */
export function truncate(first: Sequence, second: Sequence | undefined, cut: Cut, log: OnceLog): Truncated {
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
  { count: least, strategy, side, stride, startsCharacter }: Cut,
  log: OnceLog,
): { kept: Sequence; overflowing: readonly number[] } {
  const { length } = sequence.ids;
  if (length <= least) {
    const message = `${strategy} must cut ${least} ids off a text that has ${length}: nothing is truncated`;
    log.error("too little to truncate", message);
    return { kept: sequence, overflowing: [] };
  }
  const count = wholeCharacters(sequence.ids, least, side, startsCharacter);
  const window = Math.min(length, stride + count);
  return side === "left"
    ? { kept: slice(sequence, count, length), overflowing: sequence.ids.slice(0, window) }
    : { kept: slice(sequence, 0, length - count), overflowing: sequence.ids.slice(length - window) };
}

/** Cuts the longer text first; of an odd number that both lose, the second text loses one more. */
function truncateLongest(first: Sequence, second: Sequence, cut: Cut, log: OnceLog): Truncated {
  const { count } = cut;
  log.warn("no overflow of pairs", "the ids that longest_first cuts off a pair are not returned");
  const excess = Math.min(Math.abs(first.ids.length - second.ids.length), count);
  const half = Math.floor((count - excess) / 2);
  const otherHalf = count - excess - half;
  const [fromFirst, fromSecond] =
    first.ids.length > second.ids.length ? [excess + half, otherHalf] : [half, excess + otherHalf];
  return { first: shorten(first, fromFirst, cut), second: shorten(second, fromSecond, cut), overflowing: [] };
}

function shorten(sequence: Sequence, least: number, { side, startsCharacter }: Cut): Sequence {
  const { length } = sequence.ids;
  const count = wholeCharacters(sequence.ids, least, side, startsCharacter);
  return side === "left" ? slice(sequence, count, length) : slice(sequence, 0, Math.max(length - count, 0));
}

/** The count, or more if it would cut a character in two. */
function wholeCharacters(
  ids: readonly number[],
  least: number,
  side: Side,
  startsCharacter: Cut["startsCharacter"],
): number {
  if (!startsCharacter) return least;
  let count = least;
  const place = (): number => (side === "left" ? count : ids.length - count);
  while (count > 0 && count < ids.length && !startsCharacter(ids, place())) count++;
  return count;
}
