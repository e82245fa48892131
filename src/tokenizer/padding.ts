import { repeated } from "../base/buffers.js";
import { OptionError } from "../base/errors.js";
import type { PaddingStrategy, Side } from "./call-options.js";
import type { Fields } from "./encoding.js";
import type { Offset } from "./sequence.js";

/** How to pad one encoding. */
export interface Padding {
  readonly strategy: PaddingStrategy;
  readonly max_length: number | undefined;
  readonly multiple: number | undefined;
  readonly side: Side;
  readonly returnsMask: boolean;
  /** The ids of the padding token: with several, padding goes in units of as many. */
  readonly padIds: readonly number[];
}

/**
 * Pads an encoding in place: the fields that run in parallel with the ids. Adds the attention mask if it is wanted and
 * not there; what is long enough stays as it is. Reference: `_pad` of transformers 4.56.1.
 */
export function pad(encoding: Fields, padding: Padding): void {
  const { length } = encoding.input_ids;
  if (padding.returnsMask) encoding.attention_mask ??= repeated(1, length);
  const missing = targetLength(length, padding) - length;
  if (padding.strategy === "do_not_pad" || missing === 0) return;
  const { side } = padding;
  if (side !== "right" && side !== "left") throw new OptionError("padding_side", side, "right or left");
  if (missing < 0) return;
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
