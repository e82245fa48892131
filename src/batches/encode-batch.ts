import { ofRows } from "../base/errors.js";
import type { OptionKind, OptionTable } from "../base/options.js";
import { checkArguments, type Signature } from "../base/signatures.js";
import type { BatchEncodeOptions, TextInput } from "../tokenizer/call-options.js";
import { ENCODE_BATCH } from "../tokenizer/call-tables.js";
import type { BatchEncoding } from "../tokenizer/encoding.js";
import { isList } from "../tokenizer/inputs.js";
import { Tokenizer } from "../tokenizer/slow/tokenizer.js";
import { type EncodedBatch, joinColumns, ofWholeBatch, toColumns, withoutRows } from "./columns.js";
import { NO_TENSORS } from "./no-tensors.js";
import { areIndependent, type Part, partsOf } from "./parts.js";

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
  return_tensors: NO_TENSORS,
};
const SIGNATURE: Signature = {
  parameters: { tokenizer: TOKENIZER, texts: TEXTS },
  options: BATCH_OPTIONS,
  positional: "padding",
};

/**
 * Encodes many texts to typed arrays: the values of `tokenizer.batch_encode_plus(texts, options)`, row after row.
 * The arrays take less memory than lists, and another thread or Apache Arrow takes them without conversion. An empty list
 * of texts gives no rows.
 *
 * @param tokenizer a tokenizer of any class
 * @param texts texts, or pairs of two
 * @param options those of `batch_encode_plus`, without `return_tensors`
 * @throws OptionError as `batch_encode_plus`, and if a field has rows of another length than their ids, or a token type
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
  return joinColumns(partsOf(texts, given).map((part) => encodePart(tokenizer, part, given)));
}

function encodePart(tokenizer: BatchTokenizer, { texts, first }: Part, options: BatchOptions): EncodedBatch {
  try {
    const masks = masksOf(tokenizer, options);
    const columns = masks
      ? encodeIds(tokenizer, texts, options, masks)
      : toColumns(tokenizer.batch_encode_plus(texts, options));
    return ofWholeBatch(columns, first);
  } catch (error) {
    throw ofRows(error, first);
  }
}

/** The requested masks, if they depend only on the number of ids. */
interface Masks {
  readonly token_type_ids: boolean;
  readonly attention_mask: boolean;
}

/** The masks that can be filled in afterwards; undefined if the tokenizer has to make them. */
function masksOf(tokenizer: BatchTokenizer, options: BatchOptions): Masks | undefined {
  const { padding, return_token_type_ids, return_attention_mask } = options;
  if (!(tokenizer instanceof Tokenizer) || padding === "max_length") return undefined;
  const { model_input_names } = tokenizer;
  const token_type_ids = return_token_type_ids ?? model_input_names.includes("token_type_ids");
  // The tokenizer may refuse token types that are requested by the option.
  if (return_token_type_ids || (token_type_ids && endsOnce(tokenizer))) return undefined;
  return { token_type_ids, attention_mask: return_attention_mask ?? model_input_names.includes("attention_mask") };
}

/**
 * True if a text that already ends with the tokenizer's end token gets no second one. As in the reference, its token types
 * count one more than its ids.
 */
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
