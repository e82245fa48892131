import { grownInt32 } from "../../base/buffers.js";
import { isHighSurrogate, isLowSurrogate, type UnitBuffer } from "../../text/unit-buffer.js";
import { isOfText, type Piece, textsOf, typeOf } from "../pieces/piece.js";
import { buildPieceTrie, longestPiece, NO_PIECE, type PieceTrie, walk } from "../pieces/piece-trie.js";
import { PieceWriter } from "../pieces/piece-writer.js";
import { sentencePieceUnknown } from "../pieces/unknown-text.js";
import type { TokenBuffer } from "../subword-model.js";
import { MergeQueue } from "./merge-queue.js";
import { Neighbours } from "./neighbours.js";

/** The place in the trie of a symbol that is not to be merged; walk() gives -1 where there is no place. */
const FROZEN = -2;
/** The end of a symbol that was merged into the one before it. */
const MERGED = 0;
/** How deep an unused piece is taken apart again. */
const DEEPEST_SPLIT = 100;

/**
 * Byte-pair encoding as in SentencePiece (0.2.3): of all pairs of neighbours that make a piece the one with the highest
 * score is merged, of equal ones the leftmost, until there is none. User-defined symbols are whole from the start.
 *
 * A symbol is known by where it starts; neighbours touch, so it ends where the next one starts.
 */
export class Bpe {
  readonly #pieces: readonly Piece[];
  readonly #trie: PieceTrie;
  readonly #symbolTrie: PieceTrie;
  /** Of each piece how many have a higher score. */
  readonly #ranks: Int32Array;
  readonly #neighbours: Neighbours;
  readonly #hasUnused: boolean;
  readonly #writer: PieceWriter;
  readonly #agenda = new MergeQueue();
  #units: Uint16Array = new Uint16Array(0);
  /** Where in the text the stretch starts that is worked on; places below are counted from there. */
  #origin = 0;
  #ends: Int32Array = new Int32Array(0);
  #previous: Int32Array = new Int32Array(0);
  /** Where each symbol's text leads in the trie. */
  #places: Int32Array = new Int32Array(0);
  /** How long the left half was of the pair that last made an unused piece, by the piece's id. */
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

  /** Appends the pieces of a text that is well-formed. */
  segment({ units, length }: UnitBuffer, tokens: TokenBuffer): void {
    this.#units = units;
    this.#writer.begin(units, tokens);
    for (let start = 0, end = 0; start < length; start = end) {
      end = this.#stretchEnd(start, length);
      this.#segmentStretch(start, end);
    }
    this.#writer.end();
  }

  /** Where the part of the text ends from which no piece reaches into the rest. */
  #stretchEnd(start: number, length: number): number {
    // How unused pieces are taken apart depends on all of the text.
    if (this.#hasUnused) return length;
    const units = this.#units;
    let end = start + 1;
    while (end < length && (isLowSurrogate(units[end]) || this.#neighbours.has(units[end - 1], units[end]))) end++;
    return end;
  }

  #segmentStretch(start: number, end: number): void {
    const length = end - start;
    this.#origin = start;
    this.#ends = grownInt32(this.#ends, length);
    this.#previous = grownInt32(this.#previous, length);
    this.#places = grownInt32(this.#places, length);
    this.#agenda.clear();
    this.#splits.clear();
    this.#cut(length);
    this.#merge(length);
    for (let at = 0; at < length; at = this.#ends[at]) {
      const end = this.#ends[at];
      this.#write(at, end, this.#places[at] === FROZEN ? this.#walk(0, at, end) : this.#places[at], 0);
    }
  }

  /** Cuts the stretch into characters and user-defined symbols. */
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
    const agenda = this.#agenda;
    const ends = this.#ends;
    while (agenda.pop()) {
      const { left, right, end } = agenda;
      // One of the halves has become part of something larger.
      if (ends[left] !== right || ends[right] !== end) continue;
      ends[left] = end;
      ends[right] = MERGED;
      this.#places[left] = agenda.tag;
      if (this.#previous[left] >= 0) this.#propose(this.#previous[left], left);
      if (end === length) continue;
      this.#previous[end] = left;
      this.#propose(left, end);
    }
  }

  /** Puts a pair of neighbours on the agenda if it makes a piece. */
  #propose(left: number, right: number): void {
    const places = this.#places;
    if (places[left] < 0 || places[right] === FROZEN) return;
    const end = this.#ends[right];
    const place = this.#walk(places[left], right, end);
    const id = place < 0 ? NO_PIECE : this.#trie.ids[place >>> 2];
    if (id === NO_PIECE) return;
    this.#agenda.push(this.#ranks[id], left, right, end, place);
    if (this.#isUnused(id)) this.#splits.set(id, right - left);
  }

  /** Writes a symbol, given its place in the trie; an unused piece as the two symbols that make it. */
  #write(start: number, end: number, place: number, depth: number): void {
    const origin = this.#origin;
    const id = place < 0 ? NO_PIECE : this.#trie.ids[place >>> 2];
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

  /** Where the units [start, end) of the stretch lead from a place in the trie. */
  #walk(place: number, start: number, end: number): number {
    return walk(this.#trie, place, this.#units, this.#origin + start, this.#origin + end);
  }
}

/** Equal ranks for scores that are equal bit for bit; of zeros the positive one is the higher. */
function ranksOf(pieces: readonly Piece[]): Int32Array {
  const scores = Float32Array.from(pieces, ([, score]) => score);
  const bits = new Int32Array(scores.buffer);
  // Negative numbers grow in size, not in value, with their bits.
  const orders = bits.map((bit) => (bit < 0 ? bit ^ 0x7fffffff : bit));
  const sorted = orders.slice().sort().reverse();
  const ranks = new Map<number, number>();
  sorted.forEach((order, rank) => {
    if (!ranks.has(order)) ranks.set(order, rank);
  });
  return orders.map((order) => ranks.get(order) ?? 0);
}
