import { grownUint32 } from "../../base/buffers.js";
import { isHighSurrogate, UnitBuffer } from "../../text/unit-buffer.js";
import { buildPieceTrie, longestPiece, NO_PIECE, type PieceTrie } from "../pieces/piece-trie.js";
import { Charsmap } from "./charsmap.js";
import type { NormalizerSettings } from "./model-file.js";

const SPACE = 0x20;
/** What stands for a space in pieces. */
const ESCAPED_SPACE = 0x2581;

/**
 * SentencePiece's normalizer (0.2.3): from left to right the longest key of the model's own map is replaced; spaces are
 * dropped, added and escaped as the model says.
 */
export class SentencePieceNormalizer {
  /** What the last text became. */
  readonly output = new UnitBuffer();
  /**
   * Where the output comes from, if that was asked for: the units [start, end) come from [origins[start], origins[end])
   * of the text.
   */
  origins: Uint32Array = new Uint32Array(0);
  readonly #settings: NormalizerSettings;
  readonly #spaceAtEnd: boolean;
  readonly #space: number;
  readonly #symbols: readonly string[];
  readonly #symbolTrie: PieceTrie;
  readonly #charsmap: Charsmap | undefined;
  /** Per unit 1 if it always stays as it is. */
  readonly #isPlain = new Uint8Array(0x10000).fill(1);
  readonly #input = new UnitBuffer();
  /** Where in the text the input starts. */
  #offset = 0;
  #aligned = false;
  #changeEnd = 0;

  /**
   * @param symbols that stay as they are; empty ones do not count
   * @param spaceAtEnd whether a dummy space is put at the end and not at the start
   * @param name what to call the file in errors
   * @throws VocabularyError where the map is damaged
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

  /** What a text becomes. @throws TextError at a lone surrogate */
  normalize(text: string): string {
    this.run(text, 0, text.length, false);
    return this.output.slice(0, this.output.length);
  }

  /**
   * Normalizes [start, end) of a text.
   *
   * @param aligned whether to tell where the output comes from
   * @throws TextError at a lone surrogate
   */
  run(text: string, start: number, end: number, aligned: boolean): void {
    const { addDummyPrefix, removeExtraWhitespaces } = this.#settings;
    this.#input.load(text, start, end);
    this.#offset = start;
    this.#aligned = aligned;
    const { length } = this.#input;
    this.output.length = 0;
    this.#reserve(length + 2);

    const first = removeExtraWhitespaces ? this.#skipSpaces() : 0;
    if (first === length) return;
    if (addDummyPrefix && !this.#spaceAtEnd) this.#push(this.#space, first);
    this.#copy(first);
    const last = removeExtraWhitespaces ? this.#dropSpaces() : length;
    if (addDummyPrefix && this.#spaceAtEnd) this.#push(this.#space, last);
    if (aligned) this.origins[this.output.length] = this.#offset + last;
  }

  /** Where the first character is that becomes anything but one space. */
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

  /** Copies up to the next unit that may be a space, half of a character or something to be changed; returns its place. */
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

  /** Puts a string in place of what starts at a place of the input; tells whether the output ends with a space now. */
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

  /** Drops the spaces that the output ends with; returns where in the input what remains ends. */
  #dropSpaces(): number {
    const { output } = this;
    let last = this.#input.length;
    while (output.length > 0 && output.units[output.length - 1] === this.#space) {
      output.length--;
      if (this.#aligned) last = this.origins[output.length] - this.#offset;
    }
    return last;
  }

  /** What becomes of what starts at a place of the input, up to `#changeEnd`; undefined if its first unit stays. */
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

  /** Makes room for some units and for where they and their end come from. */
  #reserve(length: number): void {
    this.output.reserve(length);
    if (this.#aligned) this.origins = grownUint32(this.origins, length + 1);
  }
}
