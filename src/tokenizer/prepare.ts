import { OptionError } from "../base/errors.js";
import type { OnceLog } from "../base/logger.js";
import type { PadOptions, PrepareOptions, Side, Strategies } from "./call-options.js";
import { type Encoding, encodeSequences, type Fields, specialCount } from "./encoding.js";
import { pad } from "./padding.js";
import type { Sequence } from "./sequence.js";
import type { Template } from "./slow/pipeline.js";
import { truncate } from "./slow/truncation.js";

/** What of a tokenizer matters to how ids become an encoding. */
export interface Preparation {
  readonly template: Template;
  readonly truncation_side: Side;
  readonly padding_side: Side;
  readonly model_max_length: number;
  readonly model_input_names: readonly string[];
  readonly padIds: readonly number[] | undefined;
  /** Where truncation may cut; by default anywhere. */
  readonly startsCharacter: ((ids: readonly number[], at: number) => boolean) | undefined;
  readonly log: OnceLog;
}

/** Where nothing is padded it does not matter. */
const NO_PADDING: readonly number[] = [0];

/** What else is returned beside what {@link PrepareOptions} ask for. */
export interface Positions {
  readonly offset_mapping: boolean;
  readonly word_ids: boolean;
}

/**
 * Cuts sequences and puts them between their special tokens; nothing is padded yet. Reference: `prepare_for_model` of
 * transformers 4.56.1.
 *
 * @throws OptionError where the reference raises ValueError
 */
export function prepare(
  first: Sequence,
  second: Sequence | undefined,
  strategies: Strategies,
  options: PrepareOptions,
  positions: Positions,
  { template, truncation_side: side, model_max_length, model_input_names, startsCharacter, log }: Preparation,
): Encoding {
  const addsSpecial = options.add_special_tokens ?? true;
  if (options.return_token_type_ids && !addsSpecial) {
    throw new OptionError("return_token_type_ids", true, "add_special_tokens: true with it");
  }
  const returnsOverflow = options.return_overflowing_tokens ?? false;
  if (returnsOverflow && strategies.truncation === "longest_first" && second) {
    throw new OptionError(
      "truncation",
      "longest_first",
      "only_first or only_second, to return what overflows of a pair",
    );
  }
  const { truncation: strategy, max_length } = strategies;
  const total = sum(first, second) + (addsSpecial ? specialCount(template, second !== undefined) : 0);
  const tooMany = max_length ? total - max_length : 0;
  const cut = { count: tooMany, strategy, side, stride: options.stride ?? 0, startsCharacter };
  const kept =
    strategy !== "do_not_truncate" && tooMany > 0
      ? truncate(first, second, cut, log)
      : { first, second, overflowing: [] };

  const wanted = {
    token_type_ids: options.return_token_type_ids ?? model_input_names.includes("token_type_ids"),
    special_tokens_mask: options.return_special_tokens_mask ?? false,
    ...positions,
  };
  const encoding = encodeSequences(kept.first, kept.second, addsSpecial ? template : undefined, wanted);
  if (returnsOverflow) {
    if (max_length === undefined) throw new OptionError("max_length", max_length, "a length, to return what overflows");
    encoding.overflowing_tokens = [...kept.overflowing];
    encoding.num_truncated_tokens = total - max_length;
  }
  const warns = max_length === undefined && (options.verbose ?? true);
  if (warns) warnOfLength(encoding.input_ids.length, model_max_length, log);
  return encoding;
}

/** Warns of more ids than the model takes. */
export function warnOfLength(length: number, model_max_length: number, log: OnceLog): void {
  if (length <= model_max_length || model_max_length === 0) return;
  log.warn("too long", `${length} ids, and the model takes ${model_max_length}: say truncation: true`);
}

/** Pads one encoding in place, by itself. An empty one is left empty, as in the reference. */
export function padSingle(encoding: Fields, strategies: Strategies, options: PadOptions, by: Preparation): void {
  if (encoding.input_ids.length > 0) pad(encoding, paddingOf(strategies, options, by));
  else if (returnsMask(options, by)) encoding.attention_mask = [];
}

/** Pads the encodings of a batch in place, to the longest of them where that is the strategy. */
export function padBatch(
  encodings: readonly Fields[],
  strategies: Strategies,
  options: PadOptions,
  by: Preparation,
): void {
  const longest = encodings.reduce((most, { input_ids }) => Math.max(most, input_ids.length), 0);
  const target: Strategies =
    strategies.padding === "longest" ? { ...strategies, padding: "max_length", max_length: longest } : strategies;
  const padding = paddingOf(target, options, by);
  for (const encoding of encodings) pad(encoding, padding);
}

function paddingOf({ padding, max_length }: Strategies, options: PadOptions, by: Preparation) {
  return {
    strategy: padding,
    max_length,
    multiple: options.pad_to_multiple_of ?? undefined,
    side: options.padding_side ?? by.padding_side,
    returnsMask: returnsMask(options, by),
    padIds: by.padIds ?? NO_PADDING,
  };
}

function returnsMask({ return_attention_mask }: PadOptions, { model_input_names }: Preparation): boolean {
  return return_attention_mask ?? model_input_names.includes("attention_mask");
}

function sum(first: Sequence, second: Sequence | undefined): number {
  return first.ids.length + (second?.ids.length ?? 0);
}
