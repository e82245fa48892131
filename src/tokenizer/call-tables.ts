/** The tables of the options that the methods of every tokenizer take. */
import { FLAG, missing, NATURAL, type OptionTable, oneOf, orNull, POSITIVE, type TableOf } from "../base/options.js";
import { ANYTHING } from "../base/signatures.js";
import {
  type BatchEncodeOptions,
  type CallOptions,
  type DecodeOptions,
  PADDING_STRATEGIES,
  type PadOptions,
  type PrepareForModelOptions,
  type PrepareOptions,
  type TokenizeOptions,
  type TokensOptions,
  TRUNCATION_STRATEGIES,
} from "./call-options.js";
import { TENSOR_CLASS } from "./tensors.js";
import { SIDE } from "./tokenizer-options.js";

const PAD_TABLE: TableOf<PadOptions> = {
  padding: oneOf(true, false, ...PADDING_STRATEGIES),
  max_length: orNull(NATURAL),
  pad_to_multiple_of: orNull(POSITIVE),
  padding_side: orNull(SIDE),
  return_attention_mask: orNull(FLAG),
  return_tensors: orNull(TENSOR_CLASS),
  verbose: FLAG,
};

const PREPARE_TABLE: TableOf<PrepareOptions> = {
  ...PAD_TABLE,
  truncation: orNull(oneOf(true, false, ...TRUNCATION_STRATEGIES)),
  add_special_tokens: FLAG,
  stride: NATURAL,
  return_token_type_ids: orNull(FLAG),
  return_overflowing_tokens: oneOf(true, false, "windows"),
  return_special_tokens_mask: FLAG,
  return_length: FLAG,
};

const ENCODING_TABLE: TableOf<BatchEncodeOptions> = {
  ...PREPARE_TABLE,
  is_split_into_words: FLAG,
  split_special_tokens: FLAG,
  return_offsets_mapping: FLAG,
  offset_unit: oneOf("utf16", "code_point"),
  return_word_ids: FLAG,
  return_sequence_ids: FLAG,
};

const CALL_TABLE: TableOf<CallOptions> = {
  ...ENCODING_TABLE,
  text_pair: ANYTHING,
  text_target: ANYTHING,
  text_pair_target: ANYTHING,
};

/** Options of other libraries, of older versions of transformers, and of models that this library does not cover. */
const ELSEWHERE: OptionTable = {
  truncation_strategy: missing(`truncation: ${oneOf(...TRUNCATION_STRATEGIES).expected}`),
  pad_to_max_length: missing('padding: "max_length"'),
  max_len: missing("max_length"),
  return_tensor: missing("return_tensors: a class of tensors; without it, a call returns lists"),
  return_dict: missing("no such option: a call always returns an object, and encode the ids alone"),
  return_offsets: missing("return_offsets_mapping"),
  boxes: missing("no such option: no model of this library takes layouts"),
  word_labels: missing("no such option: align the labels with return_word_ids"),
};

export const PAD: OptionTable = { ...ELSEWHERE, ...PAD_TABLE };
export const CALL: OptionTable = {
  ...ELSEWHERE,
  pair_ids: missing("text_pair, or prepare_for_model"),
  prepend_batch_axis: missing("no such option: the tensors of a call always have a batch axis"),
  skip_special_tokens: missing("add_special_tokens: false; skip_special_tokens is an option of decode"),
  ...CALL_TABLE,
};
export const ENCODE: OptionTable = {
  ...CALL,
  text_target: missing("the tokenizer itself: tokenizer(text, { text_target })"),
  text_pair_target: missing("the tokenizer itself: tokenizer(text, { text_target, text_pair_target })"),
};
export const ENCODE_BATCH: OptionTable = {
  ...ENCODE,
  text_pair: missing("pairs in the batch, such as [[text, pair], …], or the tokenizer itself"),
};

const PREPARE_FOR_MODEL_TABLE: TableOf<PrepareForModelOptions> = {
  ...PREPARE_TABLE,
  return_overflowing_tokens: FLAG,
  pair_ids: ANYTHING,
  prepend_batch_axis: FLAG,
};
const OF_TEXTS = missing("a call with the text: ids have no positions in one");
export const PREPARE_FOR_MODEL: OptionTable = {
  ...ELSEWHERE,
  text_pair: missing("pair_ids"),
  return_offsets_mapping: OF_TEXTS,
  return_word_ids: OF_TEXTS,
  return_sequence_ids: OF_TEXTS,
  ...PREPARE_FOR_MODEL_TABLE,
};

const DECODE_TABLE: TableOf<DecodeOptions> = {
  skip_special_tokens: FLAG,
  clean_up_tokenization_spaces: orNull(FLAG),
  spaces_between_special_tokens: FLAG,
  errors: oneOf("ignore", "replace"),
};
export const DECODE: OptionTable = {
  use_source_tokenizer: missing("no such option: it has no effect in the reference"),
  decode_with_timestamps: missing("no such option: no model of this library takes speech"),
  ...DECODE_TABLE,
};

const TOKENIZE_TABLE: TableOf<TokenizeOptions> = { split_special_tokens: FLAG };
const ONE_TEXT = "no such option: give the ids of a call to convert_ids_to_tokens";
export const TOKENIZE: OptionTable = {
  pair: missing(ONE_TEXT),
  text_pair: missing(ONE_TEXT),
  add_special_tokens: missing(ONE_TEXT),
  ...TOKENIZE_TABLE,
};

export const TOKENS: TableOf<TokensOptions> = { skip_special_tokens: FLAG };
