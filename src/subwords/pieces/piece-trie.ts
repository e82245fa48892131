import { BASE, buildTrie, CHECK, frontCode, rankUnits, UNIT_INTS, unitKeys, VALUE } from "../../base/double-array.js";

export { BASE, CHECK } from "../../base/double-array.js";
export const NO_PIECE = -1;

/**
 * Pieces as a double array over UTF-16 units. A walk starts at place 0; a unit leads from a place `at` to
 * `next = array[at + BASE] + codes[unit]`, if `array[next + CHECK]` is `at`. Places are multiples of 4, so that a step
 * takes no multiplication.
 */
export interface PieceTrie {
  readonly array: Int32Array;
  /** Of each UTF-16 unit; 0, which leads nowhere, of those in no piece. */
  readonly codes: Int32Array;
  /** The id of the piece that ends at a place, or NO_PIECE; at a quarter of the place's number. */
  readonly ids: Int32Array;
  /** UTF-16 units of the longest piece. */
  readonly longest: number;
}

/** @param pieces by id, the empty string for those that are not to be found; of equal ones the last is */
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

/** Array.from and map are an order of magnitude slower on typed arrays. */
function scaled(ranks: Uint16Array): Int32Array {
  const codes = new Int32Array(ranks.length);
  for (let unit = 0; unit < ranks.length; unit++) codes[unit] = ranks[unit] * UNIT_INTS;
  return codes;
}

/** Where a walk over the units [start, end) ends, from a place on; -1 if there is no such way. */
export function walk(trie: PieceTrie, from: number, units: Uint16Array, start: number, end: number): number {
  let at = from;
  for (let unit = start; unit < end; unit++) {
    const next = trie.array[at + BASE] + trie.codes[units[unit]];
    if (trie.array[next + CHECK] !== at) return -1;
    at = next;
  }
  return at;
}

/** The id of the longest piece that starts at a place of the units up to `end`. */
export function longestPiece(trie: PieceTrie, units: Uint16Array, start: number, end: number): number {
  const { array, codes, ids } = trie;
  let longest = NO_PIECE;
  let at = 0;
  for (let unit = start; unit < end; unit++) {
    const next = array[at + BASE] + codes[units[unit]];
    if (array[next + CHECK] !== at) break;
    at = next;
    if (ids[at >>> 2] !== NO_PIECE) longest = ids[at >>> 2];
  }
  return longest;
}
