import { grownUint32, trimmed } from "../../base/buffers.js";
import { isHighSurrogate, UnitBuffer } from "../../text/unit-buffer.js";
import { buildPieceTrie, longestPiece, NO_PIECE, type PieceTrie } from "../pieces/piece-trie.js";
import { Charsmap } from "./charsmap.js";
import type { NormalizerSettings } from "./model-file.js";

const SPACE = 0x20;
/** The character that represents a space in pieces. */
const ESCAPED_SPACE = 0x2581;

/**
 * SentencePiece's normalizer (0.2.3). From left to right, it replaces the longest matching key of the model's own map.
 * The model's settings decide which spaces are dropped, added and escaped.
 */
export class SentencePieceNormalizer {
  /** The normalized form of the last text. */
  readonly output = new UnitBuffer();
  /**
   * The origins of the output, if requested: the units [start, end) come from the span [origins[start], origins[end])
   * of the text.
   */
  origins: Uint32Array = new Uint32Array(0);
  readonly #settings: NormalizerSettings;
  readonly #spaceAtEnd: boolean;
  readonly #space: number;
  readonly #symbols: readonly string[];
  readonly #symbolTrie: PieceTrie;
  readonly #charsmap: Charsmap | undefined;
  /** By UTF-16 code unit, 1 if it never changes. */
  readonly #isPlain = new Uint8Array(0x10000).fill(1);
  readonly #input = new UnitBuffer();
  /** The start of the input in the text. */
  #offset = 0;
  #aligned = false;
  /** The end of the change that {@link #changeAt} found, in the input. */
  #changeEnd = 0;

