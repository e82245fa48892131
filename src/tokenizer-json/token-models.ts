import { VocabularyError } from "../base/errors.js";
import { buildPieceTrie, NO_PIECE, type PieceTrie, pieceAt, step } from "../subwords/pieces/piece-trie.js";
import type { TokenBuffer } from "../subwords/subword-model.js";
import { Unigram } from "../subwords/unigram/unigram.js";
import { JsonField } from "./json-field.js";
import { MergeTable, RankedBpe } from "./ranked-bpe.js";
import { type Readers, readBlock } from "./read-block.js";
import { countCharacters } from "./rust-unicode.js";
import { JsonFloat, type Writable } from "./serde-json.js";

/** The `model` block: the stage that splits one piece of pre-tokenized text into tokens. */
export interface TokenModel {
  /**
   * Appends the tokens of the code units [start, end) of a text, with spans in code units of that text.
   *
   * @throws VocabularyError if the text needs an unknown token that the vocabulary lacks
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void;
  /** The number of entries in the vocabulary, duplicates included. */
  readonly size: number;
  /** The vocabulary: ids by token. */
  readonly ids: ReadonlyMap<string, number>;
  /** The token with an id, or undefined. */
  tokenOf(id: number): string | undefined;
  /** The id whose token string is the text it was made from: the unknown id of a Unigram model. */
  readonly surfaceId?: number | undefined;
  /** The block as the reference saves it. */
  json(): Writable;
}

/** Ids are stored in an Int32Array. */
const LARGEST_ID = 0x7fff_ffff;

const READERS: Readers<TokenModel> = {
  BPE: readBpe,
  WordPiece: readWordPiece,
  WordLevel: readWordLevel,
  Unigram: readUnigram,
};

/**
 * Reads the `model` block. Old files have no `type`: the model is then the first type that has the file's fields, in the
 * reference's order.
 *
 * @throws VocabularyError if the type is unknown or a field is invalid
 */
export function readTokenModel(field: JsonField): TokenModel {
  const isTyped = field.at("type").value !== undefined;
  return readBlock(field, READERS, isTyped ? [] : Object.keys(READERS));
}

function readUnigram(field: JsonField): TokenModel {
  const vocabulary = field.at("vocab");
  const pieces = vocabulary.list().map((item, id) => {
    if (Array.isArray(item) && item.length === 2) {
      const [piece, score] = item;
      if (typeof piece === "string" && typeof score === "number") return [piece, score] as const;
    }
    throw new JsonField(item, `${vocabulary.place}[${id}]`).error("a piece and its score");
  });
  const unk_id = field.at("unk_id").or(null, (given) => given.whole());
  if (unk_id !== null && unk_id >= pieces.length)
    throw field.at("unk_id").error(`an id below ${pieces.length}, the number of pieces`);
  const fallback = field.at("byte_fallback");
  const byte_fallback = fallback.value === undefined ? false : fallback.boolean();
  const unigram = within(vocabulary, () => new Unigram(pieces, { reference: "tokenizers", unk_id, byte_fallback }));
  return {
    encode: (text, start, end, tokens) => unigram.encode(text, start, end, tokens),
    size: pieces.length,
    ids: new Map(pieces.map(([piece], id) => [piece, id])),
    tokenOf: (id) => pieces[id]?.[0],
    surfaceId: unk_id ?? undefined,
    json: () => ({
      type: "Unigram",
      unk_id,
      vocab: pieces.map(([piece, score]) => [piece, new JsonFloat(score)]),
      byte_fallback,
    }),
  };
}

/** Runs `make`. Its VocabularyErrors are thrown again with the field's place in the file. */
function within<T>(field: JsonField, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof VocabularyError) throw new VocabularyError(field.place, error.value, error.expected);
    throw error;
  }
}

/** The `vocab` object of a model: tokens with their ids. */
class JsonVocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly #tokens: ReadonlyMap<number, string>;

  constructor(field: JsonField) {
    for (const [token, id] of field.object()) new JsonField(id, `${field.place}.${token}`).whole(LARGEST_ID);
    this.ids = field.object() as ReadonlyMap<string, number>;
    this.#tokens = new Map([...this.ids].map(([token, id]) => [id, token]));
  }

  tokenOf(id: number): string | undefined {
    return this.#tokens.get(id);
  }

  /** The vocabulary as the reference saves it, in ascending order of ids. */
  json(): Writable {
    const tokens = [...this.#tokens].sort(([a], [b]) => a - b);
    return new Map(tokens.map(([id, token]) => [token, id]));
  }

  /** The id of the unknown token. @throws VocabularyError if the vocabulary lacks it */
  unknownId(token: string): number {
    const id = this.ids.get(token);
    if (id === undefined)
      throw new VocabularyError("vocabulary", `no token ${token}`, "the unk_token, which unknown text needs");
    return id;
  }
}

