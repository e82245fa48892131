import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { Side } from "../call-options.js";
import type { Strategies } from "../strategies.js";
import { windowCut } from "../windows.js";
import { addedCount } from "./post-processing.js";

const SAVED_STRATEGIES = { LongestFirst: "longest_first", OnlyFirst: "only_first", OnlySecond: "only_second" } as const;

/** The arguments that a tokenizer.json's truncation and padding give; those of the configuration take precedence. */
export function argumentsOf(json: TokenizerJson): Record<string, unknown> {
  return { ...ofTruncation(json), ...ofPadding(json) };
}

function ofTruncation({ truncation }: TokenizerJson): Record<string, unknown> {
  if (!truncation) return {};
  const { max_length, direction, stride, strategy } = truncation;
  const truncation_strategy = SAVED_STRATEGIES[strategy];
  return { max_length, truncation_side: direction.toLowerCase(), stride, truncation_strategy };
}

function ofPadding({ padding, truncation }: TokenizerJson): Record<string, unknown> {
  if (!padding) return {};
  const { pad_token, pad_type_id, direction, strategy, pad_to_multiple_of } = padding;
  const length = strategy === "BatchLongest" ? null : strategy.Fixed;
  const max_length = truncation ? {} : { max_length: length };
  return {
    pad_token,
    pad_token_type_id: pad_type_id,
    padding_side: direction.toLowerCase(),
    ...max_length,
    pad_to_multiple_of,
  };
}

/**
 * Sets a tokenizer.json's truncation, which lasts until the next call.
 *
 * @throws OptionError if the stride exceeds the number of ids that a text may have; then nothing is set
 */
export function setTruncation(json: TokenizerJson, strategies: Strategies, stride: number, side: Side): void {
  json.truncation = windowCut(strategies, stride, side, addedCount(json.postProcessor, false));
}
