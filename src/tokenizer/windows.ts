import { OptionError } from "../base/errors.js";
import type { Side, TruncationStrategy } from "./call-options.js";
import { part, type Row } from "./row.js";
import type { Strategies } from "./strategies.js";

/** The parameters of a cut, under the names that they have in a tokenizer.json. */
export interface WindowCut {
  readonly direction: "Left" | "Right";
  readonly strategy: "LongestFirst" | "OnlyFirst" | "OnlySecond";
  /** The number of ids that each window repeats. */
  readonly stride: number;
  /** In ids, those of special tokens included. */
  readonly max_length: number;
}

const STRATEGIES: Readonly<Record<TruncationStrategy, WindowCut["strategy"] | undefined>> = {
  longest_first: "LongestFirst",
  only_first: "OnlyFirst",
  only_second: "OnlySecond",
  do_not_truncate: undefined,
};

/**
 * The cut that a call requests, if any.
 *
 * @param added the number of special tokens around a single text
 * @throws OptionError if the stride exceeds the number of ids that a text may have
 */
export function windowCut(
  { truncation, max_length }: Strategies,
  stride: number,
  side: Side,
  added: number,
): WindowCut | undefined {
  const strategy = STRATEGIES[truncation];
  if (!strategy) return undefined;
  const cut = { direction: directionOf(side), max_length: max_length ?? 0, strategy, stride };
  const room = roomIn(cut, added);
  if (room < stride) throw new OptionError("stride", stride, `${room} at most`);
  return cut;
}

/**
 * The number of ids that a text or pair may have in addition to its special tokens. If there are more special tokens
 * than `max_length`, the reference's unsigned difference leaves every text whole.
 *
 * @param added the number of special tokens
 */
export function roomIn({ max_length }: Pick<WindowCut, "max_length">, added: number): number {
  return max_length < added ? Number.POSITIVE_INFINITY : max_length - added;
}

/** The side under its name in tokenizers. */
export function directionOf(side: Side): "Left" | "Right" {
  return side === "left" ? "Left" : "Right";
}

/**
 * Cuts a text, or a pair, to a length; the rest overflows in windows. Reference: `truncate_encodings` of tokenizers
 * 0.22.2.
 *
 * @param room the largest number of ids of both texts together
 * @throws OptionError if the reference raises or panics
 */
export function truncateToWindows(first: Row, second: Row | undefined, room: number, truncation: WindowCut): Row[] {
  const rows = second ? [first, second] : [first];
  const lengths = rows.map(({ ids }) => ids.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (room > 0 && total <= room) return rows;
  const kept = room === 0 ? lengths.map(() => 0) : keptLengths(lengths, total - room, room, truncation);
  return rows.map((row, at) => windows(row, kept[at], truncation));
}

function keptLengths(
  lengths: readonly number[],
  excess: number,
  room: number,
  { strategy }: WindowCut,
): readonly number[] {
  if (strategy === "LongestFirst") return lengths.length === 1 ? [room] : longestFirst(lengths, room);
  const at = strategy === "OnlyFirst" ? 0 : 1;
  if (at >= lengths.length) throw new OptionError("truncation", "only_second", "a text_pair, to cut that");
  if (lengths[at] <= excess) {
    throw new OptionError("max_length", `${lengths[at]} ids, ${excess} too many`, "a text with more than these");
  }
  return lengths.map((length, index) => (index === at ? length - excess : length));
}

/**
 * The shorter text stays whole if the longer one keeps at least as many ids; otherwise each gets half, and the longer one
 * the odd id.
 */
function longestFirst([first, second]: readonly number[], room: number): readonly number[] {
  const isSwapped = first > second;
  let shorter = isSwapped ? second : first;
  let longer = shorter > room ? shorter : Math.max(shorter, room - shorter);
  if (shorter + longer > room) {
    shorter = Math.floor(room / 2);
    longer = room - shorter;
  }
  return isSwapped ? [longer, shorter] : [shorter, longer];
}

/** The first window of a row (the last, if the left side is cut); the others overflow, and each repeats `stride` ids. */
function windows(row: Row, length: number, { direction, stride }: WindowCut): Row {
  const total = row.ids.length;
  if (length >= total) return row;
  if (length === 0) return { ...part(row, 0, 0), overflowing: [row] };
  if (stride >= length) throw new OptionError("stride", stride, `less than the ${length} ids that are kept of a text`);
  const rows: Row[] = [];
  for (let from = 0, isLast = false; !isLast; from += length - stride) {
    const to = Math.min(from + length, total);
    isLast = to === total;
    rows.push(direction === "Right" ? part(row, from, to) : part(row, total - to, total - from));
  }
  return { ...rows[0], overflowing: rows.slice(1) };
}
