import { ofRows } from "../base/errors.js";
import { missing, type OptionKind, type OptionTable } from "../base/options.js";
import { checkArguments, type Signature } from "../base/signatures.js";
import type { BatchEncodeOptions, TextInput } from "../tokenizer/call-options.js";
import { ENCODE_BATCH } from "../tokenizer/call-tables.js";
import type { BatchEncoding } from "../tokenizer/encoding.js";
import { isList } from "../tokenizer/inputs.js";
import { Tokenizer } from "../tokenizer/slow/tokenizer.js";
import { type EncodedBatch, joinColumns, toColumns, withoutRows } from "./columns.js";
import { areIndependent, endOfPart, leastUnits } from "./parts.js";

/** A tokenizer of any class. */
export interface BatchTokenizer {
  /** Encodes a batch of texts or pairs, to lists. */
  batch_encode_plus(batch: readonly (TextInput | readonly TextInput[])[], options?: BatchEncodeOptions): BatchEncoding;
}

/** The options of {@link encode_batch}: those of `batch_encode_plus`, without tensors. */
export type BatchOptions = Omit<BatchEncodeOptions, "return_tensors">;

const TOKENIZER: OptionKind = {
  allows: (value) => typeof (value as Partial<BatchTokenizer> | null)?.batch_encode_plus === "function",
  expected: "a tokenizer: await AutoTokenizer.from_pretrained(name)",
};
const TEXTS: OptionKind = { allows: isList, expected: "a list of texts, or of pairs of two" };
/** The table of {@link BatchOptions}. */
export const BATCH_OPTIONS: OptionTable = {
  ...ENCODE_BATCH,
  return_tensors: { ...missing("none: encode_batch returns typed arrays"), allows: (value) => value === null },
};
const SIGNATURE: Signature = {
  parameters: { tokenizer: TOKENIZER, texts: TEXTS },
  options: BATCH_OPTIONS,
  positional: "padding",
};

/**
 * Encodes many texts to typed arrays: the values of `tokenizer.batch_encode_plus(texts, options)`, the rows one after the
 * other. It takes less memory than lists, and another thread or Apache Arrow takes the arrays as they are. A list without
 * texts has no rows.
 *
 * @param tokenizer a tokenizer of any class
 * @param texts texts, or pairs of two
 * @param options those of `batch_encode_plus`, without `return_tensors`
 * @throws OptionError as `batch_encode_plus`, and if a field would have rows of another length than their ids, or a type
 * above 255
 * @throws TextError as `batch_encode_plus`; it names the row, for instance text[3]
 *
 * @example
 * ```ts
 * import { AutoTokenizer } from "tohoku-tokenizers";
 * import { encode_batch } from "tohoku-tokenizers/batches";
 *
 * const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
 * const { input_ids, row_ends } = encode_batch(tokenizer, ["晴れ", "雨"]);
 * console.log([Array.from(input_ids), Array.from(row_ends)]); // => [[2,2752,494,3,2,6477,3],[4,7]]
 * ```
 */
export function encode_batch(
  tokenizer: BatchTokenizer,
  texts: readonly (TextInput | readonly TextInput[])[],
  options: BatchOptions = {},
  ...excess: never[]
): EncodedBatch {
  checkArguments("encode_batch", [tokenizer, texts, options, ...excess], SIGNATURE);
  const given = options ?? {};
  if (texts.length === 0) return withoutRows(toColumns(tokenizer.batch_encode_plus([""], given)));
  if (!areIndependent(texts, given)) return toColumns(tokenizer.batch_encode_plus(texts, given));
  const parts: EncodedBatch[] = [];
  const starts: number[] = [];
  for (let start = 0; start < texts.length; ) {
    const end = endOfPart(texts, start, leastUnits(given));
    parts.push(encodePart(tokenizer, texts.slice(start, end), given, start));
    starts.push(start);
    start = end;
  }
  return joinColumns(parts, starts);
}

function encodePart(
  tokenizer: BatchTokenizer,
  texts: readonly string[],
  options: BatchOptions,
  first: number,
): EncodedBatch {
  try {
    const masks = masksOf(tokenizer, options);
    return masks ? encodeIds(tokenizer, texts, options, masks) : toColumns(tokenizer.batch_encode_plus(texts, options));
  } catch (error) {
    throw ofRows(error, first);
  }
}

/** The masks that a call returns and that follow from the number of ids. */
interface Masks {
  readonly token_type_ids: boolean;
  readonly attention_mask: boolean;
}

/** Undefined if masks have to be made with the ids. */
function masksOf(tokenizer: BatchTokenizer, options: BatchOptions): Masks | undefined {
  const { padding, return_token_type_ids, return_attention_mask } = options;
  if (!(tokenizer instanceof Tokenizer) || (padding ?? "do_not_pad") === "max_length") return undefined;
  const { model_input_names } = tokenizer;
  const token_type_ids = return_token_type_ids ?? model_input_names.includes("token_type_ids");
  // Asked for, types may be refused.
  if (return_token_type_ids || (token_type_ids && endsOnce(tokenizer))) return undefined;
  return { token_type_ids, attention_mask: return_attention_mask ?? model_input_names.includes("attention_mask") };
}

/** True if a text that ends as the tokenizer ends texts has more types than ids, as in the reference. */
function endsOnce(tokenizer: Tokenizer): boolean {
  const special = tokenizer.build_inputs_with_special_tokens([]);
  return tokenizer.build_inputs_with_special_tokens(special).length < 2 * special.length;
}

function encodeIds(
  tokenizer: BatchTokenizer,
  texts: readonly string[],
  options: BatchOptions,
  { token_type_ids, attention_mask }: Masks,
): EncodedBatch {
  const alone = { ...options, return_token_type_ids: false, return_attention_mask: false };
  const columns = toColumns(tokenizer.batch_encode_plus(texts, alone));
  const { length } = columns.input_ids;
  return {
    ...columns,
    ...(token_type_ids && { token_type_ids: new Uint8Array(length) }),
    ...(attention_mask && { attention_mask: new Uint8Array(length).fill(1) }),
  };
}
