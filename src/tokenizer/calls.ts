import type { CallOptions, TextInput } from "./call-options.js";
import type { BatchEncoding, Encoding } from "./encoding.js";
import type { TensorEncoding, TensorOptions } from "./tensors.js";

type WordListOptions = CallOptions & { readonly is_split_into_words: true };

/** A text, its words, or a batch: texts, pairs of texts, or lists of words. */
export type CallInput = string | readonly (string | readonly TextInput[])[];

/** Any result of a call. */
export type AnyEncoding = Encoding | BatchEncoding | TensorEncoding<unknown>;

/** Options that ask for the ids that truncation cut off. */
export type WithOverflow<Options = CallOptions> = Options & {
  readonly return_overflowing_tokens: true;
  readonly return_tensors?: null | undefined;
};

/** Options that ask for the ids that truncation cut off in further rows. */
export type WithWindows<Options = CallOptions> = Options & {
  readonly return_overflowing_tokens: "windows";
  readonly return_tensors?: null | undefined;
};

/**
 * The call signatures of a tokenizer. `Overflow` is the result for one text with the ids that were cut off: one
 * encoding, or for a fast tokenizer a batch of rows.
 */
export interface Call<Overflow extends Encoding | BatchEncoding> {
  /**
   * One text, its words, or a batch, in tensors with a batch axis.
   *
   * @throws OptionError if rows differ in length
   */
  <Tensor, Options>(
    text: CallInput,
    options: TensorOptions<CallOptions, Options, Tensor>,
  ): TensorEncoding<Tensor, Options>;
  /** One text, with a row for each window that truncation cut off. */
  (text: string, options: WithWindows): BatchEncoding;
  /** One text, with the ids that truncation cut off. */
  (text: string, options: WithOverflow): Overflow;
  /** One text, or one pair with `text_pair`. @throws OptionError if the reference raises ValueError */
  (text: string, options?: CallOptions): Encoding;
  /** One text given as its words. */
  (words: readonly string[], options: WordListOptions): Encoding;
  /** A batch of texts given as their words. */
  (batch: readonly (readonly string[])[], options: WordListOptions): BatchEncoding;
  /** A batch of texts or pairs. */
  (batch: readonly (string | readonly TextInput[])[], options?: CallOptions): BatchEncoding;
  /** One text or a batch: the argument's type does not say which. */
  (text: CallInput, options?: CallOptions): Encoding | BatchEncoding;
}
