import { VocabularyError } from "../errors.js";
import type { Tokens } from "../tokenizer/sequence.js";
import type { JsonAddedToken, JsonPadding, JsonTruncation, PostProcessor } from "./blocks.js";

/** How {@link TokenizerJson.encode} treats a text. */
export interface JsonEncodeOptions {
  /** Whether special tokens are ordinary text. Default false. */
  readonly encodeSpecialTokens?: boolean;
  /** The word that the tokens are of, where the text is one of several words given; otherwise words are counted. */
  readonly word?: number;
}

/** A tokenizer.json, from raw text to tokens and back. Reference: tokenizers 0.22.2. */
export class TokenizerJson {
  /** What is put around the tokens of a text or two. */
  readonly postProcessor: PostProcessor | undefined;
  readonly truncation: JsonTruncation | undefined;
  readonly padding: JsonPadding | undefined;

  private constructor(_content: unknown, fileName: string) {
    throw new VocabularyError(fileName, "a tokenizer.json", "one that can be read");
  }

  /** @throws VocabularyError that names the part at fault */
  static parse(content: string | Uint8Array, fileName: string): TokenizerJson {
    return new TokenizerJson(content, fileName);
  }

  /** In ascending order of ids. */
  get addedTokens(): readonly JsonAddedToken[] {
    return [];
  }

  /** Adds tokens; those whose content is empty or that are there already are ignored. Returns how many were new. */
  addTokens(_tokens: readonly Omit<JsonAddedToken, "id">[]): number {
    return 0;
  }

  /**
   * Appends the tokens of one text, before truncation and post-processing, with offsets in UTF-16 units of the text.
   *
   * @throws TextError at a lone surrogate
   */
  encode(_text: string, _tokens: Tokens, _options?: JsonEncodeOptions): void {}

  tokenToId(_token: string): number | undefined {
    return undefined;
  }

  idToToken(_id: number): string | undefined {
    return undefined;
  }

  /** The number of tokens in the vocabulary. */
  vocabSize(_withAdded: boolean): number {
    return 0;
  }

  *entries(_withAdded: boolean): Iterable<[token: string, id: number]> {}

  /** The text of ids; those that are unknown are dropped. */
  decode(_ids: readonly number[], _skipSpecialTokens: boolean): string {
    return "";
  }

  /** The file again, with the added tokens of now, as tokenizers saves it. */
  toJson(): string {
    return "";
  }
}
