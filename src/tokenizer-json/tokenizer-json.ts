import { VocabularyError } from "../base/errors.js";
import { proposal } from "../base/nearest.js";
import { anyOf, checkOptions, STRING } from "../base/options.js";
import { BYTES, guard } from "../base/signatures.js";
import { TokenBuffer } from "../subwords/subword-model.js";
import { checkPairs } from "../text/unit-buffer.js";
import { decodeUtf8 } from "../text/utf8.js";
import { Tokens } from "../tokenizer/sequence.js";
import { AddedVocabulary, type Segment } from "./added-vocabulary.js";
import type { JsonAddedToken, JsonPadding, JsonTokenToAdd, JsonTruncation, PostProcessor } from "./block-types.js";
import { type Decoder, readDecoder } from "./decoders.js";
import { JsonField } from "./json-field.js";
import { NormalizedText } from "./normalized-text.js";
import type { Normalizer } from "./normalizer.js";
import { readNormalizer } from "./normalizers.js";
import {
  type JsonOverrides,
  NORMALIZER_OVERRIDES,
  OVERRIDES,
  overriddenNormalizer,
  overriddenPostProcessor,
  overriddenPreTokenizer,
  POST_PROCESSOR_OVERRIDES,
} from "./overrides.js";
import { type PreTokenizer, readPreTokenizer } from "./pre-tokenizers.js";
import { readAddedToken, readPadding, readPostProcessor, readTruncation } from "./read-blocks.js";
import { type Json, readJson, type Writable, writeJson } from "./serde-json.js";
import { readTokenModel, type TokenModel } from "./token-models.js";

/** Options of {@link TokenizerJson.encode} and {@link TokenizerJson.tokens}. */
export interface JsonEncodeOptions {
  /** True if special tokens in the text are encoded like any other text. Default false. */
  readonly encodeSpecialTokens?: boolean;
  /** The word number given to all tokens, for a text that is itself one word. By default words are counted from 0. */
  readonly word?: number | undefined;
  /** The list that the strings of the tokens are appended to, as {@link TokenizerJson.tokens} returns them. */
  readonly strings?: string[] | undefined;
}

/** The only version of the file format. */
const VERSION = "1.0";
/** The fields of the file. The reference refuses others. */
const PARTS: readonly string[] = [
  ...["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder"],
  "model",
];

/**
 * A tokenizer.json: turns raw text into ids and ids into text, with the results of tokenizers 0.22.2, the Rust library.
 *
 * A text passes through the added tokens, the normalizer, the added tokens flagged `normalized`, the pre-tokenizer and
 * the model. Truncation, post-processor and padding are only read and saved; fast tokenizers apply them. Lone
 * surrogates are refused, because Rust strings cannot hold them.
 *
 * @example
 * import { TokenizerJson, Tokens } from "tohoku-tokenizers/tokenizer-json";
 *
 * const metaspace = { type: "Metaspace", replacement: "▁", prepend_scheme: "never", split: true };
 * const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
 * const file = {
 *   version: "1.0",
 *   added_tokens: [{ id: 0, content: "<s>", ...flags }],
 *   normalizer: { type: "NFKC" },
 *   pre_tokenizer: metaspace,
 *   decoder: metaspace,
 *   model: {
 *     type: "BPE",
 *     unk_token: "<unk>",
 *     vocab: { "<s>": 0, "<unk>": 1, "▁": 2, 東: 3, 京: 4, 東京: 5 },
 *     merges: [["東", "京"]],
 *   },
 * };
 * const tokenizer = TokenizerJson.parse(JSON.stringify(file), "tokenizer.json");
 * const tokens = new Tokens(true, () => -1);
 * tokenizer.encode("<s>東京 京", tokens);
 * console.log(tokens.ids); // => [0,5,2,4]
 * console.log(tokens.sequence.offsets); // => [[0,3],[3,5],[5,6],[6,7]]
 * console.log(tokenizer.tokens("<s>東京 京")); // => ["<s>","東京","▁","京"]
 * console.log(tokenizer.decode([0, 5, 2, 4], true)); // => "東京 京"
 */
