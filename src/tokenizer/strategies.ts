import { OptionError } from "../base/errors.js";
import type { OnceLog } from "../base/logger.js";
import type { PaddingStrategy, PrepareOptions, TruncationStrategy } from "./call-options.js";

/** Padding and truncation with all defaults filled in; the length is in ids. */
export interface Strategies {
  readonly padding: PaddingStrategy;
  readonly truncation: TruncationStrategy;
  readonly max_length: number | undefined;
}

/** A larger `model_max_length` means no maximum. */
const LARGE_INTEGER = 1e20;

/**
 * Fills in the defaults of padding and truncation, and warns of options that have no effect. Reference:
 * `_get_padding_truncation_strategies` of transformers 4.56.1.
 *
 * @param canPad true if the tokenizer has a pad_token
 * @throws OptionError if the reference raises ValueError
 */
export function resolveStrategies(
  options: PrepareOptions,
  model_max_length: number,
  canPad: boolean,
  log: OnceLog,
): Strategies {
  const verbose = options.verbose ?? true;
  const warn = (subject: string, message: string): void => {
    if (verbose) log.warn(subject, message);
  };
  const given = options.max_length ?? undefined;
  const isImplied = given !== undefined && !(options.padding ?? false) && (options.truncation ?? null) === null;
  if (isImplied) {
    warn(
      "implied truncation",
      "max_length is given without truncation: truncating longest_first; set truncation: true",
    );
  }
  let padding = paddingStrategy(options.padding ?? false);
  let truncation = truncationStrategy(isImplied ? "longest_first" : (options.truncation ?? false));
  if (options.padding === true && given !== undefined && truncation === "do_not_truncate") {
    warn("ignored max_length", "max_length is ignored with padding: true and no truncation; set padding: 'max_length'");
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

function paddingStrategy(padding: boolean | PaddingStrategy): PaddingStrategy {
  if (typeof padding === "string") return padding;
  return padding ? "longest" : "do_not_pad";
}

function truncationStrategy(truncation: boolean | TruncationStrategy): TruncationStrategy {
  if (typeof truncation === "string") return truncation;
  return truncation ? "longest_first" : "do_not_truncate";
}

/** Warns if a text has more ids than the neural network takes. */
export function warnOfLength(length: number, model_max_length: number, log: OnceLog): void {
  if (length <= model_max_length || model_max_length === 0) return;
  log.warn("too long", `${length} ids, and the model takes ${model_max_length}: set truncation: true`);
}
