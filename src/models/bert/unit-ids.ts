import { grownInt32 } from "../../base/buffers.js";
import type { Character } from "../../subwords/character.js";
import { TokenBuffer } from "../../subwords/subword-model.js";
import type { Template } from "../../tokenizer/slow/template.js";
import { toNfkc } from "../../words/to-nfkc.js";
import { UNCLEAR, type WordSplitter } from "../../words/word-splitter.js";
import { IdBuffer, type TextIds } from "./text-ids.js";

/** The most code units of a text that are skipped unchecked. Even in one run they are too few for MeCab to lose text. */
const MOST_SKIPPED = 0x200;

/** The ids of texts, character by character, wherever words end. Most texts are made code unit by code unit. */
export class UnitIds implements TextIds {
  readonly #characters: Character;
  readonly #pieces = new TokenBuffer();
  readonly #buffer = new IdBuffer();
  /** The splitter that {@link #ids} is for. */
  #words: WordSplitter | undefined;
  /** For each UTF-16 code unit its id, SKIPPED, or UNCLEAR; undefined if no text is made unit by unit. */
  #ids: Int32Array | undefined;

  constructor(characters: Character) {
    this.#characters = characters;
  }

  listOf(text: string, words: WordSplitter, template?: Template): number[] {
    this.#buffer.clear();
    this.#pieces.clear();
    const count = this.#encodeUnits(text, words);
    return this.#buffer.listed(count < 0 ? this.#encodeWords(text, words) : count, template);
  }

  /** Writes the ids of a text, unit by unit, and returns their number; -1 if that is not possible. */
  #encodeUnits(text: string, words: WordSplitter): number {
    if (this.#words !== words) this.#take(words);
    const unitIds = this.#ids;
    if (!unitIds) return -1;
    const { length } = text;
    const ids = (this.#buffer.ids = grownInt32(this.#buffer.ids, length));
    let count = 0;
    for (let at = 0; at < length; at++) {
      const id = unitIds[text.charCodeAt(at)];
      if (id >= 0) ids[count++] = id;
      else if (id === UNCLEAR) return -1;
    }
    return length - count > MOST_SKIPPED ? -1 : count;
  }

  #take(words: WordSplitter): void {
    this.#words = words;
    // An unknown character is unclear if there is no unknown piece.
    this.#ids = words.unitsOfWords?.()?.map((unit) => (unit < 0 ? unit : this.#characters.idOfUnit(unit)));
  }

  /** Writes the ids of a text, of its joined words or of each word, and returns their number. */
  #encodeWords(text: string, words: WordSplitter): number {
    const pieces = this.#pieces;
    const unsplit = words.unsplit?.(text);
    if (unsplit !== undefined) this.#characters.encode(unsplit, 0, unsplit.length, pieces);
    else {
      const { text: changed, spans, count } = toNfkc(words.split(text, false));
      for (let at = 0; at < 2 * count; at += 2) this.#characters.encode(changed, spans[at], spans[at + 1], pieces);
    }
    const ids = (this.#buffer.ids = grownInt32(this.#buffer.ids, pieces.count));
    for (let piece = 0; piece < pieces.count; piece++) ids[piece] = pieces.buffer[3 * piece];
    return pieces.count;
  }
}
