import { repeated } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import type { OnceLog } from "../../base/logger.js";
import type { PrepareOptions, Side } from "../call-options.js";
import type { Encoding } from "../encoding.js";
import type { PaddingDefaults } from "../padding.js";
import { type Strategies, warnOfLength } from "../strategies.js";
import { truncate } from "../truncation.js";

/** The methods and settings of a fast tokenizer that prepare ids. */
interface Preparer extends PaddingDefaults {
  readonly truncation_side: Side;
  readonly model_max_length: number;
  num_special_tokens_to_add(pair?: boolean): number;
  build_inputs_with_special_tokens(ids: readonly number[], pairIds?: readonly number[]): number[];
  create_token_type_ids_from_sequences(ids: readonly number[], pairIds?: readonly number[]): number[];
  get_special_tokens_mask(ids: readonly number[], pairIds?: readonly number[]): number[];
}

/**
 * Cuts ids and puts special tokens around them, without padding. Reference: `prepare_for_model` of
 * PreTrainedTokenizerBase of transformers 4.56.1, which the fast classes inherit. It counts the special tokens of the
 * post-processor, though only a class that overrides `build_inputs_with_special_tokens` puts any around the ids.
 *
 * @throws OptionError if the reference raises
 */
export function prepareIds(
  first: readonly number[],
  second: readonly number[] | undefined,
  strategies: Strategies,
  options: PrepareOptions,
  by: Preparer,
  log: OnceLog,
): Encoding {
  const addsSpecial = options.add_special_tokens ?? true;
  const returnsOverflow = options.return_overflowing_tokens ?? false;
  const { truncation: strategy, max_length } = strategies;
  if (options.return_token_type_ids && !addsSpecial) {
    throw new OptionError("return_token_type_ids", true, "add_special_tokens: true with it");
  }
  if (returnsOverflow && strategy === "longest_first" && second) {
    throw new OptionError("truncation", strategy, "only_first or only_second, to return the overflowing ids of a pair");
  }
  if (returnsOverflow && max_length === undefined) {
    throw new OptionError("max_length", max_length, "a length, to return overflowing ids");
  }
  const isPair = second !== undefined;
  const total = first.length + (second?.length ?? 0) + (addsSpecial ? by.num_special_tokens_to_add(isPair) : 0);
  const tooMany = max_length ? total - max_length : 0;
  const cut = { count: tooMany, strategy, side: by.truncation_side, stride: options.stride ?? 0 };
  const [one, other] = [{ ids: first }, second && { ids: second }];
  const kept =
    strategy !== "do_not_truncate" && tooMany > 0
      ? truncate(one, other, cut, log)
      : { first: one, second: other, overflowing: [] };
  const [ids, pairIds] = [kept.first.ids, kept.second?.ids];

  const whole = addsSpecial ? by.build_inputs_with_special_tokens(ids, pairIds) : [...ids, ...(pairIds ?? [])];
  const encoding: Encoding = { input_ids: whole };
  if (options.return_token_type_ids ?? by.model_input_names.includes("token_type_ids")) {
    encoding.token_type_ids = addsSpecial
      ? by.create_token_type_ids_from_sequences(ids, pairIds)
      : repeated(0, whole.length);
  }
  if (options.return_special_tokens_mask) {
    encoding.special_tokens_mask = addsSpecial ? by.get_special_tokens_mask(ids, pairIds) : repeated(0, whole.length);
  }
  if (returnsOverflow) {
    encoding.overflowing_tokens = [...kept.overflowing];
    encoding.num_truncated_tokens = total - (max_length ?? 0);
  }
  if (max_length === undefined && (options.verbose ?? true)) warnOfLength(whole.length, by.model_max_length, log);
  return encoding;
}
