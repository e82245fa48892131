import type { OptionKind } from "../base/options.js";
import { optional } from "../base/signatures.js";
import type { Side } from "./call-options.js";
import { SHARED_OPTIONS, type SharedOptions } from "./tokenizer-options.js";

/** The properties of a tokenizer that may be set at any time, with their defaults filled in. */
export interface Settings {
  padding_side: Side;
  truncation_side: Side;
  model_max_length: number;
  model_input_names: readonly string[];
  /** null, which is saved as it is, counts as false. */
  split_special_tokens: boolean | null;
  /** As `split_special_tokens`. */
  clean_up_tokenization_spaces: boolean | null;
  chat_template: SharedOptions["chat_template"];
}

/** Python's VERY_LARGE_INTEGER: no maximum. */
const NO_MAXIMUM = 1e30;
const DEFAULT_INPUT_NAMES = ["input_ids", "token_type_ids", "attention_mask"];

/** The values that the settings allow: those of the arguments of the same names. */
export const SETTING_KINDS: Readonly<Record<keyof Settings, OptionKind>> = {
  padding_side: SHARED_OPTIONS.padding_side,
  truncation_side: SHARED_OPTIONS.truncation_side,
  model_max_length: SHARED_OPTIONS.model_max_length,
  model_input_names: SHARED_OPTIONS.model_input_names,
  split_special_tokens: SHARED_OPTIONS.split_special_tokens,
  clean_up_tokenization_spaces: SHARED_OPTIONS.clean_up_tokenization_spaces,
  chat_template: optional(SHARED_OPTIONS.chat_template),
};

export const SETTING_NAMES = Object.keys(SETTING_KINDS) as readonly (keyof Settings)[];

/** The settings that arguments give. */
export function settingsOf(given: { readonly [Name in keyof Settings]?: SharedOptions[Name] | undefined }): Settings {
  return {
    padding_side: given.padding_side ?? "right",
    truncation_side: given.truncation_side ?? "right",
    model_max_length: given.model_max_length ?? NO_MAXIMUM,
    model_input_names: given.model_input_names ?? DEFAULT_INPUT_NAMES,
    split_special_tokens: given.split_special_tokens === undefined ? false : given.split_special_tokens,
    clean_up_tokenization_spaces:
      given.clean_up_tokenization_spaces === undefined ? false : given.clean_up_tokenization_spaces,
    chat_template: given.chat_template,
  };
}
