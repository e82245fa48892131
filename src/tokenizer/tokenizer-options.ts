import type { AddedToken } from "./added-token.js";
import type { Side } from "./call-options.js";
import type { SpecialTokensToAdd } from "./special-tokens.js";

/** The arguments that every class of tokenizer takes, under transformers' names. */
export interface SharedOptions extends SpecialTokensToAdd {
  /** The added tokens of a saved tokenizer, by id. */
  readonly added_tokens_decoder?: ReadonlyMap<number, AddedToken>;
  /** In ids. Default: no maximum, written as 1e30. */
  readonly model_max_length?: number | null;
  readonly padding_side?: Side;
  readonly truncation_side?: Side;
  /** The fields among token_type_ids and attention_mask that a call returns by default. Default: both. */
  readonly model_input_names?: readonly string[];
  /** True if decoding removes the spaces before English punctuation. Default false. */
  readonly clean_up_tokenization_spaces?: boolean;
  /** True if added tokens are tokenized like other text. Default false. */
  readonly split_special_tokens?: boolean;
}
