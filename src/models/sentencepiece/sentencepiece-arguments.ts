import { OptionError } from "../../base/errors.js";
import { OnceLog } from "../../base/logger.js";
import type { TokenToAdd } from "../../tokenizer/slow/token-table.js";
import type { TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { SpecialTokenName } from "../../tokenizer/special-tokens.js";

/** The arguments that transformers' slow tokenizers of SentencePiece models share. */
export interface SentencePieceArguments extends TokenizerOptions {
  /**
   * The arguments of the SentencePieceProcessor. Of those that change what a text becomes (`add_bos`, `add_eos`,
   * `reverse`, `emit_unk_piece`, `enable_sampling`) none may be set; the others change nothing without them.
   */
  readonly sp_model_kwargs?: Readonly<Record<string, unknown>> | null;
}

/** Those of T5Tokenizer and LlamaTokenizer. */
export interface LegacyArguments extends SentencePieceArguments {
  /** Whether each text between added tokens gets a space before it. Default true, with a warning. */
  readonly legacy?: boolean | null;
  /** Whether a text gets a space before it without `legacy`, and loses it in decoding. Default true. */
  readonly add_prefix_space?: boolean;
  /** Whether the model is taken as it is also without `legacy`, with the space that it puts before a text. Default false. */
  readonly from_slow?: boolean;
}

const CHANGING: ReadonlySet<string> = new Set(["add_bos", "add_eos", "reverse", "emit_unk_piece", "enable_sampling"]);
const UNCHANGING: ReadonlySet<string> = new Set(["nbest_size", "alpha", "num_threads"]);

/** @throws OptionError where an argument of the processor is not known, or one is set that this library does not have */
export function processorArguments({ sp_model_kwargs }: SentencePieceArguments): Readonly<Record<string, unknown>> {
  for (const [name, value] of Object.entries(sp_model_kwargs ?? {})) {
    const input = `sp_model_kwargs: ${name}`;
    if (CHANGING.has(name)) {
      if (value) throw new OptionError(input, value, "false: pieces are those of the text alone, in order, unsampled");
    } else if (!UNCHANGING.has(name)) {
      throw new OptionError(input, value, `one of ${[...CHANGING, ...UNCHANGING].join(", ")}`);
    }
  }
  return sp_model_kwargs ?? {};
}

const log = new OnceLog();

/** Whether a tokenizer is as before transformers' pull request 24565; the default is, and says so once for each class. */
export function isLegacy({ legacy }: LegacyArguments, tokenizer_class: string): boolean {
  if (typeof legacy === "boolean") return legacy;
  log.warn(
    tokenizer_class,
    `${tokenizer_class} without legacy behaves as with legacy: true, in which each text between special tokens gets a ` +
      "space before it; legacy: false is the newer behaviour, for models that were trained with it",
  );
  return true;
}

/** How the tokenizer reads its model: without `legacy` the space before a text is the tokenizer's own affair. */
export function modelOptions(legacy: boolean, { from_slow = false }: LegacyArguments): { add_dummy_prefix?: boolean } {
  return legacy || from_slow ? {} : { add_dummy_prefix: false };
}

const FLAGS = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true } as const;

type Roles = Partial<Record<SpecialTokenName, TokenToAdd | null>>;

/** The tokens of roles as given, or the usual ones, with the flags of special tokens; a role given as null is not taken. */
export function specialTokens(usual: Roles, options: TokenizerOptions): Roles {
  const taken = Object.entries(usual).map(([role, token]) => {
    const given = options[role as SpecialTokenName];
    const chosen = given === undefined ? token : given;
    return [role, typeof chosen === "string" ? { ...FLAGS, content: chosen } : chosen];
  });
  return Object.fromEntries(taken);
}
