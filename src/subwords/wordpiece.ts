import { isPythonSpace } from "../text/whitespace.js";
import { BASE, buildTrie, CHECK, COUNT, frontCode, rankUnits, UNIT_INTS, VALUE } from "../trie.js";
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
  readonly #vocabulary: Vocabulary;
  readonly #unknown: number;
  readonly #longest: number;
  readonly #trie: PackedTrie;
  /** Where pieces that continue a word start: the unit behind "##", or -1. */
  readonly #continuation: number;

  /** @throws VocabularyError where the vocabulary lacks the unknown token */
  constructor(vocabulary: Vocabulary | Iterable<string>, options: WordPieceOptions = {}) {
    this.#vocabulary = vocabulary instanceof Vocabulary ? vocabulary : new Vocabulary(vocabulary);
    this.#unknown = this.#vocabulary.unknownId(options.unk_token ?? "[UNK]");
    this.#longest = options.max_input_chars_per_word ?? 100;

    this.#trie = packTrie(this.#vocabulary);
    const hash = child(this.#trie, ROOT, HASH);
    this.#continuation = hash < 0 ? hash : child(this.#trie, hash, HASH);
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
      while (at < end && root >= 0) {
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
    const { places, codes, ids } = this.#trie;
    let place = root;
    let piece = root;
    let pieceEnd = start;
    for (let at = start; at < end; at++) {
      const next = places[place] + 2 * codes[text.charCodeAt(at)];
      const step = places[next + 1] ^ place;
      if (step >>> 1 !== 0) break;
      place = next;
      if (step === 0) continue;
      piece = place;
      pieceEnd = at + 1;
    }
    if (pieceEnd > start) tokens.push(ids[piece >>> 1], start, pieceEnd);
    return pieceEnd;
  }
}

const ROOT = 0;
const HASH = 0x23;
const ENDS = 1;
const NOWHERE = -1;

/**
 * The vocabulary's double array in half the space, for most of the time of a walk is spent waiting for memory. Places
 * are even numbers. A unit leads from a place to `next = places[place] + 2 * codes[unit]`, if `places[next + 1]` is the
 * place, with {@link ENDS} added where a piece ends; the id of that is at half of `next`.
 */
interface PackedTrie {
  readonly places: Int32Array;
  readonly codes: Uint16Array;
  readonly ids: Int32Array;
}

/** The empty token is never matched. */
function packTrie(vocabulary: Vocabulary): PackedTrie {
  const tokens: string[] = [];
  for (const [token] of vocabulary.entries()) if (token !== "") tokens.push(token);
  const strings = frontCode(tokens.sort());
  const codes = rankUnits(strings);
  const trie = buildTrie(strings, codes, (string, units, at) => {
    units[at] = vocabulary.idOf(tokens[string]) ?? 0;
    units[at + 1] = 1;
  });
  const count = trie.length / UNIT_INTS;
  const places = new Int32Array(2 * count);
  const ids = new Int32Array(count);
  for (let unit = 0, at = 0; unit < count; unit++, at += UNIT_INTS) {
    const ends = trie[at + COUNT] === 0 ? 0 : ENDS;
    places[2 * unit] = 2 * trie[at + BASE];
    places[2 * unit + 1] = trie[at + CHECK] < 0 ? NOWHERE : 2 * trie[at + CHECK] + ends;
    ids[unit] = trie[at + VALUE];
  }
  return { places, codes, ids };
}

/** The place that a unit leads to, or -1. */
function child({ places, codes }: PackedTrie, place: number, unit: number): number {
  const next = places[place] + 2 * codes[unit];
  return (places[next + 1] ^ place) >>> 1 === 0 ? next : NOWHERE;
}

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