export class TokenizerJson {
  /** The `post_processor` block. Like the next two it can be set, and {@link TokenizerJson.toJson} saves it. */
  postProcessor: PostProcessor | undefined;
  /** The `truncation` block. */
  truncation: JsonTruncation | undefined;
  /** The `padding` block. */
  padding: JsonPadding | undefined;
  #normalizer: Normalizer | undefined;
  #preTokenizer: PreTokenizer | undefined;
  readonly #model: TokenModel;
  readonly #decoder: Decoder | undefined;
  readonly #added: AddedVocabulary;
  /** True if ids depend on the sources of characters, which must then be tracked even if no offsets are requested. */
  #alwaysAligns = false;
  readonly #buffer = new TokenBuffer();

  static {
    guard(TokenizerJson, {
      parse: { parameters: { content: anyOf(STRING, BYTES), fileName: STRING }, options: OVERRIDES },
    });
  }

  private constructor(file: JsonField) {
    for (const name of file.object().keys()) {
      if (!PARTS.includes(name)) throw file.at(name).error(`no field of this name${proposal(name, PARTS)}`);
    }
    const version = file.at("version");
    if (version.value !== undefined) version.oneOf([VERSION]);
    this.truncation = file.at("truncation").or(undefined, readTruncation);
    this.padding = file.at("padding").or(undefined, readPadding);
    this.#normalizer = file.at("normalizer").or(undefined, readNormalizer);
    this.#preTokenizer = file.at("pre_tokenizer").or(undefined, readPreTokenizer);
    this.postProcessor = file.at("post_processor").or(undefined, readPostProcessor);
    this.#decoder = file.at("decoder").or(undefined, readDecoder);
    this.#model = readTokenModel(file.at("model"));
    this.#added = new AddedVocabulary(this.#model, this.#normalizer);
    const added = file.at("added_tokens");
    if (added.value !== undefined) this.#added.add(added.items().map(readAddedToken));
    this.#decideAlignment();
  }

  /**
   * Reads the content of a tokenizer.json, as a string or as UTF-8 bytes.
   *
   * @param fileName the name of the file in errors
   * @param overrides settings that replace those of the file, as {@link TokenizerJson.override} replaces them
   * @throws VocabularyError if a part of the file is malformed, refused by the reference, or not supported. The error
   * names its place in the file
   * @throws OptionError as {@link TokenizerJson.override}
   *
   * @example
   * import { TokenizerJson } from "tohoku-tokenizers/tokenizer-json";
   *
   * const model = { type: "WordLevel", vocab: { a: 0, b: "1" }, unk_token: "a" };
   * try {
   *   TokenizerJson.parse(JSON.stringify({ model }), "tokenizer.json");
   * } catch (error) {
   *   console.log((error as Error).message); // => "tokenizer.json: model.vocab.b: found \"1\", expected an integer from 0 to 2147483647"
   * }
   */
  static parse(content: string | Uint8Array, fileName: string, overrides: JsonOverrides = {}): TokenizerJson {
    const fail = (found: string, expected: string) => new VocabularyError(fileName, found, expected);
    const text = typeof content === "string" ? content : decodeUtf8(content, (fault) => fail(fault, "UTF-8"));
    const json = new TokenizerJson(new JsonField(readJson(text, fail), `${fileName}: `));
    json.override(overrides);
    return json;
  }

  /**
   * Takes the blocks of a tokenizer.json that is made in memory. Unlike those of a file, its numbers are not rounded.
   *
   * @param name the name of the source in errors
   * @throws VocabularyError as {@link TokenizerJson.parse}
   */
  static of(blocks: Json, name: string): TokenizerJson {
    return new TokenizerJson(new JsonField(blocks, `${name}: `));
  }

