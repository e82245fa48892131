import { grownFloat64, grownInt32, trimmed } from "../../base/buffers.js";
import { VocabularyError } from "../../base/errors.js";
import { isHighSurrogate } from "../../text/unit-buffer.js";
import { NO_PIECE, type PieceTrie, pieceEnding, step } from "../pieces/piece-trie.js";
import { PieceWriter } from "../pieces/piece-writer.js";
import type { UnknownText } from "../pieces/unknown-text.js";
import type { TokenBuffer } from "../subword-model.js";

/** Pieces with their scores. */
export interface ScoredPieces {
  readonly trie: PieceTrie;
  /** By id, the score of a piece. */
  readonly scores: Float64Array;
  /** The score of one unknown character. */
  readonly unknownScore: number;
  /** The id of unknown characters. */
  readonly unknownId: number;
  /** True if an unknown character is an error. */
  readonly mustKnow: boolean;
  /** True to sum in single precision and to reset large sums, as SentencePiece does; false for double precision. */
  readonly single: boolean;
}

/** The value of #starts where no path ends. */
const NONE = -1;
/** The least window in code units: at 24 bytes for each position, it fits into the first-level cache. */
const SMALLEST_WINDOW = 512;
/** SentencePiece resets sums whose absolute value exceeds this. */
const LARGEST_SUM = 100_000;

/**
 * Finds the best way to split a text into pieces. From left to right, it finds for each position the best path that
 * ends there. Of equally good last pieces, the one that starts first wins.
 *
 * The search keeps only a window of the text. Everything before the point where the surviving paths converge is final:
 * it is written and dropped.
 */
export class UnigramSearch {
  readonly #pieces: ScoredPieces;
  readonly #writer: PieceWriter;
  /** The window in code units for texts whose paths converge soon. */
  readonly #usualWindow: number;
  /** The window in code units for the current text. */
  #window = 0;
  /** The codes of the text's units, from the start of the window on. */
  #codes: Int32Array = new Int32Array(0);
  /** By position in the window: the sum of the best path to it, and the start and the id of that path's last piece. */
  #sums: Float64Array = new Float64Array(0);
  #starts: Int32Array = new Int32Array(0);
  #ids: Int32Array = new Int32Array(0);
  /** The ends of the pieces on a path that is followed backwards. */
  #ends: Int32Array = new Int32Array(0);

  #units: Uint16Array = new Uint16Array(0);
  /** The start of the window in the text, and the number of its units so far. */
  #origin = 0;
  #filled = 0;

  constructor(pieces: ScoredPieces, unknown: UnknownText) {
    this.#pieces = pieces;
    this.#writer = new PieceWriter(unknown);
    this.#usualWindow = Math.max(SMALLEST_WINDOW, 4 * pieces.trie.longest);
  }

  /**
   * Appends the tokens of the first `length` units, which are well-formed UTF-16.
   *
   * @throws VocabularyError if a character is unknown and there is no id for unknown text
   */
  run(units: Uint16Array, length: number, tokens: TokenBuffer): void {
    this.#units = units;
    this.#origin = 0;
    this.#filled = 0;
    this.#writer.begin(units, tokens);
    this.#trim();
    this.#resize(this.#usualWindow);
    this.#sums[0] = 0;
    this.#starts[0] = 0;
    for (let at = 0; ; ) {
      this.#fill(length);
      const isLast = this.#origin + this.#filled === length;
      // A piece that starts at one of the last positions can reach beyond the window.
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

  /** Tries all pieces that start at the positions [from, until). */
  #extend(from: number, until: number): void {
    const { trie, scores, unknownScore, unknownId, mustKnow, single } = this.#pieces;
    const { array } = trie;
    const units = this.#units;
    const origin = this.#origin;
    const filled = this.#filled;
    const codes = this.#codes;
    const sums = this.#sums;
    const starts = this.#starts;
    const ids = this.#ids;
    for (let start = from; start < until; start++) {
      // No path ends inside a surrogate pair.
      if (starts[start] === NONE) continue;
      let sum = sums[start];
      if (single && Math.abs(sum) > LARGEST_SUM) {
        this.#resetSums(start);
        sum = 0;
      }
      const characterEnd = start + (isHighSurrogate(units[origin + start]) ? 2 : 1);
      let isKnown = false;
      let place = 0;
      for (let at = start; at < filled; ) {
        place = step(array, place, codes[at++]);
        if (place < 0) break;
        const piece = pieceEnding(array, place);
        if (piece === NO_PIECE) continue;
        const score = scores[piece];
        const candidate = single ? Math.fround(sum + score) : sum + score;
        if (candidate > sums[at] || starts[at] === NONE) {
          sums[at] = candidate;
          starts[at] = start;
          ids[at] = piece;
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
    return new VocabularyError("vocabulary", `no piece for ${character}`, "an unk_id");
  }

  /** Subtracts the sum at a position from all sums from there on, as SentencePiece 0.2.3 does. */
  #resetSums(start: number): void {
    const sum = this.#sums[start];
    // No piece so far ends after this position.
    const last = Math.min(this.#filled, start + Math.max(2, this.#pieces.trie.longest));
    for (let at = start; at <= last; at++) {
      if (this.#starts[at] !== NONE) this.#sums[at] = Math.fround(this.#sums[at] - sum);
    }
  }

  /** The last position that all paths to `from` and beyond share. */
  #settled(from: number): number {
    const starts = this.#starts;
    let shared = this.#filled;
    while (starts[shared] === NONE) shared--;
    for (let end = from; end < this.#filled; end++) {
      if (starts[end] === NONE) continue;
      for (let other = end; other !== shared; ) {
        if (other > shared) other = starts[other];
        else shared = starts[shared];
      }
    }
    return shared;
  }

  /** Writes the best path to a position. */
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

  /** Moves the start of the window to a position before which everything is written. */
  #forget(settled: number): void {
    this.#codes.copyWithin(0, settled, this.#filled);
    this.#sums.copyWithin(0, settled, this.#filled + 1);
    this.#starts.copyWithin(0, settled, this.#filled + 1);
    this.#ids.copyWithin(0, settled, this.#filled + 1);
    this.#origin += settled;
    this.#filled -= settled;
    this.#starts[0] = 0;
    for (let at = 1; at <= this.#filled; at++) this.#starts[at] = Math.max(this.#starts[at] - settled, NONE);
    // Less than half of the window is copied each time, so the total work is linear.
    if (2 * this.#filled > this.#window) this.#resize(2 * this.#window);
  }

  #trim(): void {
    this.#codes = trimmed(this.#codes);
    this.#ends = trimmed(this.#ends);
    this.#sums = trimmed(this.#sums);
    this.#starts = trimmed(this.#starts);
    this.#ids = trimmed(this.#ids);
  }

  /** Sets the window's size in code units. */
  #resize(window: number): void {
    this.#window = window;
    this.#codes = grownInt32(this.#codes, window);
    this.#ends = grownInt32(this.#ends, window);
    this.#sums = grownFloat64(this.#sums, window + 1);
    this.#starts = grownInt32(this.#starts, window + 1);
    this.#ids = grownInt32(this.#ids, window + 1);
  }
}
