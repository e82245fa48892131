import { OptionError } from "../../base/errors.js";
import type { OnceLog } from "../../base/logger.js";
import type { Side, TruncationStrategy } from "../call-options.js";
import { type Sequence, slice } from "../sequence.js";

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
  /** Where a text may be cut; by default anywhere. Elsewhere the rest of the character goes too. */
  readonly startsCharacter?: ((ids: readonly number[], at: number) => boolean) | undefined;
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
  { count: least, strategy, side, stride, startsCharacter }: Cut,
  log: OnceLog,
): { kept: Sequence; overflowing: readonly number[] } {
  const { length } = sequence.ids;
  if (length <= least) {
    const message = `${least} ids have to go by ${strategy}, of a text that has ${length}: nothing is truncated`;
    log.error("too little to truncate", message);
    return { kept: sequence, overflowing: [] };
  }
  const count = wholeCharacters(sequence.ids, least, side, startsCharacter);
  const window = Math.min(length, stride + count);
  return side === "left"
    ? { kept: slice(sequence, count, length), overflowing: sequence.ids.slice(0, window) }
    : { kept: slice(sequence, 0, length - count), overflowing: sequence.ids.slice(length - window) };
}

/** The longer text gives first; of what both have to give, the second gives the odd one. */
function truncateLongest(first: Sequence, second: Sequence, cut: Cut, log: OnceLog): Truncated {
  const { count } = cut;
  log.warn("no overflow of pairs", "what longest_first cuts off a pair is not returned");
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

/** The count, or as many more as belong to a character that it would cut in two. */
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
