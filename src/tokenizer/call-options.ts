import { OptionError } from "../base/errors.js";
import type { OnceLog } from "../base/logger.js";
import type { TensorConstructor } from "./tensors.js";

export type Side = "right" | "left";
const PADDING_STRATEGIES = ["longest", "max_length", "do_not_pad"] as const;
export type PaddingStrategy = (typeof PADDING_STRATEGIES)[number];
const TRUNCATION_STRATEGIES = ["longest_first", "only_first", "only_second", "do_not_truncate"] as const;
export type TruncationStrategy = (typeof TRUNCATION_STRATEGIES)[number];

/** How to pad. */
export interface PadOptions {
  /** true or "longest": to the longest of the batch; "max_length": to `max_length`. Default false. */
  readonly padding?: boolean | PaddingStrategy;
  /** In ids; by default the model's. */
  readonly max_length?: number | null | undefined;
  readonly pad_to_multiple_of?: number | null | undefined;
  /** By default the tokenizer's. */
  readonly padding_side?: Side | null | undefined;
  /** Whether to return the attention mask: 1 for ids, 0 for padding. By default if the model wants it. */
  readonly return_attention_mask?: boolean | null | undefined;
  /** Whether to warn. Default true. */
  readonly verbose?: boolean;
}

/** What goes around ids, and what is returned of them. */
export interface PrepareOptions extends PadOptions {
  /**
   * true or "longest_first": from the longer text of a pair; "only_first", "only_second": from that one. Default: as
   * "longest_first" if `max_length` is given and `padding` is not, else not at all.
   */
  readonly truncation?: boolean | TruncationStrategy | null | undefined;
  /** Whether to put the model's special tokens around the text. Default true. */
  readonly add_special_tokens?: boolean;
  /** How many of the ids that stay are repeated in `overflowing_tokens`. Default 0. */
  readonly stride?: number;
  /** Whether to return which text each id is of. By default if the model wants it. */
  readonly return_token_type_ids?: boolean | null | undefined;
  /** Whether to return what truncation cut off. Default false. */
  readonly return_overflowing_tokens?: boolean;
  /** Whether to return a mask with 1 for each special token put around the text. Default false. */
  readonly return_special_tokens_mask?: boolean;
  /** Whether to return the number of ids. Default false. */
  readonly return_length?: boolean;
  /** A class of tensors, such as that of transformers.js, to return all that is numeric in, with a batch axis. */
  readonly return_tensors?: TensorConstructor | null | undefined;
}

/** The options of a call, under transformers' names and with its defaults. */
export interface CallOptions extends PrepareOptions {
  /** The second text of a pair; for a batch, one for each. */
  readonly text_pair?: TextInput | readonly TextInput[] | null | undefined;
  /** What to return the ids of under `labels`. */
  readonly text_target?: TextInput | readonly TextInput[] | null | undefined;
  readonly text_pair_target?: TextInput | readonly TextInput[] | null | undefined;
  /** Whether a list is one text's words, not a batch. Default false. */
  readonly is_split_into_words?: boolean;
  /** Whether to treat added tokens as any other text; only for a single text, as in the reference. */
  readonly split_special_tokens?: boolean;
  /** Whether to return where each token lies in its text (with `is_split_into_words`: in its word). Default false. */
  readonly return_offsets_mapping?: boolean;
  /** What offsets count. Default "utf16": JavaScript's own string positions. */
  readonly offset_unit?: "utf16" | "code_point";
  /** Whether to return which word each token is of, null for special tokens put around the text. Default false. */
  readonly return_word_ids?: boolean;
}

const CALL_OPTIONS: ReadonlySet<string> = new Set<keyof CallOptions | "pair_ids">([
  "add_special_tokens",
  "is_split_into_words",
  "max_length",
  "offset_unit",
  "pad_to_multiple_of",
  "padding",
  "padding_side",
  "pair_ids",
  "return_attention_mask",
  "return_length",
  "return_offsets_mapping",
  "return_overflowing_tokens",
  "return_special_tokens_mask",
  "return_tensors",
  "return_token_type_ids",
  "return_word_ids",
  "split_special_tokens",
  "stride",
  "text_pair",
  "text_pair_target",
  "text_target",
  "truncation",
  "verbose",
]);

