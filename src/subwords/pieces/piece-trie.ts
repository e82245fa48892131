import { BASE, buildTrie, CHECK, frontCode, rankUnits, UNIT_INTS, unitKeys, VALUE } from "../../base/double-array.js";

export { BASE, CHECK } from "../../base/double-array.js";
/** The binary logarithm of UNIT_INTS: `place >>> UNIT_SHIFT` is the index of the unit at a place. */
export const UNIT_SHIFT = 2;
/** The id of a place at which no piece ends. */
export const NO_PIECE = -1;

/**
 * Pieces as a double array over UTF-16 code units.
 *
 * A walk starts at place 0. A code unit leads from the place `at` to `next = array[at + BASE] + codes[unit]` if
 * `array[next + CHECK]` is `at`. Places are multiples of UNIT_INTS, so that a step needs no multiplication.
 */
export interface PieceTrie {
  readonly array: Int32Array;
  /** By UTF-16 code unit, its code; 0, which leads nowhere, if no piece contains it. */
  readonly codes: Int32Array;
  /** The id of the piece that ends at a place, or NO_PIECE, at the index `place >>> UNIT_SHIFT`. */
  readonly ids: Int32Array;
  /** The length of the longest piece in UTF-16 code units. */
  readonly longest: number;
}

/**
 * Builds the trie of some pieces.
 *
 * @param pieces the strings by id, with the empty string for pieces to leave out; the last of equal pieces is found
 */
export function buildPieceTrie(pieces: readonly string[]): PieceTrie {
  const idOf = new Map<string, number>();
  let longest = 0;
  pieces.forEach((piece, id) => {
    if (piece !== "") idOf.set(piece, id);
    if (piece.length > longest) longest = piece.length;
  });
  const sorted = [...idOf.keys()].sort();
  const strings = frontCode(sorted);
  const ranks = rankUnits(unitKeys(strings));
  const array = buildTrie(strings, ranks, (string, trie, at) => {
    trie[at] = (idOf.get(sorted[string]) ?? 0) + 1;
  });
  const ids = new Int32Array(array.length / UNIT_INTS);
  for (let at = 0; at < array.length; at += UNIT_INTS) {
    array[at + BASE] *= UNIT_INTS;
    array[at + CHECK] *= UNIT_INTS;
    ids[at / UNIT_INTS] = array[at + VALUE] - 1;
  }
  return { array, codes: scaled(ranks.of), ids, longest };
}

/** The codes as distances in the array. Array.from and map are an order of magnitude slower on typed arrays. */
function scaled(ranks: Uint16Array): Int32Array {
  const codes = new Int32Array(ranks.length);
  for (let unit = 0; unit < ranks.length; unit++) codes[unit] = ranks[unit] * UNIT_INTS;
  return codes;
}

/** The place that the units [start, end) lead to from a place, or -1 if they lead nowhere. */
export function walk(trie: PieceTrie, from: number, units: Uint16Array, start: number, end: number): number {
  let at = from;
  for (let unit = start; unit < end; unit++) {
    const next = trie.array[at + BASE] + trie.codes[units[unit]];
    if (trie.array[next + CHECK] !== at) return -1;
    at = next;
  }
  return at;
}

/** The id of the piece that ends at a place of the trie; NO_PIECE if none ends there or if the place is negative. */
export function pieceAt(trie: PieceTrie, place: number): number {
  return place < 0 ? NO_PIECE : trie.ids[place >>> UNIT_SHIFT];
}

/**
 * The id of the longest piece that starts at the position `start` and ends at `end` or before; NO_PIECE if there is
 * none.
 */
export function longestPiece(trie: PieceTrie, units: Uint16Array, start: number, end: number): number {
  const { array, codes, ids } = trie;
  let longest = NO_PIECE;
  let at = 0;
  for (let unit = start; unit < end; unit++) {
    const next = array[at + BASE] + codes[units[unit]];
    if (array[next + CHECK] !== at) break;
    at = next;
    if (ids[at >>> UNIT_SHIFT] !== NO_PIECE) longest = ids[at >>> UNIT_SHIFT];
  }
  return longest;
}
