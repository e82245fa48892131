import { repeated } from "../../base/buffers.js";
import type { Offset, Sequence } from "../sequence.js";

/**
 * One row of ids with all that is told of each; the arrays run in parallel. Reference: Encoding of tokenizers 0.22.2.
 */
export interface Row {
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
  /** 1 for what a post-processor or padding put there. */
  readonly specials: readonly number[];
  /** 0 for padding. */
  readonly attention: readonly number[];
  /** Only if asked for, as the words. */
  readonly offsets: readonly Offset[] | undefined;
  readonly words: readonly (number | null)[] | undefined;
  /** The rows that truncation cut off, which themselves have none. */
  readonly overflowing: readonly Row[];
}

export function rowOf({ ids, offsets, words }: Sequence, typeId: number): Row {
  const { length } = ids;
  const [typeIds, specials, attention] = [repeated(typeId, length), repeated(0, length), repeated(1, length)];
  return { ids, typeIds, specials, attention, offsets, words, overflowing: [] };
}

/** A row of special tokens, which are nowhere in a text. */
export function specialRow(ids: readonly number[], typeId: number, isAligned: boolean): Row {
  const offsets = isAligned ? ids.map((): Offset => [0, 0]) : undefined;
  const words = isAligned ? ids.map(() => null) : undefined;
  return { ...rowOf({ ids, offsets, words }, typeId), specials: repeated(1, ids.length) };
}

/** A row of that type throughout; what overflows of it keeps its own. */
export function typed(row: Row, typeId: number): Row {
  return { ...row, typeIds: repeated(typeId, row.ids.length) };
}

/** Part of a row, [start, end), with nothing that overflows. */
export function part({ ids, typeIds, specials, attention, offsets, words }: Row, start: number, end: number): Row {
  return {
    ids: ids.slice(start, end),
    typeIds: typeIds.slice(start, end),
    specials: specials.slice(start, end),
    attention: attention.slice(start, end),
    offsets: offsets?.slice(start, end),
    words: words?.slice(start, end),
    overflowing: [],
  };
}

/** Rows one behind the other. What overflows of each is put together with the others, and with what overflows of them. */
export function merge(rows: readonly [Row, ...Row[]]): Row {
  return rows.reduce((left, right) => {
    const overflowing = left.overflowing.flatMap((cut) => [
      concat(cut, right),
      ...right.overflowing.map((other) => concat(cut, other)),
    ]);
    for (const cut of right.overflowing) overflowing.push(concat(left, cut));
    return { ...concat(left, right), overflowing };
  });
}

function concat(left: Row, right: Row): Row {
  const { offsets, words } = left;
  return {
    ids: left.ids.concat(right.ids),
    typeIds: left.typeIds.concat(right.typeIds),
    specials: left.specials.concat(right.specials),
    attention: left.attention.concat(right.attention),
    offsets: offsets?.concat(right.offsets ?? []),
    words: words?.concat(right.words ?? []),
    overflowing: [],
  };
}

/** What rows are filled up with, and on which side. */
export interface Filling {
  readonly id: number;
  readonly typeId: number;
  readonly direction: "Left" | "Right";
}

/** A row, and what overflows of it, filled up to a length. */
export function padded(row: Row, length: number, filling: Filling): Row {
  const overflowing = row.overflowing.map((cut) => padded(cut, length, filling));
  const missing = length - row.ids.length;
  if (missing <= 0) return { ...row, overflowing };
  const ids = repeated(filling.id, missing);
  const rest = { ...specialRow(ids, filling.typeId, row.offsets !== undefined), attention: repeated(0, missing) };
  const whole = filling.direction === "Left" ? concat(rest, row) : concat(row, rest);
  return { ...whole, overflowing };
}
