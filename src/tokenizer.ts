import { type AddedToken, AddedTokens, lowerBetween } from "./added-tokens.js";
import { OptionError, VocabularyError } from "./errors.js";
import { type SubwordModel, TokenBuffer } from "./subwords/subword-model.js";
import type { Vocabulary } from "./subwords/vocabulary.js";
import { AlignedBuilder, type Alignment, endOf, startOf } from "./text/alignment.js";
import { lower } from "./text/normalize.js";
import { strip } from "./text/whitespace.js";
import { toNfkc } from "./words/to-nfkc.js";
import type { WordSplitter } from "./words/word-splitter.js";

/** The names of a BERT tokenizer's special tokens, in the order in which transformers lists them. */
export const SPECIAL_TOKEN_NAMES = ["unk_token", "sep_token", "pad_token", "cls_token", "mask_token"] as const;
export type SpecialTokenName = (typeof SPECIAL_TOKEN_NAMES)[number];

/** The stages of a tokenizer. */
export interface Stages {
  readonly vocabulary: Vocabulary;
  readonly words: WordSplitter;
  /** Undefined where words are tokens themselves. */
  readonly subwords: SubwordModel | undefined;
  readonly specialTokens: Readonly<Record<SpecialTokenName, string>>;
  /** Whether the text between special tokens is lower-cased before all else. */
  readonly do_lower_case: boolean;
  /** Words that splitters leave alone; the tokenizer keeps its special tokens in it. */
  readonly neverSplit: Set<string>;
}

/** What can be given to {@link Tokenizer.add_tokens}: a string, or a token with flags that are not the default. */
export type TokenToAdd = string | (Partial<AddedToken> & { readonly content: string });

export interface EncodeOptions {
  /** Whether to put [CLS] and [SEP] around the text. Default true. */
  readonly add_special_tokens?: boolean;
}

export interface DecodeOptions {
  /** Whether to drop special tokens, [UNK] included. Default false. */
  readonly skip_special_tokens?: boolean;
  /** Whether to remove the spaces before English punctuation. Default false. */
  readonly clean_up_tokenization_spaces?: boolean;
  /** Whether added tokens stand between spaces. Default true. */
  readonly spaces_between_special_tokens?: boolean;
}

/** Ids with where each token lies in the text: [start, end) in UTF-16 units; [0, 0] for tokens that are not of it. */
export interface EncodingWithOffsets {
  readonly ids: number[];
  readonly offsets: [start: number, end: number][];
}

/** What a text is made of: added tokens and the tokens of what lies between, in turn. */
interface TokenSink {
  added(content: string, start: number): void;
  /** Tokens that the subword model has put into the buffer. */
  subwords(model: SubwordModel, tokens: TokenBuffer, toText: (start: number, end: number) => [number, number]): void;
  word(word: string, span: () => [number, number]): void;
}

/**
 * A BERT tokenizer composed of stages: raw text → added tokens → words → subwords → ids.
 *
 * It behaves as the slow tokenizers of transformers 4.56.1 do, under their names. Loading is asynchronous, all else is
 * synchronous; buffers are reused, so one tokenizer serves one thread.
 */
export class Tokenizer {
  readonly #stages: Stages;
  readonly #added = new AddedTokens();
  readonly #additionalSpecial: string[] = [];
  readonly #buffer = new TokenBuffer();

  constructor(stages: Stages) {
    this.#stages = stages;
    this.add_tokens(
      this.all_special_tokens.map((content) => ({ content, normalized: false, special: true })),
      true,
    );
    for (const token of this.all_special_tokens) stages.neverSplit.add(token);
  }

  /** The number of distinct strings in the vocabulary file, added tokens not counted. */
  get vocab_size(): number {
    return this.#stages.vocabulary.size;
  }

