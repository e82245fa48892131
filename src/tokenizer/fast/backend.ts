import { ofInput, ofWord } from "../../base/errors.js";
import type { JsonPadding } from "../../tokenizer-json/block-types.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import { checkPadding } from "../padding.js";
import { missingIn, padded, type Row, rowOf, type Surface } from "../row.js";
import { inCodePoints, type Sequence, Tokens } from "../sequence.js";
import { roomIn, truncateToWindows } from "../windows.js";
import type { Input, InputPair } from "./inputs.js";
import { addedCount, postProcess, trimsOffsets } from "./post-processing.js";

/** The options for turning texts into rows. */
export interface RowOptions {
  /** True to put special tokens around texts. */
  readonly addsSpecial: boolean;
  /** True if special tokens are tokenized like other text. */
  readonly splitsSpecial: boolean;
  /** True to return the offsets and words of tokens. */
  readonly isAligned: boolean;
  /** True if offsets count code points, not UTF-16 code units. */
  readonly inCodePoints: boolean;
}

/**
 * One row for each text or pair, cut and padded as the tokenizer.json is set up. Reference: `encode_batch` of tokenizers
 * 0.22.2.
 *
 * @throws TokenizerError if the reference raises or panics
 */
export function encodeBatch(json: TokenizerJson, batch: readonly InputPair[], options: RowOptions): Row[] {
  const rows = batch.map((item, at) => encodeOne(json, item, options, batch.length > 1 ? at : undefined));
  return json.padding ? padBatch(rows, json.padding) : rows;
}

/** @param at the text's place in a batch of several, for errors */
function encodeOne(json: TokenizerJson, { first, second }: InputPair, options: RowOptions, at?: number): Row {
  const firstRow = readRow(json, first, 0, options, at);
  const secondRow = second === undefined ? undefined : readRow(json, second, 1, options, at);
  const { truncation, postProcessor } = json;
  const added = options.addsSpecial ? addedCount(postProcessor, secondRow !== undefined) : 0;
  const whole = secondRow ? [firstRow, secondRow] : [firstRow];
  const kept = truncation ? truncateToWindows(firstRow, secondRow, roomIn(truncation, added), truncation) : whole;
  return postProcess(postProcessor, kept, options.addsSpecial);
}

function readRow(json: TokenizerJson, input: Input, typeId: number, options: RowOptions, at: number | undefined): Row {
  const surfaces = options.isAligned && trimsOffsets(json.postProcessor) ? ([] as Surface[]) : undefined;
  try {
    return { ...rowOf(readSequence(json, input, options, surfaces), typeId), surfaces };
  } catch (error) {
    throw ofInput(error, typeId === 0 ? "text" : "text_pair", at);
  }
}

function readSequence(json: TokenizerJson, input: Input, options: RowOptions, surfaces?: Surface[]): Sequence {
  if (typeof input === "string") return readText(json, input, options, undefined, surfaces);
  const sequences = input.map((word, at) => {
    try {
      return readText(json, word, options, at, surfaces);
    } catch (error) {
      throw ofWord(error, at);
    }
  });
  return {
    ids: sequences.flatMap(({ ids }) => ids),
    offsets: options.isAligned ? sequences.flatMap(({ offsets }) => offsets ?? []) : undefined,
    words: options.isAligned ? sequences.flatMap(({ words }) => words ?? []) : undefined,
  };
}

function readText(
  json: TokenizerJson,
  text: string,
  options: RowOptions,
  word: number | undefined,
  surfaces: Surface[] | undefined,
): Sequence {
  const tokens = new Tokens(options.isAligned, (token) => json.tokenToId(token) ?? 0);
  const strings: string[] | undefined = surfaces && [];
  json.encode(text, tokens, { encodeSpecialTokens: options.splitsSpecial, word, strings });
  const source = options.inCodePoints ? undefined : text;
  if (strings) for (const token of strings) surfaces?.push({ token, text: source });
  return options.inCodePoints ? inCodePoints(tokens.sequence, text) : tokens.sequence;
}

function padBatch(rows: readonly Row[], { strategy, pad_to_multiple_of, ...padding }: JsonPadding): Row[] {
  const longest = rows.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  const least = strategy === "BatchLongest" ? longest : strategy.Fixed;
  const multiple = pad_to_multiple_of || 1;
  const length = Math.ceil(least / multiple) * multiple;
  checkPadding(rows.reduce((sum, row) => sum + missingIn(row, length), 0));
  const filling = { id: padding.pad_id, typeId: padding.pad_type_id, direction: padding.direction };
  return rows.map((row) => padded(row, length, filling));
}
