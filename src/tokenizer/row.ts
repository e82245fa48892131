import { repeated } from "../base/buffers.js";
import type { CallOptions } from "./call-options.js";
import type { Encoding } from "./encoding.js";
import type { Offset, Sequence } from "./sequence.js";

/** The part [start, end) of a row that the ids of each text take; a text that was not numbered has none. */
export type Ranges = readonly (readonly [start: number, end: number] | undefined)[];

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
  readonly ranges: Ranges;
  /** The strings of the tokens, for post-processors that trim offsets; only if these need them. */
  readonly surfaces?: readonly Surface[] | undefined;
  /** The rows that truncation cut off; they have no such rows themselves. */
  readonly overflowing: readonly Row[];
}

/** A token's string, with the text that its offsets lie in. */
export interface Surface {
  readonly token: string;
  /** undefined if offsets count code points. */
  readonly text: string | undefined;
}

/** The surface of special tokens, whose offsets are not trimmed. */
const NO_SURFACE: Surface = { token: "", text: undefined };

/** The row of a token list. */
export function rowOf({ ids, offsets, words }: Sequence, typeId: number): Row {
  const { length } = ids;
  const [typeIds, specials, attention] = [repeated(typeId, length), repeated(0, length), repeated(1, length)];
  return { ids, typeIds, specials, attention, offsets, words, ranges: [], overflowing: [] };
}

/** A row of special tokens, which have no offsets in a text. */
export function specialRow(ids: readonly number[], typeId: number, isAligned: boolean): Row {
  const offsets = isAligned ? ids.map((): Offset => [0, 0]) : undefined;
  const words = isAligned ? ids.map(() => null) : undefined;
  return { ...rowOf({ ids, offsets, words }, typeId), specials: repeated(1, ids.length) };
}

/** The row as that of the text of a number; rows that overflow are numbered too. */
export function numbered(row: Row, text: number): Row {
  const ranges: Ranges = Object.assign([], { [text]: [0, row.ids.length] });
  return { ...row, ranges, overflowing: row.overflowing.map((cut) => numbered(cut, text)) };
}

/** For each id the number of its text, null for other ids. All ids of a row without numbers are its text's. */
export function sequenceIds({ ids, ranges }: Row): (number | null)[] {
  if (ranges.length === 0) return repeated(0, ids.length);
  const numbers: (number | null)[] = ids.map(() => null);
  ranges.forEach((range, text) => {
    if (range) numbers.fill(text, range[0], range[1]);
  });
  return numbers;
}

/** The row with one type for all ids; rows that overflow keep their types. */
export function typed(row: Row, typeId: number): Row {
  return { ...row, typeIds: repeated(typeId, row.ids.length) };
}

/** The part [start, end) of a row, without numbers and overflow. */
export function part(row: Row, start: number, end: number): Row {
  const { ids, typeIds, specials, attention, offsets, words, surfaces } = row;
  return {
    ids: ids.slice(start, end),
    typeIds: typeIds.slice(start, end),
    specials: specials.slice(start, end),
    attention: attention.slice(start, end),
    offsets: offsets?.slice(start, end),
    words: words?.slice(start, end),
    ranges: [],
    surfaces: surfaces?.slice(start, end),
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
  const hasSurfaces = left.surfaces !== undefined || right.surfaces !== undefined;
  return {
    ids: left.ids.concat(right.ids),
    typeIds: left.typeIds.concat(right.typeIds),
    specials: left.specials.concat(right.specials),
    attention: left.attention.concat(right.attention),
    offsets: offsets?.concat(right.offsets ?? []),
    words: words?.concat(right.words ?? []),
    ranges: joined(left.ranges, right.ranges, left.ids.length),
    surfaces: hasSurfaces ? [...surfacesOf(left), ...surfacesOf(right)] : undefined,
    overflowing: [],
  };
}

/** If a text is in both rows, the later range counts, as in the reference. */
function joined(left: Ranges, right: Ranges, shift: number): Ranges {
  if (right.length === 0) return left;
  const ranges = left.slice();
  right.forEach((range, text) => {
    if (range) ranges[text] = [range[0] + shift, range[1] + shift];
  });
  return ranges;
}

function surfacesOf({ surfaces, ids }: Row): readonly Surface[] {
  return surfaces ?? ids.map(() => NO_SURFACE);
}

/** The padding of rows. */
export interface Filling {
  readonly id: number;
  readonly typeId: number;
  readonly direction: "Left" | "Right";
}

/** The number of ids that padding to a length adds to a row and its overflowing rows. */
export function missingIn(row: Row, length: number): number {
  return row.overflowing.reduce((sum, cut) => sum + missingIn(cut, length), Math.max(0, length - row.ids.length));
}

/** A row and its overflowing rows, padded to a length in ids. */
export function padded(row: Row, length: number, filling: Filling): Row {
  const overflowing = row.overflowing.map((cut) => padded(cut, length, filling));
  const missing = Math.max(0, length - row.ids.length);
  if (missing === 0) return { ...row, overflowing };
  const ids = repeated(filling.id, missing);
  const rest = { ...specialRow(ids, filling.typeId, row.offsets !== undefined), attention: repeated(0, missing) };
  const whole = filling.direction === "Left" ? concat(rest, row) : concat(row, rest);
  return { ...whole, overflowing };
}

/**
 * The fields of a row that a call requests, without those that depend on padding or on the batch.
 *
 * @param inputNames the fields that are returned by default
 */
export function encodingOf(row: Row, options: CallOptions, inputNames: readonly string[]): Encoding {
  const returns = (name: string, asked: boolean | null | undefined): boolean => asked ?? inputNames.includes(name);
  const encoding: Encoding = { input_ids: [...row.ids] };
  if (returns("token_type_ids", options.return_token_type_ids)) encoding.token_type_ids = [...row.typeIds];
  if (returns("attention_mask", options.return_attention_mask)) encoding.attention_mask = [...row.attention];
  if (options.return_special_tokens_mask) encoding.special_tokens_mask = [...row.specials];
  if (options.return_offsets_mapping) encoding.offset_mapping = [...(row.offsets ?? [])];
  if (options.return_word_ids) encoding.word_ids = [...(row.words ?? [])];
  if (options.return_sequence_ids) encoding.sequence_ids = sequenceIds(row);
  return encoding;
}
