import {
  anyOf,
  FLAG,
  listOf,
  NATURAL,
  OBJECT,
  type OptionKind,
  oneOf,
  orNull,
  STRING,
  type TableOf,
} from "../base/options.js";
import type { AddedToken, TokenToAdd } from "./added-token.js";
import type { Side } from "./call-options.js";
import { ADDITIONAL, type ExtraTokens, type SpecialTokensToAdd } from "./special-tokens.js";

/** The arguments that every class of tokenizer takes, under transformers' names. */
export interface SharedOptions extends SpecialTokensToAdd {
  /**
   * Special tokens with roles of a model's own, by role: `{ image_token: "<image>" }` gives the tokenizer the properties
   * `image_token` and `image_token_id`. A list, as transformers 5 saves it, counts as `additional_special_tokens`.
   */
  readonly extra_special_tokens?: ExtraTokens | readonly TokenToAdd[] | null;
  /** The added tokens of a saved tokenizer, by id. */
  readonly added_tokens_decoder?: ReadonlyMap<number, AddedToken>;
  /** In ids. Default: no maximum, written as 1e30. */
  readonly model_max_length?: number | null;
  readonly padding_side?: Side;
  readonly truncation_side?: Side;
  /** The fields among token_type_ids and attention_mask that a call returns by default. Default: both. */
  readonly model_input_names?: readonly string[];
  /** True if decoding removes the spaces before English punctuation. Default false. */
  readonly clean_up_tokenization_spaces?: boolean | null;
  /** True if added tokens are tokenized like other text. Default false. */
  readonly split_special_tokens?: boolean | null;
  /** Is only saved, in chat_template.jinja: no method fills in a template. */
  readonly chat_template?: string | null;
}

const FLAGS: ReadonlySet<string> = new Set(["lstrip", "rstrip", "single_word", "normalized", "special"]);
/** Further fields that tokens have in files. */
const IN_FILES: ReadonlySet<string> = new Set(["content", "id", "__type"]);

/** A token as a caller gives it: its string, or an object with `content` and flags. */
export const TOKEN: OptionKind = {
  allows: (value) => typeof value === "string" || isToken(value),
  expected: `a string, or a token: { content, ${[...FLAGS].join(", ")} }, where only content is necessary`,
};

function isToken(value: unknown): boolean {
  if (!OBJECT.allows(value)) return false;
  const { content, ...rest } = value as { readonly content?: unknown };
  const isFlag = ([name, flag]: [string, unknown]): boolean =>
    IN_FILES.has(name) || (FLAGS.has(name) && (flag === undefined || typeof flag === "boolean"));
  return typeof content === "string" && Object.entries(rest).every(isFlag);
}

export const SIDE = oneOf("right", "left");

const ADDED_TOKENS: OptionKind = {
  allows: (value) =>
    value instanceof Map &&
    [...value].every(([id, token]) => Number.isInteger(id) && typeof token === "object" && isToken(token)),
  expected: "a Map of tokens with content by their ids",
};
const ROLE = orNull(TOKEN);

const EXTRA_TOKENS: OptionKind = {
  allows: (value) =>
    OBJECT.allows(value)
      ? Object.entries(value as object).every(([role, token]) => role !== ADDITIONAL && TOKEN.allows(token))
      : value === null || listOf(TOKEN).allows(value),
  expected: `an object of roles and tokens, such as { image_token: "<image>" }; tokens without a role are ${ADDITIONAL}`,
};

/** A maximum number of ids. */
const LENGTH: OptionKind = {
  ...NATURAL,
  expected: "a whole number from 0 on (1e30 for no maximum)",
};

/** The table of {@link SharedOptions}, for the tables of the classes. */
export const SHARED_OPTIONS: TableOf<SharedOptions> = {
  bos_token: ROLE,
  eos_token: ROLE,
  unk_token: ROLE,
  sep_token: ROLE,
  pad_token: ROLE,
  cls_token: ROLE,
  mask_token: ROLE,
  additional_special_tokens: orNull(listOf(TOKEN)),
  extra_special_tokens: EXTRA_TOKENS,
  added_tokens_decoder: ADDED_TOKENS,
  model_max_length: orNull(LENGTH),
  padding_side: SIDE,
  truncation_side: SIDE,
  model_input_names: listOf(STRING),
  clean_up_tokenization_spaces: orNull(FLAG),
  split_special_tokens: orNull(FLAG),
  chat_template: anyOf(orNull(STRING), listOf(OBJECT)),
};
