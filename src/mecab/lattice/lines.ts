import { checkText } from "../../text/unit-buffer.js";
import type { WordsOfTexts } from "../../text/words-of-texts.js";
import {
  LINES_COUNT,
  LINES_ENDS,
  LINES_KEYS,
  LINES_SPANS,
  LINES_TEXT,
  LINES_UNITS,
  LINES_WORDS,
  WINDOW,
} from "../memory/layout.js";
import { stateLineWords } from "../memory/records.js";
import type { Lattice } from "./lattice.js";
import type { KernelSearch } from "./search-kernel.js";

/** The fewest code units that are put into a call after a line has failed. */
const FEWEST_UNITS = 0x100;

/**
 * Splits many lines with few calls of the kernel. A line goes to the lattice alone if it is long, or needs more than one
 * search: if it has a character whose words are not in the double array yet, much whitespace, too many words, U+0000 or a
 * lone surrogate.
 */
export class Lines {
  readonly #lattice: Lattice;
  readonly #search: KernelSearch;
  readonly #text: Uint16Array;
  readonly #textEnds: Uint32Array;
  readonly #words: Omit<WordsOfTexts, "lineCount">;
  /** The code units that are put into the next call, fewer after a failure. */
  #most = LINES_UNITS;

  constructor(lattice: Lattice, search: KernelSearch) {
    this.#lattice = lattice;
    this.#search = search;
    const { buffer } = search.memory;
    this.#text = new Uint16Array(buffer, LINES_TEXT, LINES_UNITS);
    this.#textEnds = new Uint32Array(buffer, LINES_ENDS, LINES_COUNT);
    this.#words = {
      wordEnds: new Uint32Array(buffer, LINES_WORDS, LINES_COUNT),
      buffer: new Uint32Array(buffer, LINES_SPANS, 2 * LINES_UNITS),
      keys: new Int32Array(buffer, LINES_KEYS, LINES_UNITS),
    };
  }

  /**
   * Splits as many lines from `first` on as fit into a call, at least one.
   *
   * @throws TextError as {@link Lattice.segment}, about the line `first`
   */
  split(lines: readonly string[], first: number): WordsOfTexts {
    const count = this.#write(lines, first);
    const done = count === 0 ? 0 : this.#search.splitLines(count);
    this.#most = done === count ? Math.min(4 * this.#most, LINES_UNITS) : FEWEST_UNITS;
    return done === 0 ? this.#splitAlone(lines[first]) : { lineCount: done, ...this.#words };
  }

  /** The words of one line if it is short and needs one search; otherwise undefined. */
  splitShort(line: string): { buffer: Uint32Array; keys: Int32Array; count: number } | undefined {
    const { length } = line;
    if (length > WINDOW) return undefined;
    const text = this.#text;
    for (let unit = 0; unit < length; unit++) text[unit] = line.charCodeAt(unit);
    this.#textEnds[0] = length;
    if (this.#search.splitLines(1) === 0) return undefined;
    const { buffer, keys } = this.#words;
    return { buffer, keys, count: stateLineWords(this.#search.memory) };
  }

  /** Writes the lines that fit into a call. Returns their number. */
  #write(lines: readonly string[], first: number): number {
    const text = this.#text;
    const textEnds = this.#textEnds;
    const last = Math.min(lines.length, first + LINES_COUNT);
    let end = 0;
    for (let at = first; at < last; at++) {
      const line = lines[at];
      // Split alone, it is refused with an error.
      if (typeof line !== "string") return at - first;
      const { length } = line;
      // A first line that is longer than all that may be put into the call is put there alone.
      if (length > WINDOW || (end + length > this.#most && at > first)) return at - first;
      for (let unit = 0; unit < length; unit++) text[end + unit] = line.charCodeAt(unit);
      end += length;
      textEnds[at - first] = end;
    }
    return last - first;
  }

  #splitAlone(line: string): WordsOfTexts {
    checkText(line);
    this.#lattice.segment(line);
    const { buffer, keys, count } = this.#lattice.spans;
    return { lineCount: 1, wordEnds: Uint32Array.of(count), buffer, keys };
  }
}
