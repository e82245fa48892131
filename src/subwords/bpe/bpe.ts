import { grownInt32, trimmed } from "../../base/buffers.js";
import { isHighSurrogate, isLowSurrogate, type UnitBuffer } from "../../text/unit-buffer.js";
import { isOfText, type Piece, textsOf, typeOf } from "../pieces/piece.js";
import { buildPieceTrie, longestPiece, NO_PIECE, type PieceTrie, pieceAt, walk } from "../pieces/piece-trie.js";
import { PieceWriter } from "../pieces/piece-writer.js";
import { sentencePieceUnknown } from "../pieces/unknown-text.js";
import type { TokenBuffer } from "../subword-model.js";
import { MergeQueue } from "./merge-queue.js";
import { Neighbours } from "./neighbours.js";

/** In #places, marks a symbol that is never merged. The other negative value, -1, means that walk() found no place. */
const FROZEN = -2;
/** In #ends, marks a symbol that was merged into the one before it. */
const MERGED = 0;
/** The largest depth at which an unused piece is split again. */
const DEEPEST_SPLIT = 100;

/**
 * Byte-pair encoding as in SentencePiece 0.2.3.
 *
 * At first the symbols of a text are its characters and its user-defined symbols. Of all pairs of neighbours that form
 * a piece, the one with the highest score is merged; of equal scores the leftmost. This repeats until no pair forms a
 * piece. User-defined symbols are never merged.
 *
 * A symbol is identified by its start. It ends where the next symbol starts.
 */
export class Bpe {
  readonly #pieces: readonly Piece[];
  readonly #trie: PieceTrie;
  readonly #symbolTrie: PieceTrie;
  /** By piece, the number of pieces with a higher score. */
  readonly #ranks: Int32Array;
  readonly #neighbours: Neighbours;
  readonly #hasUnused: boolean;
  readonly #writer: PieceWriter;
  readonly #queue = new MergeQueue();
  #units: Uint16Array = new Uint16Array(0);
  /** The start of the current segment in the text. The positions in the following arrays are relative to it. */
  #origin = 0;
  #ends: Int32Array = new Int32Array(0);
  #previous: Int32Array = new Int32Array(0);
  /** By symbol, the place of its string in the trie, -1, or FROZEN. */
  #places: Int32Array = new Int32Array(0);
  /** By the id of an unused piece, the length of the left half of the pair that last formed it. */
  readonly #splits = new Map<number, number>();

  constructor(pieces: readonly Piece[], byteFallback: boolean) {
    this.#pieces = pieces;
    this.#trie = buildPieceTrie(textsOf(pieces, isOfText));
    this.#symbolTrie = buildPieceTrie(textsOf(pieces, (type) => type === "user_defined"));
    this.#ranks = ranksOf(pieces);
    this.#neighbours = new Neighbours(pieces);
    this.#hasUnused = pieces.some((piece) => typeOf(piece) === "unused");
    this.#writer = new PieceWriter(sentencePieceUnknown(pieces, byteFallback));
  }

  /** Appends the tokens of a text, which must be well-formed UTF-16. */
  segment({ units, length }: UnitBuffer, tokens: TokenBuffer): void {
    this.#units = units;
    this.#writer.begin(units, tokens);
    this.#ends = trimmed(this.#ends);
    this.#previous = trimmed(this.#previous);
    this.#places = trimmed(this.#places);
    for (let start = 0, end = 0; start < length; start = end) {
      end = this.#segmentEnd(start, length);
      this.#encodeSegment(start, end);
    }
    this.#writer.end();
  }

