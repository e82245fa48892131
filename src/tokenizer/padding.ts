import { OptionError } from "../errors.js";
import type { PaddingStrategy, Side } from "./call-options.js";
import type { Fields } from "./encoding.js";

/** How to pad one encoding. */
export interface Padding {
  readonly strategy: PaddingStrategy;
  readonly max_length: number | undefined;
  readonly multiple: number | undefined;
  readonly side: Side;
  readonly returnsMask: boolean;
  readonly padId: number;
}

/**
 * Pads the fields that run in parallel with the ids, and adds the attention mask if it is wanted and not there; an
 * encoding that is long enough stays as it is. Reference: `_pad` of transformers 4.56.1.
 */
export function pad(encoding: Fields, padding: Padding): Fields {
  const padded: Fields = { ...encoding };
  const { length } = encoding.input_ids;
  if (padding.returnsMask) padded.attention_mask ??= new Array<number>(length).fill(1);
  const missing = targetLength(length, padding) - length;
  if (padding.strategy === "do_not_pad" || missing === 0) return padded;
  const { side } = padding;
  if (side !== "right" && side !== "left") throw new OptionError("padding_side", side, "right or left");
  if (missing < 0) return padded;
  const extend = <Value>(values: readonly Value[], value: Value): Value[] => {
    const filling = new Array<Value>(missing).fill(value);
    return side === "right" ? [...values, ...filling] : [...filling, ...values];
  };
  padded.input_ids = extend(encoding.input_ids, padding.padId);
  if (padding.returnsMask && padded.attention_mask) padded.attention_mask = extend(padded.attention_mask, 0);
  if (encoding.token_type_ids) padded.token_type_ids = extend(encoding.token_type_ids, 0);
  if (encoding.special_tokens_mask) padded.special_tokens_mask = extend(encoding.special_tokens_mask, 1);
  if (encoding.offset_mapping) {
    padded.offset_mapping = extend(encoding.offset_mapping, [0, 0] as [number, number]);
  }
  if (encoding.word_ids) padded.word_ids = extend(encoding.word_ids, null);
  return padded;
}

function targetLength(length: number, { strategy, max_length, multiple }: Padding): number {
  const target = strategy === "longest" ? length : (max_length ?? length);
  return multiple === undefined ? target : Math.ceil(target / multiple) * multiple;
}