  /**
   * Replaces settings of blocks, as the fast classes of transformers 4.56.1 do after they have added their tokens. Added
   * tokens flagged `normalized` are still searched for as the former normalizer wrote them, until {@link addTokens} adds
   * more. The reference does the same.
   *
   * @throws OptionError if an override is unknown or has a wrong value
   *
   * @example
   * import { TokenizerJson } from "tohoku-tokenizers/tokenizer-json";
   *
   * const flags = { clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true };
   * const file = {
   *   normalizer: { type: "BertNormalizer", ...flags },
   *   model: { type: "WordLevel", vocab: { a: 0, A: 1 }, unk_token: "a" },
   * };
   * const tokenizer = TokenizerJson.parse(JSON.stringify(file), "tokenizer.json");
   * console.log(tokenizer.tokens("A")); // => ["a"]
   * tokenizer.override({ normalizer: { lowercase: false } });
   * console.log(tokenizer.tokens("A")); // => ["A"]
   */
  override(overrides: JsonOverrides): void {
    checkOptions(overrides, OVERRIDES);
    checkOptions(overrides.normalizer, NORMALIZER_OVERRIDES);
    checkOptions(overrides.post_processor, POST_PROCESSOR_OVERRIDES);
    const normalizer = overriddenNormalizer(this.#normalizer?.json ?? null, overrides.normalizer);
    if (normalizer) this.#normalizer = readNormalizer(normalizer);
    this.#added.normalizer = this.#normalizer;
    const preTokenizer = overriddenPreTokenizer(this.#preTokenizer?.json ?? null, overrides.add_prefix_space);
    if (preTokenizer) this.#preTokenizer = readPreTokenizer(preTokenizer);
    this.postProcessor = overriddenPostProcessor(this.postProcessor, overrides.post_processor) ?? this.postProcessor;
    this.#decideAlignment();
  }

  #decideAlignment(): void {
    const { makesGhosts = false, seesGhosts = false } = this.#normalizer ?? {};
    const { seesShift = false, seesChanged = false, seesGhosts: seesThem = false } = this.#preTokenizer ?? {};
    this.#alwaysAligns =
      (makesGhosts && (seesGhosts || seesThem)) || (seesShift && (seesChanged || this.#normalizer !== undefined));
  }

  /**
   * The added tokens in ascending order of ids. Ids are assigned as in the reference; those of the file are not used.
   */
  get addedTokens(): readonly JsonAddedToken[] {
    return this.#added.tokens();
  }

  /**
   * Adds tokens and returns the number added. A token of the model's vocabulary keeps its id, others get the next free
   * ids. Empty tokens, and tokens already present with the same flags, are skipped.
   *
   * @throws VocabularyError if a token is longer than 65,535 UTF-16 code units before or after normalization, contains
   * a lone surrogate, or is flagged `normalized` and normalizes to the empty string; then none is added
   *
   * @example
   * import { TokenizerJson } from "tohoku-tokenizers/tokenizer-json";
   *
   * const model = { type: "WordLevel", vocab: { a: 0, "<unk>": 1 }, unk_token: "<unk>" };
   * const tokenizer = TokenizerJson.parse(JSON.stringify({ model }), "tokenizer.json");
   * const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
   * console.log(tokenizer.addTokens([{ content: "<s>", ...flags }, { content: "", ...flags }])); // => 1
   * console.log(tokenizer.tokenToId("<s>")); // => 2
   * console.log(tokenizer.tokens("a<s>b")); // => ["a","<s>","<unk>"]
   */
  addTokens(tokens: readonly JsonTokenToAdd[]): number {
    return this.#added.add(tokens);
  }

  /**
   * Appends the tokens of one text to `tokens`, before truncation and post-processing. If `tokens` is aligned, each
   * gets an offset [start, end) in UTF-16 code units of the text, and the number of its word. A word is an added token
   * or a piece that the pre-tokenizer cuts.
   *
   * @throws TextError if the text contains a lone surrogate, grows beyond bounds, or makes the reference panic
   * @throws VocabularyError if text is unknown and the vocabulary lacks the unknown token
   */
  encode(text: string, tokens: Tokens, { encodeSpecialTokens = false, word, strings }: JsonEncodeOptions = {}): void {
    checkPairs(text);
    const isAligned = tokens.isAligned || this.#alwaysAligns;
    const buffer = this.#buffer;
    buffer.clear();
    for (const segment of this.#segments(new NormalizedText(text, 0, isAligned), encodeSpecialTokens)) {
      const first = buffer.count;
      const { text: piece, id } = segment;
      if (id >= 0) buffer.push(id, 0, piece.length);
      else this.#model.encode(piece.text, 0, piece.length, buffer);
      tokens.wordCount++;
      if (tokens.isAligned) addAligned(tokens, buffer, first, piece, word ?? tokens.wordCount - 1);
      if (strings) this.#addStrings(strings, segment, first);
    }
    if (!tokens.isAligned) tokens.addIds(buffer.ids());
  }

  /**
   * The tokens of one text as strings, as the reference reports them. An added token includes the whitespace that it
   * takes in. For unknown text of a Unigram model the string is that text.
   *
   * @throws TextError as {@link encode}
   * @throws VocabularyError as {@link encode}
   */
  tokens(text: string, { encodeSpecialTokens = false }: JsonEncodeOptions = {}): string[] {
    const strings: string[] = [];
    this.encode(text, new Tokens(true, () => -1), { encodeSpecialTokens, strings });
    return strings;
  }

  /** Appends the strings of the buffer's tokens from `first` on, which a segment was encoded to. */
  #addStrings(strings: string[], { text, id }: Segment, first: number): void {
    if (id >= 0) {
      strings.push(text.text);
      return;
    }
    const { buffer, count } = this.#buffer;
    for (let at = 3 * first; at < 3 * count; at += 3) {
      const token = buffer[at];
      const isSurface = token === this.#model.surfaceId;
      strings.push(isSurface ? text.text.slice(buffer[at + 1], buffer[at + 2]) : (this.#model.tokenOf(token) ?? ""));
    }
  }

  /** The id of a token: that of an added token, else that of the model's vocabulary, else undefined. */
  tokenToId(token: string): number | undefined {
    return this.#added.ids().get(token) ?? this.#model.ids.get(token);
  }

  /** The token with an id: an added token, else one of the model's vocabulary, else undefined. */
  idToToken(id: number): string | undefined {
    return this.#added.tokenOf(id) ?? this.#model.tokenOf(id);
  }

  /** The number of entries of the model's vocabulary, or with `withAdded` the number of distinct tokens of both. */
  vocabSize(withAdded: boolean): number {
    if (!withAdded) return this.#model.size;
    let size = this.#model.ids.size;
    for (const token of this.#added.ids().keys()) if (!this.#model.ids.has(token)) size++;
    return size;
  }

  /** The tokens with their ids: those of the model, then with `withAdded` the added ones that the model lacks. */
  *entries(withAdded: boolean): Iterable<[token: string, id: number]> {
    yield* this.#model.ids;
    if (!withAdded) return;
    for (const [token, id] of this.#added.ids()) if (!this.#model.ids.has(token)) yield [token, id];
  }

  /**
   * The text of ids. Unknown ids are dropped, and with `skipSpecialTokens` those of special added tokens too.
   *
   * @throws OptionError if the reference panics: the decoder Strip removes more than a token has
   * @throws TextError if the decoder Replace makes a token grow beyond bounds
   */
  decode(ids: readonly number[], skipSpecialTokens: boolean): string {
    const tokens: string[] = [];
    for (const id of ids) {
      const token = this.idToToken(id);
      if (token !== undefined && !(skipSpecialTokens && this.#added.isSpecial(token))) tokens.push(token);
    }
    return this.join(tokens);
  }

  /**
   * The text of tokens: the result of the decoder, or without a decoder the tokens joined by spaces.
   *
   * @throws OptionError as {@link decode}
   * @throws TextError as {@link decode}
   */
  join(tokens: readonly string[]): string {
    return this.#decoder ? this.#decoder.decode(tokens).join("") : tokens.join(" ");
  }

  /** The content of the file as the reference saves it, with the current added tokens and settings. */
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

  /** The added tokens and the pieces for the model, in the order of the text. None is empty. */
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

/** Adds the buffer's tokens from `first` on, with their spans in the whole text. */
function addAligned(tokens: Tokens, { buffer, count }: TokenBuffer, first: number, text: NormalizedText, word: number) {
  for (let at = 3 * first; at < 3 * count; at += 3) {
    tokens.add(buffer[at], text.spanStart(buffer[at + 1]), text.spanEnd(buffer[at + 2]), word);
  }
}