function readBpe(field: JsonField): TokenModel {
  const dropout = field.at("dropout").or(null, (given) => Math.fround(given.number()));
  if (dropout !== null && !(dropout >= 0 && dropout <= 1))
    throw field.at("dropout").error("null or a number from 0 to 1");
  const vocabulary = new JsonVocabulary(field.at("vocab"));
  const optional = (name: string) => field.at(name).or(null, (given) => given.string());
  const flag = (name: string) => field.at(name).or(false, (given) => given.boolean());
  const options = {
    dropout,
    unk_token: optional("unk_token"),
    continuing_subword_prefix: optional("continuing_subword_prefix"),
    end_of_word_suffix: optional("end_of_word_suffix"),
    fuse_unk: flag("fuse_unk"),
    byte_fallback: flag("byte_fallback"),
    ignore_merges: flag("ignore_merges"),
  };
  if (options.byte_fallback && (options.continuing_subword_prefix || options.end_of_word_suffix)) {
    throw field.at("byte_fallback").error("false with a continuing_subword_prefix or an end_of_word_suffix");
  }
  const merges = readMerges(field.at("merges"), vocabulary.ids, options.continuing_subword_prefix ?? "");
  const bpe = new RankedBpe(vocabulary.ids, merges, options);
  const tokenOf = (id: number) => vocabulary.tokenOf(id);
  return {
    encode: (text, start, end, tokens) => bpe.encode(text, start, end, tokens),
    size: vocabulary.ids.size,
    ids: vocabulary.ids,
    tokenOf,
    json: () => ({
      type: "BPE",
      ...options,
      dropout: dropout === null ? null : new JsonFloat(shortest(dropout)),
      vocab: vocabulary.json(),
      merges: Array.from(merges.pairs(), (pair) => pair.map((id) => tokenOf(id) ?? "")),
    }),
  };
}

/** The number of the fewest digits that rounds to a float of 32 bits, which is how the reference writes it. */
function shortest(float: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return float;
}

/** Reads merges: lists of two tokens, or strings of two tokens with a space between. Skips "#version" lines. */
function readMerges(field: JsonField, ids: ReadonlyMap<string, number>, prefix: string): MergeTable {
  const lines = field.list().filter((line) => typeof line !== "string" || !line.startsWith("#version"));
  const merges = new Int32Array(3 * lines.length);
  const areStrings = typeof field.list()[0] === "string";
  lines.forEach((line, at) => {
    const parts = typeof line === "string" && areStrings ? line.split(" ") : line;
    const place = new JsonField(line, `${field.place}[${at}]`);
    const isPair = Array.isArray(parts) && parts.length === 2 && Array.isArray(line) !== areStrings;
    if (!isPair) throw place.error("two tokens");
    const [left, right] = parts;
    if (typeof left !== "string" || typeof right !== "string") throw place.error("two tokens");
    [left, right, left + withoutBytes(right, prefix, place)].forEach((token, part) => {
      const id = ids.get(token);
      if (id === undefined) throw place.error(`only tokens of the vocabulary, which lacks ${JSON.stringify(token)}`);
      merges[3 * at + part] = id;
    });
  });
  return new MergeTable(merges);
}

/** Cuts off as many UTF-8 bytes as the prefix has, whatever they are, as the reference does. */
function withoutBytes(token: string, prefix: string, place: JsonField): string {
  let left = new TextEncoder().encode(prefix).length;
  if (left === 0) return token;
  let at = 0;
  for (const character of token) {
    if (left <= 0) break;
    left -= new TextEncoder().encode(character).length;
    at += character.length;
  }
  if (left !== 0) throw place.error("a right token that starts with the continuing_subword_prefix");
  return token.slice(at);
}

function readWordLevel(field: JsonField): TokenModel {
  const vocabulary = new JsonVocabulary(field.at("vocab"));
  const unk_token = field.at("unk_token").string();
  return {
    encode: (text, start, end, tokens) => {
      tokens.push(vocabulary.ids.get(text.slice(start, end)) ?? vocabulary.unknownId(unk_token), start, end);
    },
    size: vocabulary.ids.size,
    ids: vocabulary.ids,
    tokenOf: (id) => vocabulary.tokenOf(id),
    json: () => ({ type: "WordLevel", vocab: vocabulary.json(), unk_token }),
  };
}

/**
 * Reads a WordPiece model. It takes the longest piece of the vocabulary from the left, repeatedly. A word whose end it
 * does not reach becomes the unknown token.
 */
function readWordPiece(field: JsonField): TokenModel {
  const vocabulary = new JsonVocabulary(field.at("vocab"));
  const unk_token = field.at("unk_token").string();
  const continuing_subword_prefix = field.at("continuing_subword_prefix").string();
  const max_input_chars_per_word = field.at("max_input_chars_per_word").whole(Number.MAX_SAFE_INTEGER);
  const words = [...vocabulary.ids];
  const trie = buildPieceTrie(words.map(([token]) => token));
  const root = follow(trie, 0, continuing_subword_prefix, 0, continuing_subword_prefix.length);
  const cut = (text: string, start: number, end: number, tokens: TokenBuffer): boolean => {
    for (let from = start; from < end; ) {
      let to = from;
      let word = NO_PIECE;
      let place = from === start ? 0 : root;
      for (let at = from; at < end && place >= 0; at++) {
        place = follow(trie, place, text, at, at + 1);
        const piece = pieceAt(trie, place);
        if (piece === NO_PIECE) continue;
        word = piece;
        to = at + 1;
      }
      if (word === NO_PIECE) return false;
      tokens.push(words[word][1], from, to);
      from = to;
    }
    return true;
  };
  return {
    encode: (text, start, end, tokens) => {
      const first = tokens.count;
      const isShort =
        end - start <= max_input_chars_per_word || countCharacters(text, start, end) <= max_input_chars_per_word;
      if (isShort && cut(text, start, end, tokens)) return;
      tokens.count = first;
      tokens.push(vocabulary.unknownId(unk_token), start, end);
    },
    size: vocabulary.ids.size,
    ids: vocabulary.ids,
    tokenOf: (id) => vocabulary.tokenOf(id),
    json: () => ({
      type: "WordPiece",
      unk_token,
      continuing_subword_prefix,
      max_input_chars_per_word,
      vocab: vocabulary.json(),
    }),
  };
}

/** The node that the code units [start, end) lead to from another node of the trie, or -1. */
function follow({ array, codes }: PieceTrie, from: number, text: string, start: number, end: number): number {
  let place = from;
  for (let at = start; at < end && place >= 0; at++) place = step(array, place, codes[text.charCodeAt(at)]);
  return place;
}
