import { checkValue, NATURAL, orNull, STRING, type TableOf } from "../base/options.js";
import { checkArguments, guard } from "../base/signatures.js";
import { isPythonSpace } from "../text/whitespace.js";
import { endsToken, type HashedTrie, hashedTrieOf, mayLeadOn, ROOT, step } from "./hashed-trie.js";
import { checkSpan, type SubwordModel, TokenBuffer } from "./subword-model.js";
import { NO_UNKNOWN, unknownText, VOCABULARY, Vocabulary } from "./vocabulary.js";

/** The options of {@link WordPiece}, under their names in transformers. */
export interface WordPieceOptions {
  /** The piece for words that cannot be split into pieces. Default "[UNK]"; null refuses them. */
  readonly unk_token?: string | null;
  /** The largest number of code points of a word; a longer word is unknown. Default 100. */
  readonly max_input_chars_per_word?: number;
}

/** The table of {@link WordPieceOptions}. */
export const WORD_PIECE_OPTIONS: TableOf<WordPieceOptions> = {
  unk_token: orNull(STRING),
  max_input_chars_per_word: NATURAL,
};
const SIGNATURE = { parameters: { vocabulary: VOCABULARY }, options: WORD_PIECE_OPTIONS, positional: "unk_token" };

/**
 * Splits words into word pieces: from left to right, always the longest piece of the vocabulary.
 *
 * Pieces after the first begin with "##". A word that cannot be split up to its end becomes one unknown piece.
 * Whitespace (Python's) inside a word separates words.
 *
 * Reference: WordpieceTokenizer of transformers 4.56.1.
 *
 * @example
 * ```ts
 * import { WordPiece } from "tohoku-tokenizers/wordpiece";
 *
 * console.log(new WordPiece(["[UNK]", "自然", "##言語"]).tokenize("自然言語")); // => ["自然","##言語"]
 * ```
 */
export class WordPiece implements SubwordModel {
  readonly wantsNfkc = false;
  readonly #vocabulary: Vocabulary;
  readonly #unknown: number;
  readonly #longest: number;
  readonly #trie: HashedTrie;
  /** The place in the trie after "##", where pieces that continue a word start; -1 if there are none. */
  readonly #continuation: number;

  static {
    guard(WordPiece.prototype, { tokenize: { parameters: { word: STRING } } });
  }

  /**
   * @param vocabulary the vocabulary, or its pieces in the order of their ids
   * @throws VocabularyError if the vocabulary has no piece for unknown words, or if a piece is too long
   * @throws OptionError if an argument is unknown or has a wrong value
   */
  constructor(vocabulary: Vocabulary | Iterable<string>, options: WordPieceOptions = {}, ...excess: never[]) {
    checkArguments("WordPiece", [vocabulary, options, ...excess], SIGNATURE);
    this.#vocabulary = vocabulary instanceof Vocabulary ? vocabulary : new Vocabulary(vocabulary);
    this.#unknown = this.#vocabulary.unknownId(options?.unk_token === undefined ? "[UNK]" : options.unk_token);
    this.#longest = options?.max_input_chars_per_word ?? 100;
    this.#trie = hashedTrieOf(this.#vocabulary);
    const { slots } = this.#trie;
    const hash = step(slots, ROOT, HASH);
    this.#continuation = hash < 0 ? NONE : Math.max(step(slots, hash, HASH), NONE);
  }

  /** The pieces of a word; of a text with whitespace, those of its words. @throws OptionError if it is not a string */
  tokenize(word: string): string[] {
    checkValue("word", word ?? null, STRING);
    const tokens = new TokenBuffer();
    this.encode(word, 0, word.length, tokens);
    return tokens.ids().map((id) => this.tokenOf(id));
  }

  /**
   * Appends the tokens of the span [start, end) of a text. Positions are UTF-16 code units.
   *
   * As in the reference, the span is split at whitespace first: MeCab's words can contain whitespace or consist of it.
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    checkSpan(text, start, end, tokens);
    // No piece contains whitespace, so a span that consists of pieces is one word.
    if (end - start <= this.#longest && this.#addPieces(text, start, end, tokens)) return;
    for (let at = start; at < end; ) {
      while (at < end && isPythonSpace(text.charCodeAt(at))) at++;
      const wordStart = at;
      while (at < end && !isPythonSpace(text.charCodeAt(at))) at++;
      if (at > wordStart) this.#encodeWord(text, wordStart, at, tokens);
    }
  }

  /** The piece with an id; "" if the id has none. */
  tokenOf(id: number): string {
    return this.#vocabulary.tokenOf(id) ?? "";
  }

  #encodeWord(text: string, start: number, end: number, tokens: TokenBuffer): void {
    const isShort = end - start <= this.#longest || countCodePoints(text, start, end) <= this.#longest;
    if (isShort && this.#addPieces(text, start, end, tokens)) return;
    if (this.#unknown === NO_UNKNOWN) throw unknownText(text.slice(start, end));
    tokens.push(this.#unknown, start, end);
  }

  /** Appends the pieces of a word. Returns false, and appends none, if it does not consist of pieces. */
  #addPieces(text: string, start: number, end: number, tokens: TokenBuffer): boolean {
    const { slots, ids } = this.#trie;
    const first = tokens.count;
    let root = ROOT;
    for (let pieceStart = start; pieceStart < end; root = this.#continuation) {
      let piece = NONE;
      let pieceEnd = pieceStart;
      let unit = text.charCodeAt(pieceStart);
      let place = root === NONE ? NONE : step(slots, root, unit);
      for (let at = pieceStart + 1; place >= 0; at++) {
        if (endsToken(slots, place)) {
          piece = place;
          pieceEnd = at;
        }
        if (at >= end) break;
        unit = text.charCodeAt(at);
        place = mayLeadOn(slots, place, unit) ? step(slots, place, unit) : NONE;
      }
      if (piece === NONE) {
        tokens.count = first;
        return false;
      }
      tokens.push(ids[piece >>> 1], pieceStart, pieceEnd);
      pieceStart = pieceEnd;
    }
    return true;
  }
}

const HASH = 0x23;
const NONE = -1;

function countCodePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++, count++) {
    const unit = text.charCodeAt(at);
    const paired = unit >= 0xd800 && unit <= 0xdbff && at + 1 < end;
    if (paired && text.charCodeAt(at + 1) >= 0xdc00 && text.charCodeAt(at + 1) <= 0xdfff) at++;
  }
  return count;
}

export { Vocabulary } from "./vocabulary.js";
