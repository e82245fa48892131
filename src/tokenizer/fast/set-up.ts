import { OptionError } from "../../base/errors.js";
import type { JsonTruncation } from "../../tokenizer-json/block-types.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { Side, TruncationStrategy } from "../call-options.js";
import type { Strategies } from "../strategies.js";
import { addedCount } from "./post-processing.js";

const SAVED_STRATEGIES = { LongestFirst: "longest_first", OnlyFirst: "only_first", OnlySecond: "only_second" } as const;
const STRATEGIES: Readonly<Record<TruncationStrategy, JsonTruncation["strategy"] | undefined>> = {
  longest_first: "LongestFirst",
  only_first: "OnlyFirst",
  only_second: "OnlySecond",
  do_not_truncate: undefined,
};

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
export function setTruncation(
  json: TokenizerJson,
  { truncation, max_length }: Strategies,
  stride: number,
  side: Side,
): void {
  const strategy = STRATEGIES[truncation];
  const set = strategy && { direction: directionOf(side), max_length: max_length ?? 0, strategy, stride };
  if (set) {
    const room = roomIn(set, addedCount(json.postProcessor, false));
    if (room < stride) throw new OptionError("stride", stride, `${room} at most`);
  }
  json.truncation = set;
}

/**
 * The number of ids that a text or pair may have in addition to its special tokens. If there are more special tokens
 * than `max_length`, the reference's unsigned difference leaves every text whole.
 *
 * @param added the number of special tokens
 */
export function roomIn({ max_length }: JsonTruncation, added: number): number {
  return max_length < added ? Number.POSITIVE_INFINITY : max_length - added;
}

/** The side under its name in tokenizers. */
export function directionOf(side: Side): "Left" | "Right" {
  return side === "left" ? "Left" : "Right";
}
