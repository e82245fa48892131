import { OnceLog } from "../../base/logger.js";
import {
  checkValue,
  FLAG,
  OBJECT,
  type OptionKind,
  type OptionTable,
  orNull,
  type TableOf,
  unknownOption,
} from "../../base/options.js";
import type { TokenToAdd } from "../../tokenizer/added-token.js";
import type { SpecialTokenName } from "../../tokenizer/special-tokens.js";
import { SHARED_OPTIONS, type SharedOptions } from "../../tokenizer/tokenizer-options.js";

/** The arguments that the slow tokenizers with SentencePiece of transformers 4.56.1 share. */
export interface SentencePieceArguments extends SharedOptions {
  /**
   * The arguments of the SentencePieceProcessor. Those that change the pieces of a text (`add_bos`, `add_eos`,
   * `reverse`, `emit_unk_piece`, `enable_sampling`) must be false; without them the others have no effect.
   */
  readonly sp_model_kwargs?: Readonly<Record<string, unknown>> | null;
  /** Only saved by T5Tokenizer and LlamaTokenizer. */
  readonly do_lower_case?: boolean;
}

/** The table of {@link SentencePieceArguments}. */
export const SENTENCEPIECE_OPTIONS: TableOf<SentencePieceArguments> = {
  ...SHARED_OPTIONS,
  sp_model_kwargs: orNull(OBJECT),
  do_lower_case: orNull(FLAG),
};

/** The arguments that T5Tokenizer and LlamaTokenizer share. */
export interface LegacyArguments extends SentencePieceArguments {
  /** True if each text between added tokens gets a space before it. Default true, with a warning. */
  readonly legacy?: boolean | null;
  /** True if, without `legacy`, a text gets a space before it, which decoding removes. Default true; null is false. */
  readonly add_prefix_space?: boolean | null;
  /** True if, even without `legacy`, SentencePiece keeps its own space before a text. Default false. */
  readonly from_slow?: boolean | null;
}

/** The table of {@link LegacyArguments}. */
export const LEGACY_OPTIONS: TableOf<LegacyArguments> = {
  ...SENTENCEPIECE_OPTIONS,
  legacy: orNull(FLAG),
  add_prefix_space: orNull(FLAG),
  from_slow: orNull(FLAG),
};

const OFF: OptionKind = {
  allows: (value) => !value,
  expected: "false: pieces are those of the text alone, in order, unsampled",
};
const NUMBER: OptionKind = { allows: (value) => typeof value === "number", expected: "a number" };
const PROCESSOR_OPTIONS: OptionTable = {
  add_bos: OFF,
  add_eos: OFF,
  reverse: OFF,
  emit_unk_piece: OFF,
  enable_sampling: OFF,
  nbest_size: NUMBER,
  alpha: NUMBER,
  num_threads: NUMBER,
};

/**
 * The arguments of the processor, checked.
 *
 * @throws OptionError if an argument is unknown, or changes the pieces
 */
export function processorArguments({ sp_model_kwargs }: SentencePieceArguments): Readonly<Record<string, unknown>> {
  const given = sp_model_kwargs ?? {};
  for (const [name, value] of Object.entries(given)) {
    const input = `sp_model_kwargs: ${name}`;
    if (!Object.hasOwn(PROCESSOR_OPTIONS, name)) throw unknownOption(input, value, Object.keys(PROCESSOR_OPTIONS));
    checkValue(input, value, PROCESSOR_OPTIONS[name]);
  }
  return given;
}

const log = new OnceLog();

/** True if a tokenizer behaves as before pull request 24565 of transformers. The default warns once for each class. */
export function isLegacy({ legacy }: LegacyArguments, tokenizer_class: string): boolean {
  if (typeof legacy === "boolean") return legacy;
  log.warn(
    tokenizer_class,
    `${tokenizer_class} without legacy behaves as with legacy: true, in which each text between special tokens gets a ` +
      "space before it; legacy: false is the newer behaviour, for models that were trained with it",
  );
  return true;
}

/** The options of SentencePiece; without `legacy` the tokenizer itself puts the space before a text. */
export function processorOptions(legacy: boolean, { from_slow }: LegacyArguments): { add_dummy_prefix?: boolean } {
  return legacy || from_slow ? {} : { add_dummy_prefix: false };
}

const FLAGS = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true } as const;

type Roles = Partial<Record<SpecialTokenName, TokenToAdd | null>>;

/** The given token of each role, else the usual one, with the flags of special tokens; null means no token. */
export function specialTokens(usual: Roles, options: SharedOptions): Roles {
  const taken = Object.entries(usual).map(([role, token]) => {
    const given = options[role as SpecialTokenName];
    const chosen = given === undefined ? token : given;
    return [role, typeof chosen === "string" ? { ...FLAGS, content: chosen } : chosen];
  });
  return Object.fromEntries(taken);
}
