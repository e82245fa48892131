import { OptionError } from "../../base/errors.js";
import type { JsonPadding, JsonTruncation } from "../../tokenizer-json/block-types.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { Strategies, TruncationStrategy } from "../call-options.js";
import { type Sequence, Tokens } from "../sequence.js";
import { countedInCodePoints } from "../slow/reader.js";
import type { Input, InputPair } from "./inputs.js";
import { addedCount, postProcess } from "./post-processing.js";
import { padded, type Row, rowOf } from "./row.js";
import { truncate } from "./windows.js";

/** How to make rows of texts. */
export interface RowOptions {
  readonly addsSpecial: boolean;
  /** Whether special tokens are treated as any other text. */
  readonly splitsSpecial: boolean;
  readonly isAligned: boolean;
  /** Whether places count code points, not UTF-16 units. */
  readonly inCodePoints: boolean;
}

const STRATEGIES: Readonly<Record<TruncationStrategy, JsonTruncation["strategy"] | undefined>> = {
  longest_first: "LongestFirst",
  only_first: "OnlyFirst",
  only_second: "OnlySecond",
  do_not_truncate: undefined,
};

/** The truncation that a call asks for. */
export function truncationOf(
  { truncation, max_length }: Strategies,
  stride: number,
  direction: "Left" | "Right",
): JsonTruncation | undefined {
  const strategy = STRATEGIES[truncation];
  return strategy && { direction, max_length: max_length ?? 0, strategy, stride };
}

/** Sets how texts are cut. @throws OptionError, and sets nothing, where no text could have as much room as the stride */
export function setTruncation(json: TokenizerJson, truncation: JsonTruncation | undefined): void {
  if (truncation) {
    const room = roomIn(truncation, addedCount(json.postProcessor, false));
    if (room < truncation.stride) throw new OptionError("stride", truncation.stride, `${room} at most`);
  }
  json.truncation = truncation;
}

/**
 * The rows of texts or pairs, one each, cut and padded as the tokenizer.json says at the time. Reference: `encode_batch`
 * of tokenizers 0.22.2.
 *
 * @throws TokenizerError where the reference raises or panics
 */
export function encodeBatch(json: TokenizerJson, batch: readonly InputPair[], options: RowOptions): Row[] {
  const rows = batch.map((item) => encodeOne(json, item, options));
  return json.padding ? padBatch(rows, json.padding) : rows;
}

function encodeOne(json: TokenizerJson, { first, second }: InputPair, options: RowOptions): Row {
  const firstRow = rowOf(readSequence(json, first, options), 0);
  const secondRow = second === undefined ? undefined : rowOf(readSequence(json, second, options), 1);
  const { truncation, postProcessor } = json;
  const added = options.addsSpecial ? addedCount(postProcessor, secondRow !== undefined) : 0;
  const whole = secondRow ? [firstRow, secondRow] : [firstRow];
  const kept = truncation ? truncate(firstRow, secondRow, roomIn(truncation, added), truncation) : whole;
  return postProcess(postProcessor, kept, options.addsSpecial);
}

/** Where there is not even room for the special tokens, the reference's unsigned difference leaves any text whole. */
function roomIn({ max_length }: JsonTruncation, added: number): number {
  return max_length < added ? Number.POSITIVE_INFINITY : max_length - added;
}

function readSequence(json: TokenizerJson, input: Input, options: RowOptions): Sequence {
  if (typeof input === "string") return readText(json, input, options, undefined);
  const sequences = input.map((word, at) => readText(json, word, options, at));
  return {
    ids: sequences.flatMap(({ ids }) => ids),
    offsets: options.isAligned ? sequences.flatMap(({ offsets }) => offsets ?? []) : undefined,
    words: options.isAligned ? sequences.flatMap(({ words }) => words ?? []) : undefined,
  };
}

function readText(json: TokenizerJson, text: string, options: RowOptions, word: number | undefined): Sequence {
  const tokens = new Tokens(options.isAligned, (token) => json.tokenToId(token) ?? 0);
  json.encode(text, tokens, { encodeSpecialTokens: options.splitsSpecial, ...(word !== undefined && { word }) });
  return options.inCodePoints ? countedInCodePoints(tokens.sequence, text) : tokens.sequence;
}

function padBatch(rows: readonly Row[], { strategy, pad_to_multiple_of, ...padding }: JsonPadding): Row[] {
  const longest = rows.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  const least = strategy === "BatchLongest" ? longest : strategy.Fixed;
  const multiple = pad_to_multiple_of || 1;
  const length = Math.ceil(least / multiple) * multiple;
  const filling = { id: padding.pad_id, typeId: padding.pad_type_id, direction: padding.direction };
  return rows.map((row) => padded(row, length, filling));
}
