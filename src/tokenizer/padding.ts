import { OptionError } from "../errors.js";
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
  if (padding.returnsMask) encoding.attention_mask ??= new Array<number>(length).fill(1);
  const missing = targetLength(length, padding) - length;
  if (padding.strategy === "do_not_pad" || missing === 0) return;
  const { side } = padding;
  if (side !== "right" && side !== "left") throw new OptionError("padding_side", side, "right or left");
  if (missing < 0) return;
  const extend = <Value>(values: readonly Value[], value: Value): Value[] => {
    const filling = new Array<Value>(missing).fill(value);
    return side === "right" ? [...values, ...filling] : [...filling, ...values];
  };
  const filling = Array.from({ length: missing }, (_, at) => padding.padIds[at % padding.padIds.length]);
  encoding.input_ids = side === "right" ? [...encoding.input_ids, ...filling] : [...filling, ...encoding.input_ids];
  if (padding.returnsMask && encoding.attention_mask) encoding.attention_mask = extend(encoding.attention_mask, 0);
  if (encoding.token_type_ids) encoding.token_type_ids = extend(encoding.token_type_ids, 0);
  if (encoding.special_tokens_mask) encoding.special_tokens_mask = extend(encoding.special_tokens_mask, 1);
  if (encoding.offset_mapping) encoding.offset_mapping = extend(encoding.offset_mapping, [0, 0] as Offset);
  if (encoding.word_ids) encoding.word_ids = extend(encoding.word_ids, null);
}

function targetLength(length: number, { strategy, max_length, multiple, padIds }: Padding): number {
  const target = strategy === "longest" ? length : (max_length ?? length);
  const rounded = multiple === undefined ? target : Math.ceil(target / multiple) * multiple;
  return length + Math.ceil((rounded - length) / padIds.length) * padIds.length;
}
