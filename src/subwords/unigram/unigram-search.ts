import { grownFloat64, grownInt32 } from "../../base/buffers.js";
import { VocabularyError } from "../../base/errors.js";
import { isHighSurrogate } from "../../text/unit-buffer.js";
import { BASE, CHECK, type PieceTrie } from "../pieces/piece-trie.js";
import { PieceWriter } from "../pieces/piece-writer.js";
import type { UnknownText } from "../pieces/unknown-text.js";
import type { TokenBuffer } from "../subword-model.js";

/** Pieces with what they cost. */
export interface ScoredPieces {
  readonly trie: PieceTrie;
  /** The score of the piece that ends at a place of the trie, at a quarter of its number; NaN where none ends. */
  readonly scores: Float64Array;
  /** The score of one unknown character. */
  readonly unknownScore: number;
  /** The id of unknown characters. */
  readonly unknownId: number;
  /** Whether an unknown character is an error. */
  readonly mustKnow: boolean;
  /** Whether sums are kept in single precision and small, as SentencePiece does; otherwise in double precision. */
  readonly single: boolean;
}

/** No way leads to a place. */
const NONE = -1;
/** So few places that what is kept of each stays in the processor's first cache. */
const SMALLEST_WINDOW = 512;
/** SentencePiece starts to count anew where a sum goes beyond this. */
const LARGEST_SUM = 100_000;

/**
 * The best way to cut a text into pieces: of each place, the best piece that ends there, found from left to right; of
 * equally good ones the one that starts first.
 *
 * Only a window of the text is looked at: what comes before is final as soon as all ways that can still be the best
 * share it, and is written out and forgotten.
 */
export class UnigramSearch {
  readonly #pieces: ScoredPieces;
  readonly #writer: PieceWriter;
  /** How many units a window holds of texts that settle soon. */
  readonly #usualWindow: number;
  /** How many it holds of this text. */
  #window = 0;
  /** The text's codes, from where the window starts. */
  #codes: Int32Array = new Int32Array(0);
  /** Of each place in the window: the best sum to there, where its last piece starts, and that piece's id. */
  #sums: Float64Array = new Float64Array(0);
  #starts: Int32Array = new Int32Array(0);
  #ids: Int32Array = new Int32Array(0);
  /** The ends of pieces, while a way is followed back. */
  #ends: Int32Array = new Int32Array(0);

  #units: Uint16Array = new Uint16Array(0);
  /** Where the window starts in the text, and how many units it holds. */
  #origin = 0;
  #filled = 0;

  constructor(pieces: ScoredPieces, unknown: UnknownText) {
    this.#pieces = pieces;
    this.#writer = new PieceWriter(unknown);
    this.#usualWindow = Math.max(SMALLEST_WINDOW, 4 * pieces.trie.longest);
  }

  /**
   * Appends the pieces of the first `length` units, which are well-formed.
   *
   * @throws VocabularyError where a character would have to be unknown and may not be
   */
  run(units: Uint16Array, length: number, tokens: TokenBuffer): void {
    this.#units = units;
    this.#origin = 0;
    this.#filled = 0;
    this.#writer.begin(units, tokens);
    this.#makeRoom(this.#usualWindow);
    this.#sums[0] = 0;
    this.#starts[0] = 0;
    for (let at = 0; ; ) {
      this.#fill(length);
      const isLast = this.#origin + this.#filled === length;
      // From the last places of a window a piece may reach beyond it.
      const until = isLast ? this.#filled : this.#filled - Math.max(2, this.#pieces.trie.longest);
      this.#extend(at, until);
      if (isLast) break;
      const settled = this.#settled(until);
      this.#write(settled);
      this.#forget(settled);
      at = until - settled;
    }
    this.#write(this.#filled);
    this.#writer.end();
  }

  #fill(length: number): void {
    const { codes } = this.#pieces.trie;
    const end = Math.min(length - this.#origin, this.#window);
    for (let at = this.#filled; at < end; at++) {
      this.#codes[at] = codes[this.#units[this.#origin + at]];
      this.#starts[at + 1] = NONE;
    }
    this.#filled = end;
  }

