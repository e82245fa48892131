import { FLAG, listOf, type OptionKind, type OptionTable, STRING } from "../base/options.js";
import { ANYTHING, optional, type Signature } from "../base/signatures.js";
import { ENCODE, ENCODE_BATCH } from "./call-tables.js";
import { isList } from "./inputs.js";
import { SAVE } from "./saved-files.js";

const BATCH: OptionKind = {
  allows: isList,
  expected: "a list of texts, or of pairs of two; the tokenizer itself takes a single text",
};
const MASK: OptionTable = { already_has_special_tokens: FLAG };
const PAIR: Signature = { parameters: { ids: ANYTHING, pairIds: ANYTHING } };

/** The arguments of the methods that slow and fast classes each have in their own way. */
export const CLASS_METHODS = {
  encode: { parameters: { text: ANYTHING }, options: ENCODE, positional: "text_pair" },
  build_inputs_with_special_tokens: PAIR,
  create_token_type_ids_from_sequences: PAIR,
  get_special_tokens_mask: { ...PAIR, options: MASK, positional: "already_has_special_tokens" },
  num_special_tokens_to_add: { parameters: { pair: optional(FLAG) } },
  convert_tokens_to_string: { parameters: { tokens: listOf(STRING) } },
  save_vocabulary: { parameters: { folder: STRING }, options: SAVE, positional: "filename_prefix", isAsync: true },
} satisfies Readonly<Record<string, Signature>>;

export const BATCH_ENCODE_PLUS: Signature = {
  parameters: { batch: BATCH },
  options: ENCODE_BATCH,
  positional: "padding",
};
