import { repeated } from "../../base/buffers.js";
import type { Offset, Sequence } from "../sequence.js";

/** One row of ids with the data of each id; the lists run in parallel. Reference: Encoding of tokenizers 0.22.2. */
export interface Row {
  readonly ids: readonly number[];
  /** The text of the pair that each id belongs to, from 0, unless a post-processor says otherwise. */
  readonly typeIds: readonly number[];
  /** 1 for ids that a post-processor or padding added. */
  readonly specials: readonly number[];
  /** 0 for padding. */
  readonly attention: readonly number[];
  /** The offsets of tokens in their texts; only if requested. */
  readonly offsets: readonly Offset[] | undefined;
  /** The words that tokens belong to, from 0; only if requested. */
  readonly words: readonly (number | null)[] | undefined;
  /** The rows that truncation cut off; they have no such rows themselves. */
  readonly overflowing: readonly Row[];
}

/** The row of a token list. */
export function rowOf({ ids, offsets, words }: Sequence, typeId: number): Row {
  const { length } = ids;
  const [typeIds, specials, attention] = [repeated(typeId, length), repeated(0, length), repeated(1, length)];
  return { ids, typeIds, specials, attention, offsets, words, overflowing: [] };
}

/** A row of special tokens, which have no offsets in a text. */
export function specialRow(ids: readonly number[], typeId: number, isAligned: boolean): Row {
  const offsets = isAligned ? ids.map((): Offset => [0, 0]) : undefined;
  const words = isAligned ? ids.map(() => null) : undefined;
  return { ...rowOf({ ids, offsets, words }, typeId), specials: repeated(1, ids.length) };
}

/** The row with one type for all ids; rows that overflow keep their types. */
export function typed(row: Row, typeId: number): Row {
  return { ...row, typeIds: repeated(typeId, row.ids.length) };
}

/** The part [start, end) of a row, without overflow. */
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

/** Rows one after the other. Each overflowing row is joined with the other rows, and with their overflowing rows. */
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

/** The padding of rows. */
export interface Filling {
  readonly id: number;
  readonly typeId: number;
  readonly direction: "Left" | "Right";
}

/** A row and its overflowing rows, padded to a length in ids. */
export function padded(row: Row, length: number, filling: Filling): Row {
  const overflowing = row.overflowing.map((cut) => padded(cut, length, filling));
  const missing = length - row.ids.length;
  if (missing <= 0) return { ...row, overflowing };
  const ids = repeated(filling.id, missing);
  const rest = { ...specialRow(ids, filling.typeId, row.offsets !== undefined), attention: repeated(0, missing) };
  const whole = filling.direction === "Left" ? concat(rest, row) : concat(row, rest);
  return { ...whole, overflowing };
}
