import { OptionError } from "../base/errors.js";
import { FUNCTION, NATURAL, OBJECT, type OptionKind, oneOf } from "../base/options.js";
import { guard, optional } from "../base/signatures.js";
import { toItems } from "./batch.js";
import type { BatchEncoding, Encoding } from "./encoding.js";
import { isList } from "./inputs.js";
import type { Offset } from "./sequence.js";

/** The fields that a view reads, with the options of a call that return them. */
const OPTIONS = {
  offset_mapping: "return_offsets_mapping",
  word_ids: "return_word_ids",
  sequence_ids: "return_sequence_ids",
} as const;

/** Anything that knows the tokens of ids, such as a tokenizer. */
export interface TokensOfIds {
  /** The token of each id. */
  convert_ids_to_tokens(ids: readonly number[]): string[];
}

const TOKENIZER: OptionKind = {
  allows: (value) => FUNCTION.allows((value as Partial<TokensOfIds> | null | undefined)?.convert_ids_to_tokens),
  expected: "the tokenizer",
};
const INDEX = { parameters: { token: NATURAL } };
const POSITION = { parameters: { char: NATURAL, sequence_index: optional(oneOf(0, 1)) } };
const WORD = { parameters: { word: NATURAL, sequence_index: optional(oneOf(0, 1)) } };

/**
 * The places of one encoding's tokens in their texts: from token to word, from character to token, and so on. The
 * methods have the names and results of Encoding of tokenizers 0.22.2, which slow tokenizers of transformers do not
 * have. Positions in texts are in the unit of the encoding's offsets: UTF-16 code units, or code points with
 * `offset_unit: "code_point"`. The view reads plain fields, so it also works on an encoding that was stored or sent.
 *
 * @example
 * ```ts
 * import { AutoTokenizer, EncodingView } from "tohoku-tokenizers";
 *
 * const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3", { word_ids: true });
 * const positions = { return_offsets_mapping: true, return_word_ids: true, return_sequence_ids: true };
 * const view = new EncodingView(tokenizer("東京", { text_pair: "都に住む", ...positions }));
 * console.log(view.sequence_ids()); // => [null,0,0,null,1,1,1,1,null]
 * console.log([view.char_to_token(1), view.char_to_token(1, 1)]); // => [2,5]
 * console.log(view.tokens(tokenizer)[5]); // => "に"
 * ```
 */
export class EncodingView {
  readonly #encoding: Encoding;

  static {
    guard(EncodingView.prototype, {
      tokens: { parameters: { tokenizer: TOKENIZER } },
      word_ids: { parameters: {} },
      sequence_ids: { parameters: {} },
      token_to_sequence: INDEX,
      token_to_word: INDEX,
      token_to_chars: INDEX,
      char_to_token: POSITION,
      char_to_word: POSITION,
      word_to_tokens: WORD,
      word_to_chars: WORD,
    });
  }

  /**
   * @param encoding one encoding with plain lists. Each method names the fields that it needs
   * @throws OptionError if it is a batch, or in tensors
   */
  constructor(encoding: Encoding) {
    const ids: unknown = OBJECT.allows(encoding) ? encoding.input_ids : undefined;
    if (!isList(ids)) throw new OptionError("encoding", encoding, "an encoding in lists: call without return_tensors");
    if (isList(ids[0])) throw new OptionError("encoding", "a batch", "one encoding; EncodingView.rows takes a batch");
    this.#encoding = encoding;
  }

  /** The view of each row of a batch. @throws OptionError if it is no batch in lists */
  static rows(batch: BatchEncoding): EncodingView[] {
    const ids: unknown = OBJECT.allows(batch) ? batch.input_ids : undefined;
    if (!isList(ids) || !ids.every(isList)) throw new OptionError("batch", batch, "a batch of encodings in lists");
    return toItems(batch as unknown as Record<string, unknown[]>).map((row) => new EncodingView(row));
  }

  /** The number of ids. */
  get length(): number {
    return this.#encoding.input_ids.length;
  }

