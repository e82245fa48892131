import type { Ids } from "./ids.js";
import type { TensorConstructor } from "./tensors.js";

/** The side of a list of ids that is padded or truncated. */
export type Side = "right" | "left";
export const PADDING_STRATEGIES = ["longest", "max_length", "do_not_pad"] as const;
/** transformers' names of padding strategies: to the longest text of the batch, to `max_length`, or none. */
export type PaddingStrategy = (typeof PADDING_STRATEGIES)[number];
export const TRUNCATION_STRATEGIES = ["longest_first", "only_first", "only_second", "do_not_truncate"] as const;
/** transformers' names of truncation strategies: which text of a pair is cut first. */
export type TruncationStrategy = (typeof TRUNCATION_STRATEGIES)[number];

/** The options of padding. */
export interface PadOptions {
  /** true or "longest": to the longest of the batch; "max_length": to `max_length`. Default false. */
  readonly padding?: boolean | PaddingStrategy;
  /** In ids. Default: the tokenizer's `model_max_length`. */
  readonly max_length?: number | null | undefined;
  /** In ids: lengths are rounded up to a multiple of it. */
  readonly pad_to_multiple_of?: number | null | undefined;
  /** Default: the tokenizer's. */
  readonly padding_side?: Side | null | undefined;
  /** True to return the attention mask. Default: as the tokenizer's `model_input_names` say. */
  readonly return_attention_mask?: boolean | null | undefined;
  /**
   * The class of the tensors to return for numeric fields, with a batch axis; for example transformers.js's. Default:
   * plain lists.
   */
  readonly return_tensors?: TensorConstructor | null | undefined;
  /** False to log no warnings. Default true. */
  readonly verbose?: boolean;
}

/** The options of everything that happens to ids: truncation, special tokens, padding, and the fields to return. */
export interface PrepareOptions extends PadOptions {
  /**
   * true or "longest_first": cuts the longer text of a pair; "only_first", "only_second": cuts that text. Default:
   * "longest_first" if `max_length` is given and `padding` is not, otherwise no truncation.
   */
  readonly truncation?: boolean | TruncationStrategy | null | undefined;
  /** True to put the tokenizer's special tokens around the text. Default true. */
  readonly add_special_tokens?: boolean;
  /** The number of kept ids that the overflowing ids repeat. Default 0. */
  readonly stride?: number;
  /** True to return the text of the pair that each id belongs to. Default: as `model_input_names` say. */
  readonly return_token_type_ids?: boolean | null | undefined;
  /**
   * True to return the ids that truncation cut off: of a slow tokenizer in one list, of a fast one in further rows.
   * "windows": of both in further rows. Default false.
   */
  readonly return_overflowing_tokens?: boolean | "windows";
  /** True to return a mask with 1 for each special token put around the text. Default false. */
  readonly return_special_tokens_mask?: boolean;
  /** True to return the number of ids. Default false. */
  readonly return_length?: boolean;
}

/** The options of `prepare_for_model`. */
export interface PrepareForModelOptions extends PrepareOptions {
  /** The ids of the second text of a pair. */
  readonly pair_ids?: Ids | null | undefined;
  /** True to put a batch axis of length 1 before the others in tensors; needs `return_tensors`. Default false. */
  readonly prepend_batch_axis?: boolean;
}

/** The options of `batch_encode_plus`, under transformers' names and with its defaults. */
export interface BatchEncodeOptions extends PrepareOptions {
  /** True if a list holds the words of one text, not a batch. Default false. */
  readonly is_split_into_words?: boolean;
  /** True to tokenize added tokens like other text. A slow tokenizer ignores it for a batch, as in the reference. */
  readonly split_special_tokens?: boolean;
  /** True to return the offsets of each token in its text (with `is_split_into_words`: in its word). Default false. */
  readonly return_offsets_mapping?: boolean;
  /** The unit of offsets: UTF-16 code units, the default, or code points, as Python counts. */
  readonly offset_unit?: "utf16" | "code_point";
  /** True to return the word that each token belongs to. Default false. */
  readonly return_word_ids?: boolean;
  /** True to return the text of the pair that each token belongs to, null for special tokens. Default false. */
  readonly return_sequence_ids?: boolean;
}

/** The options of `encode` and `encode_plus`. */
export interface EncodeOptions extends BatchEncodeOptions {
  /** The second text of a pair; for a batch, the list of the second texts. */
  readonly text_pair?: TextInput | readonly TextInput[] | null | undefined;
}

/** The options of a call. */
export interface CallOptions extends EncodeOptions {
  /** A text, or a batch of texts, whose ids are returned under `labels`. */
  readonly text_target?: TextInput | readonly TextInput[] | null | undefined;
  /** The second text of `text_target`. */
  readonly text_pair_target?: TextInput | readonly TextInput[] | null | undefined;
}

/** A text, its words, its tokens or its ids. */
export type TextInput = string | readonly string[] | readonly number[];

/** The options of decoding. */
export interface DecodeOptions {
  /** True to drop special tokens, the unknown token included. Default false. */
  readonly skip_special_tokens?: boolean;
  /** True to remove the spaces before English punctuation. Default: the tokenizer's. */
  readonly clean_up_tokenization_spaces?: boolean | null | undefined;
  /** True to put spaces around added tokens; only for slow tokenizers. Default true. */
  readonly spaces_between_special_tokens?: boolean;
  /** Only for byte models: bytes that do not decode are dropped, the default, or become U+FFFD. */
  readonly errors?: "ignore" | "replace";
}

/** The options of tokenizing. */
export interface TokenizeOptions {
  /** True to tokenize added tokens like other text. Default: the tokenizer's. */
  readonly split_special_tokens?: boolean;
}

/** The options of turning ids into tokens. */
export interface TokensOptions {
  /** True to drop special tokens, the unknown token included. Default false. */
  readonly skip_special_tokens?: boolean;
}

/** True if offsets count code points. */
export function countsCodePoints({ offset_unit = "utf16" }: CallOptions): boolean {
  return offset_unit === "code_point";
}