/** Warns of options that nobody heeds, as the reference does. */
export function warnOfUnknown(options: CallOptions, log: OnceLog): void {
  for (const name in options) {
    if (!CALL_OPTIONS.has(name)) log.warn(`option ${name}`, `the option ${name} is not known and not heeded`);
  }
}

/** A text, its words, its tokens or its ids. */
export type TextInput = string | readonly string[] | readonly number[];

/** Padding and truncation with all defaults filled in. */
export interface Strategies {
  readonly padding: PaddingStrategy;
  readonly truncation: TruncationStrategy;
  readonly max_length: number | undefined;
}

/** Above this a model's maximum length means that it has none. */
const LARGE_INTEGER = 1e20;

/**
 * Reference: `_get_padding_truncation_strategies` of transformers 4.56.1.
 *
 * @throws OptionError where the reference raises ValueError, and for lengths that are not integers
 */
export function resolveStrategies(
  options: PrepareOptions,
  model_max_length: number,
  canPad: boolean,
  log: OnceLog,
): Strategies {
  checkIntegers(options);
  const verbose = options.verbose ?? true;
  const warn = (subject: string, message: string): void => {
    if (verbose) log.warn(subject, message);
  };
  const given = options.max_length ?? undefined;
  const isImplied = given !== undefined && !(options.padding ?? false) && (options.truncation ?? null) === null;
  if (isImplied) {
    warn(
      "implied truncation",
      "max_length is given without truncation: truncating longest_first; say truncation: true",
    );
  }
  let padding = paddingStrategy(options.padding ?? false);
  let truncation = truncationStrategy(isImplied ? "longest_first" : (options.truncation ?? false));
  if (options.padding === true && given !== undefined && truncation === "do_not_truncate") {
    warn("ignored max_length", "max_length is ignored with padding: true and no truncation; say padding: 'max_length'");
  }
  const hasLimit = model_max_length <= LARGE_INTEGER;
  if (given === undefined && !hasLimit && padding === "max_length") {
    warn("no length to pad to", "padding: 'max_length' without max_length, and the model has none: not padding");
    padding = "do_not_pad";
  }
  if (given === undefined && !hasLimit && truncation !== "do_not_truncate") {
    warn("no length to truncate to", "truncation without max_length, and the model has none: not truncating");
    truncation = "do_not_truncate";
  }
  const needsLimit = padding === "max_length" || truncation !== "do_not_truncate";
  const max_length = given ?? (needsLimit ? model_max_length : undefined);
  if (padding !== "do_not_pad" && !canPad) {
    throw new OptionError("padding", options.padding, "a tokenizer with a pad_token");
  }
  const multiple = options.pad_to_multiple_of ?? undefined;
  const doesBoth = padding !== "do_not_pad" && truncation !== "do_not_truncate";
  if (doesBoth && multiple !== undefined && max_length !== undefined && max_length % multiple !== 0) {
    throw new OptionError("max_length", max_length, `a multiple of pad_to_multiple_of (${multiple})`);
  }
  return { padding, truncation, max_length };
}

function paddingStrategy(padding: boolean | string): PaddingStrategy {
  if (typeof padding === "boolean") return padding ? "longest" : "do_not_pad";
  return oneOf("padding", padding, PADDING_STRATEGIES);
}

function truncationStrategy(truncation: boolean | string): TruncationStrategy {
  if (typeof truncation === "boolean") return truncation ? "longest_first" : "do_not_truncate";
  return oneOf("truncation", truncation, TRUNCATION_STRATEGIES);
}

function oneOf<Value extends string>(option: string, value: string, values: readonly Value[]): Value {
  const found = values.find((known) => known === value);
  if (found === undefined) throw new OptionError(option, value, `a boolean, ${values.join(", ")}`);
  return found;
}

function checkIntegers({ max_length, pad_to_multiple_of, stride }: PrepareOptions): void {
  if (!Number.isInteger(max_length ?? 0)) throw new OptionError("max_length", max_length, "an integer");
  if (!isWhole(stride ?? 0)) throw new OptionError("stride", stride, "a whole number");
  if (!isWhole(pad_to_multiple_of ?? 1) || pad_to_multiple_of === 0) {
    throw new OptionError("pad_to_multiple_of", pad_to_multiple_of, "a whole number above 0");
  }
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
