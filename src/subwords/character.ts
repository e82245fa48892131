import { normalizeNfkc } from "../text/normalize.js";
import { type SubwordModel, TokenBuffer } from "./subword-model.js";
import { Vocabulary } from "./vocabulary.js";

export interface CharacterOptions {
  /** What a character becomes that the vocabulary lacks. Default "[UNK]". */
  readonly unk_token?: string;
}

/**
 * One token a code point, without any mark of where words begin. Reference: CharacterTokenizer of transformers 4.56.1.
 */
export class Character implements SubwordModel {
  readonly wantsNfkc = true;
  readonly ignoresWords = true;
  readonly #vocabulary: Vocabulary;
  readonly #unknown: number;
  /** Ids of the BMP. */
  readonly #ids = new Int32Array(0x10000);

  /** @throws VocabularyError where the vocabulary lacks the unknown token */
  constructor(vocabulary: Vocabulary | Iterable<string>, options: CharacterOptions = {}) {
    this.#vocabulary = vocabulary instanceof Vocabulary ? vocabulary : new Vocabulary(vocabulary);
    this.#unknown = this.#vocabulary.unknownId(options.unk_token ?? "[UNK]");
    this.#ids.fill(this.#unknown);
    for (const [token, id] of this.#vocabulary.entries()) if (token.length === 1) this.#ids[token.charCodeAt(0)] = id;
  }

  /** The characters of a word, NFKC-normalized as the reference does. */
  tokenize(word: string): string[] {
    const text = normalizeNfkc(word);
    const tokens = new TokenBuffer();
    this.encode(text, 0, text.length, tokens);
    return Array.from({ length: tokens.count }, (_, index) => this.tokenOf(tokens.buffer[3 * index]));
  }

  /** The text is in NFKC already. */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < end && (text.codePointAt(at) ?? 0) > 0xffff) {
        tokens.push(this.#vocabulary.idOf(text.slice(at, at + 2)) ?? this.#unknown, at, at + 2);
        at++;
      } else tokens.push(this.#ids[unit], at, at + 1);
    }
  }

  tokenOf(id: number): string {
    return this.#vocabulary.tokenOf(id) ?? "";
  }
}

export { Vocabulary } from "./vocabulary.js";
