import { isPythonSpace } from "../text/whitespace.js";
import { buildHashedTrie, endsToken, type HashedTrie, ROOT, step } from "./hashed-trie.js";
import { type SubwordModel, TokenBuffer } from "./subword-model.js";
import { Vocabulary } from "./vocabulary.js";

export interface WordPieceOptions {
  /** What a word becomes that cannot be cut into pieces. Default "[UNK]". */
  readonly unk_token?: string;
  /** Code points above which a word is not tried. Default 100. */
  readonly max_input_chars_per_word?: number;
}

/**
 * WordPiece: the longest piece of the vocabulary from the left, each but the first marked "##"; a word that cannot be
 * cut to its end is unknown as a whole. Reference: WordpieceTokenizer of transformers 4.56.1.
 */
export class WordPiece implements SubwordModel {
  readonly wantsNfkc = false;
  readonly ignoresWords = false;
  readonly #vocabulary: Vocabulary;
  readonly #unknown: number;
  readonly #longest: number;
  readonly #trie: HashedTrie;
  /** Where pieces that continue a word start: the place behind "##", or -1. */
  readonly #continuation: number;

  /** @throws VocabularyError where the vocabulary lacks the unknown token */
  constructor(vocabulary: Vocabulary | Iterable<string>, options: WordPieceOptions = {}) {
    this.#vocabulary = vocabulary instanceof Vocabulary ? vocabulary : new Vocabulary(vocabulary);
    this.#unknown = this.#vocabulary.unknownId(options.unk_token ?? "[UNK]");
    this.#longest = options.max_input_chars_per_word ?? 100;
    this.#trie = buildHashedTrie(this.#vocabulary);
    const { slots } = this.#trie;
    const hash = step(slots, ROOT, HASH);
    this.#continuation = hash < 0 ? NONE : Math.max(step(slots, hash, HASH), NONE);
  }

  /** The pieces of a word. */
  tokenize(word: string): string[] {
    const tokens = new TokenBuffer();
    this.encode(word, 0, word.length, tokens);
    return Array.from({ length: tokens.count }, (_, index) => this.tokenOf(tokens.buffer[3 * index]));
  }

  /** As the reference, cuts at whitespace first, which a word of MeCab may hold or be. */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    for (let at = start; at < end; ) {
      while (at < end && isPythonSpace(text.charCodeAt(at))) at++;
      const wordStart = at;
      while (at < end && !isPythonSpace(text.charCodeAt(at))) at++;
      if (at > wordStart) this.#encodeWord(text, wordStart, at, tokens);
    }
  }

  tokenOf(id: number): string {
    return this.#vocabulary.tokenOf(id) ?? "";
  }

  #encodeWord(text: string, start: number, end: number, tokens: TokenBuffer): void {
    const first = tokens.count;
    if (end - start <= this.#longest || countCodePoints(text, start, end) <= this.#longest) {
      let at = start;
      let root = ROOT;
      while (at < end && root !== NONE) {
        const pieceStart = at;
        at = this.#longestPiece(text, at, end, root, tokens);
        if (at === pieceStart) break;
        root = this.#continuation;
      }
      if (at === end) return;
    }
    tokens.count = first;
    tokens.push(this.#unknown, start, end);
  }

  /** Pushes the longest piece below a place of the trie; returns where it ends, or `start` if there is none. */
  #longestPiece(text: string, start: number, end: number, root: number, tokens: TokenBuffer): number {
    const { slots, ids } = this.#trie;
    let place = root;
    let piece = root;
    let pieceEnd = start;
    for (let at = start; at < end; at++) {
      place = step(slots, place, text.charCodeAt(at));
      if (place < 0) break;
      if (!endsToken(slots, place)) continue;
      piece = place;
      pieceEnd = at + 1;
    }
    if (pieceEnd > start) tokens.push(ids[piece >>> 1], start, pieceEnd);
    return pieceEnd;
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