  /** Tries all pieces that start at the places [from, until). */
  #extend(from: number, until: number): void {
    const { trie, scores, unknownScore, unknownId, mustKnow, single } = this.#pieces;
    const { array, ids: pieceIds } = trie;
    const units = this.#units;
    const origin = this.#origin;
    const filled = this.#filled;
    const codes = this.#codes;
    const sums = this.#sums;
    const starts = this.#starts;
    const ids = this.#ids;
    for (let start = from; start < until; start++) {
      // No way leads into the middle of a surrogate pair.
      if (starts[start] === NONE) continue;
      let sum = sums[start];
      if (single && Math.abs(sum) > LARGEST_SUM) {
        this.#countAnew(start);
        sum = 0;
      }
      const characterEnd = start + (isHighSurrogate(units[origin + start]) ? 2 : 1);
      let isKnown = false;
      let place = 0;
      for (let at = start; at < filled; ) {
        const next = array[place + BASE] + codes[at++];
        if (array[next + CHECK] !== place) break;
        place = next;
        const score = scores[place >>> 2];
        if (Number.isNaN(score)) continue;
        const candidate = single ? Math.fround(sum + score) : sum + score;
        if (candidate > sums[at] || starts[at] === NONE) {
          sums[at] = candidate;
          starts[at] = start;
          ids[at] = pieceIds[place >>> 2];
        }
        if (at === characterEnd) isKnown = true;
      }
      if (isKnown) continue;
      const candidate = single ? Math.fround(sum + unknownScore) : sum + unknownScore;
      if (candidate > sums[characterEnd] || starts[characterEnd] === NONE) {
        if (mustKnow) throw this.#unknownError(start, characterEnd);
        sums[characterEnd] = candidate;
        starts[characterEnd] = start;
        ids[characterEnd] = unknownId;
      }
    }
  }

  #unknownError(start: number, end: number): VocabularyError {
    const character = String.fromCharCode(...this.#units.subarray(this.#origin + start, this.#origin + end));
    return new VocabularyError("vocabulary", `no piece for ${character}`, "an unk_id for unknown text");
  }

  /** Takes the sum at a place off all sums from there on, as SentencePiece 0.2.3 does. */
  #countAnew(place: number): void {
    const sum = this.#sums[place];
    // No piece has reached further than this.
    const last = Math.min(this.#filled, place + Math.max(2, this.#pieces.trie.longest));
    for (let at = place; at <= last; at++) {
      if (this.#starts[at] !== NONE) this.#sums[at] = Math.fround(this.#sums[at] - sum);
    }
  }

  /** The last place that all ways to `from` and beyond have in common. */
  #settled(from: number): number {
    const starts = this.#starts;
    let shared = this.#filled;
    while (starts[shared] === NONE) shared--;
    for (let place = from; place < this.#filled; place++) {
      if (starts[place] === NONE) continue;
      for (let other = place; other !== shared; ) {
        if (other > shared) other = starts[other];
        else shared = starts[shared];
      }
    }
    return shared;
  }

  /** Writes the best way to a place. */
  #write(last: number): void {
    const starts = this.#starts;
    const ends = this.#ends;
    const origin = this.#origin;
    const { unknownId } = this.#pieces;
    let count = 0;
    for (let end = last; end > 0; end = starts[end]) ends[count++] = end;
    while (count > 0) {
      const end = ends[--count];
      const id = this.#ids[end];
      if (id === unknownId) this.#writer.unknown(origin + starts[end], origin + end);
      else this.#writer.piece(id, origin + starts[end], origin + end);
    }
  }

  /** Lets the window start at a place before which all has been written. */
  #forget(settled: number): void {
    this.#codes.copyWithin(0, settled, this.#filled);
    this.#sums.copyWithin(0, settled, this.#filled + 1);
    this.#starts.copyWithin(0, settled, this.#filled + 1);
    this.#ids.copyWithin(0, settled, this.#filled + 1);
    this.#origin += settled;
    this.#filled -= settled;
    this.#starts[0] = 0;
    for (let at = 1; at <= this.#filled; at++) this.#starts[at] = Math.max(this.#starts[at] - settled, NONE);
    // What is copied stays less than what is new, so that the work stays linear.
    if (2 * this.#filled > this.#window) this.#makeRoom(2 * this.#window);
  }

  /** Lets the window hold so many units. */
  #makeRoom(window: number): void {
    this.#window = window;
    this.#codes = grownInt32(this.#codes, window);
    this.#ends = grownInt32(this.#ends, window);
    this.#sums = grownFloat64(this.#sums, window + 1);
    this.#starts = grownInt32(this.#starts, window + 1);
    this.#ids = grownInt32(this.#ids, window + 1);
  }
}