  /** The end of the shortest segment such that no piece reaches across it. */
  #segmentEnd(start: number, length: number): number {
    // The way an unused piece is split depends on merges in the whole text.
    if (this.#hasUnused) return length;
    const units = this.#units;
    let end = start + 1;
    while (end < length && (isLowSurrogate(units[end]) || this.#neighbours.has(units[end - 1], units[end]))) end++;
    return end;
  }

  #encodeSegment(start: number, end: number): void {
    const length = end - start;
    this.#origin = start;
    this.#ends = grownInt32(this.#ends, length);
    this.#previous = grownInt32(this.#previous, length);
    this.#places = grownInt32(this.#places, length);
    this.#queue.clear();
    this.#splits.clear();
    this.#cut(length);
    this.#merge(length);
    for (let at = 0; at < length; at = this.#ends[at]) {
      const end = this.#ends[at];
      this.#write(at, end, this.#places[at] === FROZEN ? this.#walk(0, at, end) : this.#places[at], 0);
    }
  }

  /** Splits the segment into characters and user-defined symbols. */
  #cut(length: number): void {
    const units = this.#units;
    const origin = this.#origin;
    let previous = -1;
    for (let start = 0, end = 0; start < length; start = end) {
      const symbol = longestPiece(this.#symbolTrie, units, origin + start, origin + length);
      if (symbol === NO_PIECE) {
        end = start + (isHighSurrogate(units[origin + start]) ? 2 : 1);
        this.#places[start] = this.#walk(0, start, end);
      } else {
        end = start + this.#pieces[symbol][0].length;
        this.#places[start] = FROZEN;
      }
      this.#ends[start] = end;
      this.#previous[start] = previous;
      if (previous >= 0) this.#propose(previous, start);
      previous = start;
    }
  }

  #merge(length: number): void {
    const queue = this.#queue;
    const ends = this.#ends;
    while (queue.pop()) {
      const { left, right, end } = queue;
      // Stale: one of the halves has become part of another symbol.
      if (ends[left] !== right || ends[right] !== end) continue;
      ends[left] = end;
      ends[right] = MERGED;
      this.#places[left] = queue.tag;
      if (this.#previous[left] >= 0) this.#propose(this.#previous[left], left);
      if (end === length) continue;
      this.#previous[end] = left;
      this.#propose(left, end);
    }
  }

  /** Adds a pair of neighbours to the queue if it forms a piece. */
  #propose(left: number, right: number): void {
    const places = this.#places;
    if (places[left] < 0 || places[right] === FROZEN) return;
    const end = this.#ends[right];
    const place = this.#walk(places[left], right, end);
    const id = pieceAt(this.#trie, place);
    if (id === NO_PIECE) return;
    this.#queue.push(this.#ranks[id], left, right, end, place);
    if (this.#isUnused(id)) this.#splits.set(id, right - left);
  }

  /** Writes a symbol at a place in the trie. An unused piece is written as the two symbols that formed it. */
  #write(start: number, end: number, place: number, depth: number): void {
    const origin = this.#origin;
    const id = pieceAt(this.#trie, place);
    const isPiece = id !== NO_PIECE && (!this.#isUnused(id) || depth > DEEPEST_SPLIT);
    const split = isPiece ? undefined : this.#splits.get(id);
    if (isPiece) this.#writer.piece(id, origin + start, origin + end);
    else if (split === undefined) this.#writer.unknown(origin + start, origin + end);
    else {
      const middle = start + split;
      this.#write(start, middle, this.#walk(0, start, middle), depth + 1);
      this.#write(middle, end, this.#walk(0, middle, end), depth + 1);
    }
  }

  #isUnused(id: number): boolean {
    return this.#hasUnused && typeOf(this.#pieces[id]) === "unused";
  }

  /** The place in the trie that the units [start, end) of the segment lead to from another place, or -1. */
  #walk(place: number, start: number, end: number): number {
    return walk(this.#trie, place, this.#units, this.#origin + start, this.#origin + end);
  }
}

/** The ranks of the pieces by score. Scores compare by their bits, as in SentencePiece, so +0 is higher than -0. */
function ranksOf(pieces: readonly Piece[]): Int32Array {
  const scores = Float32Array.from(pieces, ([, score]) => score);
  const bits = new Int32Array(scores.buffer);
  // The bits of a negative number grow with its absolute value; flipping them gives the order of the values.
  const orders = bits.map((bit) => (bit < 0 ? bit ^ 0x7fffffff : bit));
  const sorted = orders.slice().sort().reverse();
  const ranks = new Map<number, number>();
  sorted.forEach((order, rank) => {
    if (!ranks.has(order)) ranks.set(order, rank);
  });
  return orders.map((order) => ranks.get(order) ?? 0);
}
