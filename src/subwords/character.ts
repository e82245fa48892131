import { checkValue, orNull, STRING, type TableOf } from "../base/options.js";
import { checkArguments, guard } from "../base/signatures.js";
import { normalizeNfkc } from "../text/normalize.js";
import { checkSpan, type SubwordModel, TOKEN_INTS, TokenBuffer } from "./subword-model.js";
import { NO_UNKNOWN, unknownText, VOCABULARY, Vocabulary } from "./vocabulary.js";

/** The options of {@link Character}, under their names in transformers. */
export interface CharacterOptions {
  /** The piece for characters that are not in the vocabulary. Default "[UNK]"; null refuses them. */
  readonly unk_token?: string | null;
}

/** The table of {@link CharacterOptions}. */
export const CHARACTER_OPTIONS: TableOf<CharacterOptions> = { unk_token: orNull(STRING) };
const SIGNATURE = { parameters: { vocabulary: VOCABULARY }, options: CHARACTER_OPTIONS, positional: "unk_token" };

/**
 * Splits words into characters: each code point is a piece. Word boundaries are not marked.
 *
 * Reference: CharacterTokenizer of transformers 4.56.1.
 *
 * @example
 * ```ts
 * import { Character } from "tohoku-tokenizers/character";
 *
 * console.log(new Character(["[UNK]", "自", "然", "パ"]).tokenize("自然𠮷ﾊﾟ")); // => ["自","然","[UNK]","パ"]
 * ```
 */
export class Character implements SubwordModel {
  readonly wantsNfkc = true;
  readonly #vocabulary: Vocabulary;
  readonly #unknown: number;
  /** The ids of the BMP's characters. */
  readonly #ids = new Int32Array(0x10000);

  static {
    guard(Character.prototype, { tokenize: { parameters: { word: STRING } } });
  }

  /**
   * @param vocabulary the vocabulary, or its pieces in the order of their ids
   * @throws VocabularyError if the vocabulary has no piece for unknown characters, or if a piece is too long
   * @throws OptionError if an argument is unknown or has a wrong value
   */
  constructor(vocabulary: Vocabulary | Iterable<string>, options: CharacterOptions = {}, ...excess: never[]) {
    checkArguments("Character", [vocabulary, options, ...excess], SIGNATURE);
    this.#vocabulary = vocabulary instanceof Vocabulary ? vocabulary : new Vocabulary(vocabulary);
    this.#unknown = this.#vocabulary.unknownId(options?.unk_token === undefined ? "[UNK]" : options.unk_token);
    this.#ids.fill(this.#unknown);
    for (const [piece, id] of this.#vocabulary.entries()) if (piece.length === 1) this.#ids[piece.charCodeAt(0)] = id;
  }

  /** The pieces of a word. As in the reference, the word is normalized to NFKC (Unicode 14.0) first. */
  tokenize(word: string): string[] {
    checkValue("word", word ?? null, STRING);
    const text = normalizeNfkc(word);
    const tokens = new TokenBuffer();
    this.encode(text, 0, text.length, tokens);
    return tokens.ids().map((id) => this.tokenOf(id));
  }

  /**
   * Appends the tokens of the span [start, end) of a text. Positions are UTF-16 code units.
   *
   * @param text a text in NFKC
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    checkSpan(text, start, end, tokens);
    const first = tokens.count;
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < end && (text.codePointAt(at) ?? 0) > 0xffff) {
        tokens.push(this.#vocabulary.idOf(text.slice(at, at + 2)) ?? this.#unknown, at, at + 2);
        at++;
      } else tokens.push(this.#ids[unit], at, at + 1);
    }
    if (this.#unknown === NO_UNKNOWN) refuseUnknown(text, tokens, first);
  }

  /** The id of a character of one UTF-16 code unit; -1 if it is unknown and there is no unknown piece. */
  idOfUnit(unit: number): number {
    return this.#ids[unit];
  }

  /** The piece with an id; "" if the id has none. */
  tokenOf(id: number): string {
    return this.#vocabulary.tokenOf(id) ?? "";
  }
}

/** @throws VocabularyError if one of the tokens from `first` on is unknown */
function refuseUnknown(text: string, { buffer, count }: TokenBuffer, first: number): void {
  for (let at = TOKEN_INTS * first; at < TOKEN_INTS * count; at += TOKEN_INTS) {
    if (buffer[at] === NO_UNKNOWN) throw unknownText(text.slice(buffer[at + 1], buffer[at + 2]));
  }
}

export { Vocabulary } from "./vocabulary.js";
