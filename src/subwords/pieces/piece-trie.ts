import {
  BASE,
  buildTrie,
  CHECK,
  CHILDREN_CODES,
  CHILDREN_SHIFT,
  COUNT,
  frontCode,
  rankUnits,
  UNIT_INTS,
  unitKeys,
  VALUE,
} from "../../base/double-array.js";

/** The binary logarithm of UNIT_INTS, by which codes are scaled. */
const UNIT_SHIFT = 2;
/** The id of a place at which no piece ends. */
export const NO_PIECE = -1;
/** The place that a step leads to if the trie has no such edge. */
const NOWHERE = -1;

/**
 * Pieces as a double array over UTF-16 code units.
 *
 * A walk starts at place 0; {@link step} leads on. Places are multiples of UNIT_INTS, so that a step needs no
 * multiplication.
 */
export interface PieceTrie {
  readonly array: Int32Array;
  /** By UTF-16 code unit, its code; 0, which leads nowhere, if no piece contains it. */
  readonly codes: Int32Array;
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
  for (let at = 0; at < array.length; at += UNIT_INTS) {
    array[at + BASE] *= UNIT_INTS;
    array[at + CHECK] *= UNIT_INTS;
  }
  return { array, codes: scaled(ranks.of), longest };
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
  for (let unit = start; unit < end && at >= 0; unit++) at = step(trie.array, at, trie.codes[units[unit]]);
  return at;
}

/**
 * The place that a code leads to, or NOWHERE. The filter at the place rejects most codes that lead nowhere, without a read of
 * another part of the array.
 */
export function step(array: Int32Array, place: number, code: number): number {
  const filter = array[place + COUNT] >>> (CHILDREN_SHIFT + ((code >>> UNIT_SHIFT) & CHILDREN_CODES));
  if ((filter & 1) === 0) return NOWHERE;
  const next = array[place + BASE] + code;
  return array[next + CHECK] === place ? next : NOWHERE;
}

/** The id of the piece that ends at a place that {@link step} returned; NO_PIECE if none ends there. */
export function pieceEnding(array: Int32Array, place: number): number {
  return array[place + VALUE] - 1;
}

/** The id of the piece that ends at a place of the trie; NO_PIECE if none ends there or if the place is negative. */
export function pieceAt(trie: PieceTrie, place: number): number {
  return place < 0 ? NO_PIECE : pieceEnding(trie.array, place);
}

/**
 * The id of the longest piece that starts at the position `start` and ends at `end` or before; NO_PIECE if there is
 * none.
 */
export function longestPiece(trie: PieceTrie, units: Uint16Array, start: number, end: number): number {
  const { array, codes } = trie;
  let longest = NO_PIECE;
  let at = 0;
  for (let unit = start; unit < end; unit++) {
    at = step(array, at, codes[units[unit]]);
    if (at < 0) break;
    const piece = pieceEnding(array, at);
    if (piece !== NO_PIECE) longest = piece;
  }
  return longest;
}
