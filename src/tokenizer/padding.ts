import { repeated } from "../base/buffers.js";
import { OptionError } from "../base/errors.js";
import type { PaddingStrategy, PadOptions, Side } from "./call-options.js";
import type { Fields } from "./encoding.js";
import type { Offset } from "./sequence.js";
import type { Strategies } from "./strategies.js";

/** The settings of a tokenizer that decide how encodings are padded. */
export interface PaddingDefaults {
  readonly padding_side: Side;
  readonly model_input_names: readonly string[];
}

/** The ids of pad_token; undefined without one. */
export type PadIds = readonly number[] | undefined;

/** The most ids that padding adds in a call. With their masks they take about a gigabyte. */
const MOST_PADDING = 2 ** 26;

/**
 * Bounds the memory that padding takes, before it is taken.
 *
 * @param missing the number of ids to add to all encodings of a call
 * @throws OptionError if there are too many
 */
export function checkPadding(missing: number): void {
  if (missing <= MOST_PADDING) return;
  throw new OptionError(
    "padding",
    `${missing} ids to add`,
    `at most ${MOST_PADDING} in a call: give a smaller max_length or pad_to_multiple_of, or fewer texts`,
  );
}

/** Replaces the ids of a missing pad_token: without one, `resolveStrategies` refuses to pad. */
const NO_PADDING: readonly number[] = [0];

/** Pads one encoding in place, by itself. An empty one stays empty, as in the reference. */
export function padSingle(
  encoding: Fields,
  strategies: Strategies,
  options: PadOptions,
  by: PaddingDefaults,
  padIds: PadIds,
): void {
  if (encoding.input_ids.length > 0) padAll([encoding], paddingOf(strategies, options, by, padIds));
  else if (returnsMask(options, by)) encoding.attention_mask = [];
}

/** Pads the encodings of a batch in place; the strategy "longest" means the longest of them. */
export function padBatch(
  encodings: readonly Fields[],
  strategies: Strategies,
  options: PadOptions,
  by: PaddingDefaults,
  padIds: PadIds,
): void {
  const longest = encodings.reduce((most, { input_ids }) => Math.max(most, input_ids.length), 0);
  const target: Strategies =
    strategies.padding === "longest" ? { ...strategies, padding: "max_length", max_length: longest } : strategies;
  padAll(encodings, paddingOf(target, options, by, padIds));
}

/** @throws OptionError if that takes too many ids; then no encoding has changed */
function padAll(encodings: readonly Fields[], padding: Padding): void {
  const pads = padding.strategy !== "do_not_pad";
  const missingIn = ({ input_ids: { length } }: Fields): number =>
    pads ? Math.max(0, targetLength(length, padding) - length) : 0;
  checkPadding(encodings.reduce((sum, encoding) => sum + missingIn(encoding), 0));
  for (const encoding of encodings) pad(encoding, padding, missingIn(encoding));
}

/** The parameters for padding one encoding. */
interface Padding {
  readonly strategy: PaddingStrategy;
  readonly max_length: number | undefined;
  readonly multiple: number | undefined;
  readonly side: Side;
  readonly returnsMask: boolean;
  /** The ids of pad_token. If there are several, padding is added in whole groups of them. */
  readonly padIds: readonly number[];
}

function paddingOf(
  { padding, max_length }: Strategies,
  options: PadOptions,
  by: PaddingDefaults,
  padIds: readonly number[] = NO_PADDING,
): Padding {
  return {
    strategy: padding,
    max_length,
    multiple: options.pad_to_multiple_of ?? undefined,
    side: options.padding_side ?? by.padding_side,
    returnsMask: returnsMask(options, by),
    padIds,
  };
}

function returnsMask({ return_attention_mask }: PadOptions, { model_input_names }: PaddingDefaults): boolean {
  return return_attention_mask ?? model_input_names.includes("attention_mask");
}

/**
 * Pads the fields of an encoding that run in parallel with the ids. Adds the attention mask if it is requested and
 * missing. An encoding that is long enough keeps its fields. Reference: `_pad` of transformers 4.56.1.
 */
function pad(encoding: Fields, padding: Padding, missing: number): void {
  if (padding.returnsMask) encoding.attention_mask ??= repeated(1, encoding.input_ids.length);
  if (missing === 0) return;
  const { side } = padding;
  const extend = <Value>(values: readonly Value[], value: Value): Value[] =>
    side === "right" ? padRight(values, missing, () => value) : padLeft(values, missing, () => value);
  const { padIds } = padding;
  const padId = (at: number): number => padIds[at % padIds.length];
  const { input_ids } = encoding;
  encoding.input_ids = side === "right" ? padRight(input_ids, missing, padId) : padLeft(input_ids, missing, padId);
  if (padding.returnsMask && encoding.attention_mask) encoding.attention_mask = extend(encoding.attention_mask, 0);
  if (encoding.token_type_ids) encoding.token_type_ids = extend(encoding.token_type_ids, 0);
  if (encoding.special_tokens_mask) encoding.special_tokens_mask = extend(encoding.special_tokens_mask, 1);
  if (encoding.offset_mapping) encoding.offset_mapping = extend(encoding.offset_mapping, [0, 0] as Offset);
  if (encoding.word_ids) encoding.word_ids = extend(encoding.word_ids, null);
  if (encoding.sequence_ids) encoding.sequence_ids = extend(encoding.sequence_ids, null);
}

function padRight<Value>(values: readonly Value[], missing: number, filling: (at: number) => Value): Value[] {
  const padded = values.slice();
  for (let at = 0; at < missing; at++) padded.push(filling(at));
  return padded;
}

function padLeft<Value>(values: readonly Value[], missing: number, filling: (at: number) => Value): Value[] {
  const padded: Value[] = [];
  for (let at = 0; at < missing; at++) padded.push(filling(at));
  for (const value of values) padded.push(value);
  return padded;
}

function targetLength(length: number, { strategy, max_length, multiple, padIds }: Padding): number {
  const target = strategy === "longest" ? length : (max_length ?? length);
  const rounded = multiple === undefined ? target : Math.ceil(target / multiple) * multiple;
  return length + Math.ceil((rounded - length) / padIds.length) * padIds.length;
}
