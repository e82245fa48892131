import { VocabularyError } from "../base/errors.js";
import { TokenBuffer } from "../subwords/subword-model.js";
import { checkPairs } from "../text/unit-buffer.js";
import { decodeUtf8 } from "../text/utf8.js";
import type { Tokens } from "../tokenizer/sequence.js";
import { AddedVocabulary, type JsonTokenToAdd, type Segment } from "./added-vocabulary.js";
import type { JsonAddedToken, JsonPadding, JsonTruncation, PostProcessor } from "./blocks.js";
import { type Decoder, readDecoder } from "./decoders.js";
import { Field } from "./fields.js";
import { type Json, readJson, type Writable, writeJson } from "./json.js";
import { readModel, type TokenModel } from "./models.js";
import { NormalizedText } from "./normalized-text.js";
import { type Normalizer, readNormalizer } from "./normalizers.js";
import { type PreTokenizer, readPreTokenizer } from "./pre-tokenizers.js";
import { readAddedToken, readPadding, readPostProcessor, readTruncation } from "./read-blocks.js";

/** How {@link TokenizerJson.encode} treats a text. */
export interface JsonEncodeOptions {
  /** Whether special tokens are ordinary text. Default false. */
  readonly encodeSpecialTokens?: boolean;
  /** The word that the tokens are of, where the text is one of several words given; otherwise words are counted. */
  readonly word?: number;
}

/** What {@link TokenizerJson.parse} takes from elsewhere than the file. */
export interface JsonOverrides {
  /** Whether a ByteLevel pre-tokenizer, where that is the whole of it, puts a space before a text. */
  readonly add_prefix_space?: boolean;
}

const VERSION = "1.0";

/**
 * A tokenizer.json: from raw text to tokens and back, equal to tokenizers 0.22.2. Texts pass its added tokens, its
 * normalizer, the added tokens that are normalized, its pre-tokenizer and its model; ids its decoder.
 */
export class TokenizerJson {
  /** What is put around the tokens of a text or two. As the two below it can be set, and is what is saved. */
  postProcessor: PostProcessor | undefined;
  truncation: JsonTruncation | undefined;
  padding: JsonPadding | undefined;
  readonly #normalizer: Normalizer | undefined;
  readonly #preTokenizer: PreTokenizer | undefined;
  readonly #model: TokenModel;
  readonly #decoder: Decoder | undefined;
  readonly #added: AddedVocabulary;
  /** Whether what a text becomes depends on where its characters come from, so that this is kept at all times. */
  readonly #alwaysAligns: boolean;
  readonly #buffer = new TokenBuffer();

  private constructor(file: Field) {
    const version = file.at("version");
    if (version.value !== undefined) version.oneOf([VERSION]);
    this.truncation = file.at("truncation").or(undefined, readTruncation);
    this.padding = file.at("padding").or(undefined, readPadding);
    this.#normalizer = file.at("normalizer").or(undefined, readNormalizer);
    this.#preTokenizer = file.at("pre_tokenizer").or(undefined, readPreTokenizer);
    this.postProcessor = file.at("post_processor").or(undefined, readPostProcessor);
    this.#decoder = file.at("decoder").or(undefined, readDecoder);
    this.#model = readModel(file.at("model"));
    this.#added = new AddedVocabulary(this.#model, this.#normalizer);
    const added = file.at("added_tokens");
    if (added.value !== undefined) this.#added.add(added.items().map(readAddedToken));
    const { makesGhosts = false, seesGhosts = false } = this.#normalizer ?? {};
    const { seesShift = false, seesChanged = false } = this.#preTokenizer ?? {};
    this.#alwaysAligns = (makesGhosts && seesGhosts) || (seesShift && (seesChanged || this.#normalizer !== undefined));
  }

  /**
   * @param fileName what to call the file in errors
   * @throws VocabularyError that names the part at fault: one that is not as it has to be, that the reference refuses too,
   * or that this library does not know
   */
  static parse(content: string | Uint8Array, fileName: string, overrides: JsonOverrides = {}): TokenizerJson {
    const fail = (found: string, expected: string) => new VocabularyError(fileName, found, expected);
    const text = typeof content === "string" ? content : decodeUtf8(content, (fault) => fail(fault, "UTF-8"));
    const file = new Field(readJson(text, fail), `${fileName}: `);
    override(file, overrides);
    return new TokenizerJson(file);
  }

  /** In ascending order of ids; these are the reference's, not the file's. */
  get addedTokens(): readonly JsonAddedToken[] {
    return this.#added.tokens();
  }

  /**
   * Adds tokens; those that are empty or there already, flags and all, are left out. Returns how many were not.
   *
   * @throws VocabularyError, and adds none, where a token is longer than 65,535 UTF-16 units or has a lone surrogate, and
   * where one that is to be normalized becomes nothing by it
   */
  addTokens(tokens: readonly JsonTokenToAdd[]): number {
    return this.#added.add(tokens);
  }

