import { endAtNul, LOOKUP_BYTES, tooMuchSpace, utf8Bytes } from "../../text/lost-text.js";
import { isHighSurrogate, loneSurrogate } from "../../text/unit-buffer.js";
import { categoriesOfUnit, type Dictionary } from "../dictionary/dictionary.js";
import { HIGH_SURROGATE, INT_BYTES, POSITIONS } from "../memory/layout.js";
import { POSITION_BYTES } from "../memory/records.js";
import type { Search } from "./search.js";

const POSITION_INTS = POSITION_BYTES / INT_BYTES;

/** The part of a text that is in the search's memory, a position for each UTF-16 code unit. */
export class TextWindow {
  readonly #dictionary: Dictionary;
  readonly #search: Search;
  #text = "";
  /** The end of the text, which is before its first U+0000 once that is read. */
  #length = 0;
  /** The offset in the text of the first position in memory. */
  #origin = 0;
  /** The offset in the text of the first code unit that is not in memory yet. */
  #read = 0;

  constructor(dictionary: Dictionary, search: Search) {
    this.#dictionary = dictionary;
    this.#search = search;
  }

  /** Starts a text, with nothing of it in memory. */
  open(text: string): void {
    this.#text = text;
    this.#length = text.length;
    this.#origin = 0;
    this.#read = 0;
  }

  /** Releases the text. */
  close(): void {
    this.#text = "";
  }

  /** The offset in the text of the first position in memory, in UTF-16 code units. */
  get origin(): number {
    return this.#origin;
  }

  /** The address after the last position in memory. */
  get end(): number {
    return this.#addressOf(this.#read);
  }

  /** True if no more text follows what is in memory. */
  get isLast(): boolean {
    return this.#read === this.#length;
  }

  /** The offset in the text of a position. */
  offsetOf(position: number): number {
    return this.#origin + (position - POSITIONS) / POSITION_BYTES;
  }

  #addressOf(offset: number): number {
    return POSITIONS + (offset - this.#origin) * POSITION_BYTES;
  }

  /** Makes a position the first one in memory. The caller has moved what follows to the front. */
  moveTo(position: number): void {
    this.#origin = this.offsetOf(position);
  }

  /**
   * Reads code units until `count` positions are in memory, or the text ends.
   *
   * @throws TextError at a lone surrogate
   */
  read(count: number): void {
    const offset = this.#origin + count;
    if (this.#read > 0 && this.#read >= Math.min(this.#length, offset)) return;
    const { memory } = this.#search;
    const text = this.#text;
    const from = this.#addressOf(this.#read);
    let target = Math.min(this.#length, offset);
    if (target < this.#length && isHighSurrogate(text.charCodeAt(target - 1))) target++;
    let at = from / INT_BYTES;
    for (let unit = this.#read; unit < target; unit++, at += POSITION_INTS) memory[at] = text.charCodeAt(unit);
    const to = this.#addressOf(target);
    for (let stop = this.#search.read(from, to); stop !== to; stop = this.#search.read(stop, to)) {
      const unit = memory[stop / INT_BYTES];
      if (unit === 0) {
        this.#endAt(stop);
        return;
      }
      if (!this.#dictionary.words.make(unit)) throw loneSurrogate(text, this.offsetOf(stop));
    }
    this.#read = target;
  }

  /** Ends the text at its first U+0000. @throws TextError at a lone surrogate after it */
  #endAt(position: number): void {
    endAtNul(this.#text, this.offsetOf(position));
    this.#search.read(position, position);
    this.#length = this.offsetOf(position);
    this.#read = this.#length;
  }

  /** The offset where the word starts whose lookup began at a position: after the whitespace there. */
  wordStart(position: number): number {
    const begin = this.offsetOf(position);
    const isSpace =
      (categoriesOfUnit(this.#dictionary, this.#text.charCodeAt(begin)) & this.#dictionary.spaceCategories) !== 0;
    return isSpace ? this.#spaceEnd(begin) : begin;
  }

  /**
   * The latest position where words after the whitespace at this position may end, since MeCab's lookup counts the
   * whitespace. Reads the text that such words can reach after `lookahead` positions. 0 if only whitespace follows.
   *
   * @throws TextError if not even one character fits: MeCab loses the text from there on, or fails
   */
  limitAfterSpace(position: number, lookahead: number): number {
    const begin = this.offsetOf(position);
    const word = this.#spaceEnd(begin);
    if (word === this.#length || this.#text.charCodeAt(word) === 0) return 0;
    let bytes = 0;
    let at = begin;
    while (at < this.#length) {
      const code = this.#text.codePointAt(at) ?? 0;
      bytes += utf8Bytes(code);
      if (bytes > LOOKUP_BYTES) break;
      at += code > 0xffff ? 2 : 1;
    }
    if (at > word) {
      this.read(begin - this.#origin + lookahead);
      return this.#addressOf(Math.min(at, this.#length));
    }
    throw tooMuchSpace(begin);
  }

  /** The offset of the first character from here that shares no category with the one before, or with U+0020. */
  #spaceEnd(begin: number): number {
    const { words } = this.#dictionary;
    let previous = this.#dictionary.spaceCategories;
    let at = begin;
    while (at < this.#length && this.#text.charCodeAt(at) !== 0) {
      const unit = this.#text.charCodeAt(at);
      const here = categoriesOfUnit(this.#dictionary, unit);
      if ((previous & here) === 0) break;
      previous = here;
      at += words.kindOf(unit) === HIGH_SURROGATE ? 2 : 1;
    }
    return at;
  }
}