  /** The tokens of the ids, special tokens and padding included. An unknown one is the unknown token. */
  tokens(tokenizer: TokensOfIds): string[] {
    return tokenizer.convert_ids_to_tokens(this.#encoding.input_ids);
  }

  /** The word of its text that each token belongs to; null for special tokens. @throws OptionError without word_ids */
  word_ids(): (number | null)[] {
    return [...this.#field("word_ids")];
  }

  /** The text of each token, 0 or 1; null for special tokens. @throws OptionError without sequence_ids */
  sequence_ids(): (number | null)[] {
    return [...this.#field("sequence_ids")];
  }

  /** The text of a token, 0 or 1; null for a special token. @throws OptionError without sequence_ids */
  token_to_sequence(token: number): number | null {
    return this.#field("sequence_ids")[token] ?? null;
  }

  /** The word of a token in its text; null without one. @throws OptionError without word_ids and sequence_ids */
  token_to_word(token: number): number | null {
    const word = this.#field("word_ids")[token] ?? null;
    return this.token_to_sequence(token) === null ? null : word;
  }

  /** The span of a token in its text; null for a special token. @throws OptionError without offsets and sequence_ids */
  token_to_chars(token: number): Offset | null {
    const offset = this.#field("offset_mapping")[token];
    return offset && this.token_to_sequence(token) !== null ? [...offset] : null;
  }

  /**
   * The first token that contains a character of a text; null if none does, as with whitespace.
   *
   * @param char a position in the text (with `is_split_into_words`: in any of its words)
   * @param sequence_index 0 for the text, the default, or 1 for the second text of a pair
   * @throws OptionError without offset_mapping and sequence_ids
   */
  char_to_token(char: number, sequence_index: 0 | 1 = 0): number | null {
    const offsets = this.#field("offset_mapping");
    const [first, end] = this.#range(sequence_index);
    for (let token = first; token < end; token++) {
      if (offsets[token][0] <= char && char < offsets[token][1]) return token;
    }
    return null;
  }

  /** The word of a character; null without one. Parameters and errors as {@link char_to_token}, and word_ids. */
  char_to_word(char: number, sequence_index: 0 | 1 = 0): number | null {
    const token = this.char_to_token(char, sequence_index);
    return token === null ? null : this.token_to_word(token);
  }

  /**
   * The span of a word's tokens, [first, end); null if it has none.
   *
   * @param sequence_index 0 for the text, the default, or 1 for the second text of a pair
   * @throws OptionError without word_ids and sequence_ids
   */
  word_to_tokens(word: number, sequence_index: 0 | 1 = 0): [start: number, end: number] | null {
    const words = this.#field("word_ids");
    const [first, end] = this.#range(sequence_index);
    let span: [number, number] | null = null;
    for (let token = first; token < end && (words[token] ?? 0) <= word; token++) {
      if (words[token] === word) span = [span ? span[0] : token, token + 1];
    }
    return span;
  }

  /** The span of a word in its text; null if it has no tokens. Parameters as {@link word_to_tokens}, and offsets. */
  word_to_chars(word: number, sequence_index: 0 | 1 = 0): Offset | null {
    const offsets = this.#field("offset_mapping");
    const span = this.word_to_tokens(word, sequence_index);
    return span && [offsets[span[0]][0], offsets[span[1] - 1][1]];
  }

  #range(sequence: number): [first: number, end: number] {
    const ids = this.#field("sequence_ids");
    const first = ids.indexOf(sequence);
    return first < 0 ? [0, 0] : [first, ids.lastIndexOf(sequence) + 1];
  }

  #field<Name extends keyof typeof OPTIONS>(name: Name): NonNullable<Encoding[Name]> {
    const field = this.#encoding[name];
    if (isList(field)) return field as NonNullable<Encoding[Name]>;
    throw new OptionError(
      name,
      field,
      `a list: call the tokenizer with ${OPTIONS[name]}: true, without return_tensors`,
    );
  }
}