  /** The number of distinct strings with an id: Python's `len(tokenizer)`. */
  get length(): number {
    let extra = 0;
    for (const content of this.#added.contents()) if (this.#stages.vocabulary.idOf(content) === undefined) extra++;
    return this.vocab_size + extra;
  }

  get all_special_tokens(): string[] {
    const named = SPECIAL_TOKEN_NAMES.map((name) => this.#stages.specialTokens[name]);
    return [...new Set([...named, ...this.#additionalSpecial])];
  }

  get all_special_ids(): number[] {
    return this.convert_tokens_to_ids(this.all_special_tokens);
  }

  /** The tokens of a text, no special tokens around them. @throws TextError at a lone surrogate, with MeCab */
  tokenize(text: string): string[] {
    const tokens: string[] = [];
    this.#walk(text, false, {
      added: (content) => tokens.push(content),
      word: (word) => tokens.push(word),
      subwords: (model, { buffer, count }) => {
        for (let at = 0; at < count; at++) tokens.push(model.tokenOf(buffer[3 * at]));
      },
    });
    return tokens;
  }

  /** The ids of a text. @throws TextError at a lone surrogate, with MeCab */
  encode(text: string, options: EncodeOptions = {}): number[] {
    const ids: number[] = [];
    const special = options.add_special_tokens ?? true;
    if (special) ids.push(this.#idOfSpecial("cls_token"));
    this.#walk(text, false, {
      added: (content) => ids.push(this.#idOf(content)),
      word: (word) => ids.push(this.#idOf(word)),
      subwords: (_model, { buffer, count }) => {
        for (let at = 0; at < count; at++) ids.push(buffer[3 * at]);
      },
    });
    if (special) ids.push(this.#idOfSpecial("sep_token"));
    return ids;
  }

  /** The ids of a text and where each token lies in it, which Python's slow tokenizers cannot tell. */
  encodeWithOffsets(text: string, options: EncodeOptions = {}): EncodingWithOffsets {
    const ids: number[] = [];
    const offsets: [number, number][] = [];
    const add = (id: number, span: [number, number]): void => {
      ids.push(id);
      offsets.push(span);
    };
    const special = options.add_special_tokens ?? true;
    if (special) add(this.#idOfSpecial("cls_token"), [0, 0]);
    this.#walk(text, true, {
      added: (content, start) => add(this.#idOf(content), [start, start + content.length]),
      word: (word, span) => add(this.#idOf(word), span()),
      subwords: (_model, { buffer, count }, toText) => {
        for (let at = 0; at < 3 * count; at += 3) add(buffer[at], toText(buffer[at + 1], buffer[at + 2]));
      },
    });
    if (special) add(this.#idOfSpecial("sep_token"), [0, 0]);
    return { ids, offsets };
  }

  convert_tokens_to_ids(token: string): number;
  convert_tokens_to_ids(tokens: readonly string[]): number[];
  convert_tokens_to_ids(tokens: string | readonly string[]): number | number[] {
    return typeof tokens === "string" ? this.#idOf(tokens) : tokens.map((token) => this.#idOf(token));
  }

  convert_ids_to_tokens(id: number): string;
  convert_ids_to_tokens(ids: readonly number[], options?: { readonly skip_special_tokens?: boolean }): string[];
  convert_ids_to_tokens(
    ids: number | readonly number[],
    options: { readonly skip_special_tokens?: boolean } = {},
  ): string | string[] {
    if (typeof ids === "number") return this.#tokenOf(ids);
    const skipped = new Set(options.skip_special_tokens ? this.all_special_ids : []);
    return ids.filter((id) => !skipped.has(id)).map((id) => this.#tokenOf(id));
  }

  /** Joins tokens with spaces and pieces with what they continue. */
  convert_tokens_to_string(tokens: readonly string[]): string {
    return strip(tokens.join(" ").replaceAll(" ##", ""));
  }

  /**
   * The text of ids: tokens between spaces, pieces joined; an id without a token reads as the unknown token.
   *
   * @throws OptionError where an id is not an integer
   */
  decode(ids: readonly number[], options: DecodeOptions = {}): string {
    for (const id of ids) if (!Number.isInteger(id)) throw new OptionError("ids", id, "integers");
    const skips = options.skip_special_tokens ?? false;
    const special = new Set(this.all_special_tokens);
    const parts: string[] = [];
    let run: string[] = [];
    for (const token of this.convert_ids_to_tokens(ids, { skip_special_tokens: skips })) {
      if (skips && special.has(token)) continue;
      if (!this.#standsAlone(token, special)) {
        run.push(token);
        continue;
      }
      const text = this.convert_tokens_to_string(run);
      if (text !== "") parts.push(text);
      parts.push(token);
      run = [];
    }
    if (run.length > 0) parts.push(this.convert_tokens_to_string(run));
    const text = parts.join((options.spaces_between_special_tokens ?? true) ? " " : "");
    return options.clean_up_tokenization_spaces ? cleanUp(text) : text;
  }

  /** The text of each list of ids. */
  batch_decode(sequences: readonly (readonly number[])[], options: DecodeOptions = {}): string[] {
    return sequences.map((ids) => this.decode(ids, options));
  }

  /**
   * Adds tokens that are cut out of the raw text. A string that the vocabulary has keeps its id; another gets the next
   * one after the number of strings known, as in the reference, even if a vocabulary with equal lines uses it.
   *
   * @param special whether they are special tokens, which `skip_special_tokens` drops
   * @returns how many ids are new
   */
  add_tokens(tokens: TokenToAdd | readonly TokenToAdd[], special = false): number {
    const list: readonly TokenToAdd[] = Array.isArray(tokens) ? tokens : [tokens as TokenToAdd];
    const known = this.length;
    let added = 0;
    for (const given of list) {
      if (typeof given === "string" && this.#added.idOf(given) !== undefined) continue;
      const token = this.#complete(given, special);
      if (token.content === "") continue;
      const existing = this.#added.idOf(token.content) ?? this.#stages.vocabulary.idOf(token.content);
      if (token.special && !this.all_special_tokens.includes(token.content)) {
        this.#additionalSpecial.push(token.content);
        this.#stages.neverSplit.add(token.content);
      }
      this.#added.set(token, existing ?? known + added++);
    }
    return added;
  }

  #complete(given: TokenToAdd, special: boolean): AddedToken {
    const flags = { lstrip: false, rstrip: false, single_word: false };
    if (typeof given === "string") {
      const isSpecial = special || this.all_special_tokens.includes(given);
      return this.#inCase({ ...flags, content: given, normalized: !isSpecial, special: isSpecial });
    }
    const isSpecial = special || (given.special ?? false);
    const token = { ...flags, normalized: !(given.special ?? false), ...given, special: isSpecial };
    return this.#inCase(token);
  }

  #inCase(token: AddedToken): AddedToken {
    const lowers = !token.special && token.normalized && this.#stages.do_lower_case;
    return lowers ? { ...token, content: lower(token.content) } : token;
  }

  #idOfSpecial(name: SpecialTokenName): number {
    return this.#idOf(this.#stages.specialTokens[name]);
  }

  #idOf(token: string): number {
    const { vocabulary, specialTokens } = this.#stages;
    const unknown = specialTokens.unk_token;
    const id = this.#added.idOf(token) ?? vocabulary.idOf(token) ?? vocabulary.idOf(unknown);
    if (id === undefined) throw new VocabularyError("vocabulary", `no token ${unknown}`, "a line for unknown words");
    return id;
  }

  #tokenOf(id: number): string {
    return (
      this.#added.tokenOf(id)?.content ?? this.#stages.vocabulary.tokenOf(id) ?? this.#stages.specialTokens.unk_token
    );
  }

  #standsAlone(token: string, special: ReadonlySet<string>): boolean {
    const id = this.#added.idOf(token);
    if (id === undefined) return false;
    return !special.has(token) || (this.#additionalSpecial.includes(token) && id >= this.vocab_size);
  }

  #walk(text: string, align: boolean, sink: TokenSink): void {
    const { text: cased, alignment } = this.#lowered(text, align);
    for (const piece of this.#added.cut(cased)) {
      if (piece.isToken) sink.added(piece.text, startOf(alignment, piece.start, piece.start + piece.text.length));
      else this.#walkPiece(piece.text, piece.start, align, alignment, sink);
    }
  }

  #walkPiece(piece: string, pieceStart: number, align: boolean, casing: Alignment, sink: TokenSink): void {
    const { words, subwords } = this.#stages;
    const split = words.split(piece, align);
    const { text, spans, count, alignment } = subwords?.wantsNfkc ? toNfkc(split) : split;
    const toText = (start: number, end: number): [number, number] => {
      const from = pieceStart + startOf(alignment, start, end);
      const to = pieceStart + endOf(alignment, start, end);
      return [startOf(casing, from, to), endOf(casing, from, to)];
    };
    if (!subwords) {
      for (let at = 0; at < 2 * count; at += 2) {
        sink.word(text.slice(spans[at], spans[at + 1]), () => toText(spans[at], spans[at + 1]));
      }
      return;
    }
    const buffer = this.#buffer;
    buffer.count = 0;
    for (let at = 0; at < 2 * count; at += 2) subwords.encode(text, spans[at], spans[at + 1], buffer);
    sink.subwords(subwords, buffer, toText);
  }

  #lowered(text: string, align: boolean): { text: string; alignment: Alignment } {
    if (!this.#stages.do_lower_case) return { text, alignment: undefined };
    const kept = this.all_special_tokens;
    for (const [, token] of this.#added.entries()) if (!token.special && token.normalized) kept.push(token.content);
    const builder = new AlignedBuilder();
    lowerBetween(text, kept, (made, start, end) => builder.add(made, start, end));
    return { text: builder.text, alignment: align ? builder.alignment : undefined };
  }
}

/** In this order, as the reference does it. */
const CLEANED: readonly [found: string, replaced: string][] = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

function cleanUp(text: string): string {
  return CLEANED.reduce((cleaned, [found, replaced]) => cleaned.replaceAll(found, replaced), text);
}