  /**
   * @param symbols the user-defined symbols, which stay unchanged; empty strings are ignored
   * @param spaceAtEnd true to add the dummy space at the end instead of the start
   * @param name the file's name in error messages
   * @throws VocabularyError if the map is damaged
   */
  constructor(settings: NormalizerSettings, symbols: readonly string[], spaceAtEnd: boolean, name: string) {
    this.#settings = settings;
    this.#spaceAtEnd = spaceAtEnd;
    this.#space = settings.escapeWhitespaces ? ESCAPED_SPACE : SPACE;
    this.#symbols = symbols;
    this.#symbolTrie = buildPieceTrie(symbols);
    this.#charsmap = settings.charsmap.length > 0 ? new Charsmap(settings.charsmap, name) : undefined;
    for (let unit = 0; unit <= 0xffff; unit++) {
      if (unit === SPACE || isHighSurrogate(unit) || this.#charsmap?.mayStart(unit)) this.#isPlain[unit] = 0;
    }
    for (const symbol of symbols) if (symbol !== "") this.#isPlain[symbol.charCodeAt(0)] = 0;
  }

  /**
   * The normalized form of a text.
   *
   * @throws TextError if the text has a lone surrogate
   */
  normalize(text: string): string {
    this.run(text, 0, text.length, false);
    return this.output.slice(0, this.output.length);
  }

  /**
   * Normalizes the span [start, end) of a text.
   *
   * @param aligned true to fill {@link origins}
   * @throws TextError if the span has a lone surrogate
   */
  run(text: string, start: number, end: number, aligned: boolean): void {
    const { addDummyPrefix, removeExtraWhitespaces } = this.#settings;
    this.#input.load(text, start, end);
    this.#offset = start;
    this.#aligned = aligned;
    const { length } = this.#input;
    this.output.clear();
    this.origins = trimmed(this.origins);
    this.#reserve(length + 2);

    const first = removeExtraWhitespaces ? this.#skipSpaces() : 0;
    if (first === length) return;
    if (addDummyPrefix && !this.#spaceAtEnd) this.#push(this.#space, first);
    this.#copy(first);
    const last = removeExtraWhitespaces ? this.#dropSpaces() : length;
    if (addDummyPrefix && this.#spaceAtEnd) this.#push(this.#space, last);
    if (aligned) this.origins[this.output.length] = this.#offset + last;
  }

  /** The position of the first character that becomes anything but a single space. */
  #skipSpaces(): number {
    const { units, length } = this.#input;
    for (let at = 0; at < length; ) {
      const change = this.#changeAt(at);
      if (change === undefined ? units[at] !== SPACE : change !== " ") return at;
      at = change === undefined ? at + 1 : this.#changeEnd;
    }
    return length;
  }

  #copy(from: number): void {
    const { removeExtraWhitespaces } = this.#settings;
    const { units, length } = this.#input;
    let isAfterSpace = removeExtraWhitespaces;
    for (let at = from; at < length; ) {
      const plain = this.#copyPlain(at);
      if (plain > at) isAfterSpace = false;
      if (plain === length) break;
      at = plain;
      const change = this.#changeAt(at);
      const unit = units[at];
      if (change !== undefined) {
        isAfterSpace = this.#replace(at, change, isAfterSpace) && removeExtraWhitespaces;
        at = this.#changeEnd;
      } else if (unit === SPACE) {
        if (!isAfterSpace) this.#push(this.#space, at);
        isAfterSpace = removeExtraWhitespaces;
        at++;
      } else {
        this.#push(unit, at);
        if (isHighSurrogate(unit)) this.#push(units[at + 1], at);
        isAfterSpace = false;
        at += isHighSurrogate(unit) ? 2 : 1;
      }
    }
  }

  /** Copies units that never change. Returns the position of the next one that can change. */
  #copyPlain(from: number): number {
    const { units, length } = this.#input;
    const output = this.output.units;
    const isPlain = this.#isPlain;
    const shift = this.output.length - from;
    let at = from;
    for (; at < length && isPlain[units[at]] === 1; at++) output[at + shift] = units[at];
    if (this.#aligned)
      for (let copied = from; copied < at; copied++) this.origins[copied + shift] = this.#offset + copied;
    this.output.length = at + shift;
    return at;
  }

  /**
   * Writes the replacement of a change at a position of the input. Returns true if the output now ends with a space.
   */
  #replace(at: number, replacement: string, isAfterSpace: boolean): boolean {
    this.#reserve(this.output.length + replacement.length + this.#input.length - this.#changeEnd + 2);
    let from = 0;
    while (isAfterSpace && replacement.charCodeAt(from) === SPACE) from++;
    if (from === replacement.length) return isAfterSpace;
    for (let unit = from; unit < replacement.length; unit++) {
      const code = replacement.charCodeAt(unit);
      this.#push(code === SPACE ? this.#space : code, at);
    }
    return replacement.endsWith(" ");
  }

  /** Drops spaces at the end of the output. Returns the end, in the input, of what remains. */
  #dropSpaces(): number {
    const { output } = this;
    let last = this.#input.length;
    while (output.length > 0 && output.units[output.length - 1] === this.#space) {
      output.length--;
      if (this.#aligned) last = this.origins[output.length] - this.#offset;
    }
    return last;
  }

  /** The replacement of the input from a position up to `#changeEnd`; undefined if the character there stays. */
  #changeAt(at: number): string | undefined {
    const { units, length } = this.#input;
    if (this.#isPlain[units[at]] === 1) return undefined;
    const symbol = longestPiece(this.#symbolTrie, units, at, length);
    if (symbol !== NO_PIECE) {
      this.#changeEnd = at + this.#symbols[symbol].length;
      return this.#symbols[symbol];
    }
    if (!this.#charsmap) return undefined;
    this.#changeEnd = this.#charsmap.match(units, at, length);
    return this.#changeEnd > at ? this.#charsmap.replacement : undefined;
  }

  #push(unit: number, at: number): void {
    const { output } = this;
    if (this.#aligned) this.origins[output.length] = this.#offset + at;
    output.units[output.length++] = unit;
  }

  /** Grows the output and the origins to hold `length` units. */
  #reserve(length: number): void {
    this.output.reserve(length);
    if (this.#aligned) this.origins = grownUint32(this.origins, length + 1);
  }
}