  /**
   * Appends the tokens of one text, before truncation and post-processing, with offsets in UTF-16 units of the text.
   * Words are what the added tokens and the pre-tokenizer cut.
   *
   * @throws TextError at a lone surrogate, and where the reference panics
   * @throws VocabularyError where text is unknown and the model has no token for that
   */
  encode(text: string, tokens: Tokens, { encodeSpecialTokens = false, word }: JsonEncodeOptions = {}): void {
    checkPairs(text);
    const isAligned = tokens.isAligned || this.#alwaysAligns;
    const buffer = this.#buffer;
    buffer.count = 0;
    for (const segment of this.#segments(new NormalizedText(text, 0, isAligned), encodeSpecialTokens)) {
      const first = buffer.count;
      const { text: piece, id } = segment;
      if (id >= 0) buffer.push(id, 0, piece.length);
      else this.#model.encode(piece.text, 0, piece.length, buffer);
      tokens.wordCount++;
      if (tokens.isAligned) addAligned(tokens, buffer, first, piece, word ?? tokens.wordCount - 1);
    }
    if (!tokens.isAligned) tokens.addIds(buffer.ids());
  }

  /**
   * The tokens of one text as the reference tells them: an added token with the whitespace that it took, and of a Unigram
   * model's unknown text that itself.
   *
   * @throws as {@link encode}
   */
  tokens(text: string, { encodeSpecialTokens = false }: JsonEncodeOptions = {}): string[] {
    checkPairs(text);
    const found: string[] = [];
    const buffer = this.#buffer;
    for (const { text: piece, id } of this.#segments(new NormalizedText(text, 0, true), encodeSpecialTokens)) {
      if (id >= 0) {
        found.push(piece.text);
        continue;
      }
      buffer.count = 0;
      this.#model.encode(piece.text, 0, piece.length, buffer);
      for (let at = 0; at < 3 * buffer.count; at += 3) {
        const token = buffer.buffer[at];
        const isSurface = token === this.#model.surfaceId;
        const surface = piece.text.slice(buffer.buffer[at + 1], buffer.buffer[at + 2]);
        found.push(isSurface ? surface : (this.#model.tokenOf(token) ?? ""));
      }
    }
    return found;
  }

  tokenToId(token: string): number | undefined {
    return this.#added.ids().get(token) ?? this.#model.ids.get(token);
  }

  idToToken(id: number): string | undefined {
    return this.#added.tokenOf(id) ?? this.#model.tokenOf(id);
  }

  /** The number of entries of the model's vocabulary, or of distinct tokens with the added ones. */
  vocabSize(withAdded: boolean): number {
    if (!withAdded) return this.#model.size;
    let size = this.#model.ids.size;
    for (const token of this.#added.ids().keys()) if (!this.#model.ids.has(token)) size++;
    return size;
  }

  /** Tokens with their ids, those of the model first. */
  *entries(withAdded: boolean): Iterable<[token: string, id: number]> {
    yield* this.#model.ids;
    if (!withAdded) return;
    for (const [token, id] of this.#added.ids()) if (!this.#model.ids.has(token)) yield [token, id];
  }

  /**
   * The text of ids; those that are unknown are dropped.
   *
   * @throws OptionError where the reference panics
   */
  decode(ids: readonly number[], skipSpecialTokens: boolean): string {
    const tokens: string[] = [];
    for (const id of ids) {
      const token = this.idToToken(id);
      if (token !== undefined && !(skipSpecialTokens && this.#added.isSpecial(token))) tokens.push(token);
    }
    return this.join(tokens);
  }

  /** The text of tokens. @throws OptionError where the reference panics */
  join(tokens: readonly string[]): string {
    return this.#decoder ? this.#decoder.decode(tokens).join("") : tokens.join(" ");
  }

  /** The file again, with the added tokens of now, as the reference saves it. */
  toJson(): string {
    return writeJson({
      version: VERSION,
      truncation: (this.truncation ?? null) as Writable,
      padding: (this.padding ?? null) as Writable,
      added_tokens: this.#added.tokens() as unknown as Writable,
      normalizer: this.#normalizer?.json ?? null,
      pre_tokenizer: this.#preTokenizer?.json ?? null,
      post_processor: (this.postProcessor ?? null) as Writable,
      decoder: this.#decoder?.json ?? null,
      model: this.#model.json(),
    });
  }

  /** What is left to the model, and the added tokens, in the order of the text; none of them empty. */
  *#segments(text: NormalizedText, encodesSpecial: boolean): Generator<Segment> {
    for (const segment of this.#added.cut(text, encodesSpecial)) {
      if (segment.id >= 0) {
        yield segment;
        continue;
      }
      this.#normalizer?.normalize(segment.text);
      for (const normalized of this.#added.cutNormalized(segment.text, encodesSpecial)) {
        if (normalized.id >= 0 || !this.#preTokenizer) yield normalized;
        else for (const piece of this.#preTokenizer.split(normalized.text)) yield { text: piece, id: -1 };
      }
    }
  }
}

function override(file: Field, { add_prefix_space }: JsonOverrides): void {
  const { value } = file.at("pre_tokenizer");
  if (add_prefix_space === undefined || !(value instanceof Map) || !value.has("add_prefix_space")) return;
  (value as Map<string, Json>).set("add_prefix_space", add_prefix_space);
}

function addAligned(tokens: Tokens, { buffer, count }: TokenBuffer, first: number, text: NormalizedText, word: number) {
  for (let at = 3 * first; at < 3 * count; at += 3) {
    tokens.add(buffer[at], text.spanStart(buffer[at + 1]), text.spanEnd(buffer[at + 2]), word);
  }
}
