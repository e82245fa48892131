import { OptionError, ofRows } from "../base/errors.js";
import type { OptionKind } from "../base/options.js";
import { checkArguments, type Signature } from "../base/signatures.js";
import { type EncodedBatch, moveSamples } from "./columns.js";
import { BATCH_OPTIONS, type BatchOptions, type BatchTokenizer, encode_batch } from "./encode-batch.js";
import { leastUnits, MOST_UNITS } from "./parts.js";

/** The batches that may wait for workers: as much as the stream holds in memory. */
const MOST_WAITING = 16;

/** A tokenizer in a worker, or in several. */
export interface WaitingTokenizer {
  /** Encodes a batch of texts to typed arrays. */
  encode_batch(texts: readonly string[], options?: BatchOptions): Promise<EncodedBatch>;
}

const TOKENIZER: OptionKind = {
  allows: (value) => {
    const { encode_batch, batch_encode_plus } = (value ?? {}) as Partial<WaitingTokenizer & BatchTokenizer>;
    return typeof encode_batch === "function" || typeof batch_encode_plus === "function";
  },
  expected: "a tokenizer, or one in a worker",
};
const TEXTS: OptionKind = {
  allows: (value) =>
    typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value),
  expected: "a list, a generator, a stream or anything else that gives texts one by one",
};
const SIGNATURE: Signature = {
  parameters: { tokenizer: TOKENIZER, texts: TEXTS },
  options: BATCH_OPTIONS,
  positional: "padding",
};

/**
 * Encodes texts as they come, to typed arrays, in memory that does not grow with their number: batches of about 65,536 code
 * units or padded ids, in the order of the texts. A tokenizer in workers encodes several of them at a time.
 *
 * Padding to the longest pads to the longest of a batch. `overflow_to_sample_mapping` counts all texts of the stream.
 *
 * @param tokenizer a tokenizer of any class, or one in workers
 * @param texts texts, from any iterable or async iterable
 * @param options those of {@link encode_batch}
 * @throws OptionError for an impossible option, and for an item that is no string, which it names: texts[3]
 * @throws TextError as {@link encode_batch}, with the row in the stream. The batches of the texts before come first, and so they
 * do if `texts` throws
 *
 * @example
 * ```ts
 * import { AutoTokenizer } from "tohoku-tokenizers";
 * import { encode_stream } from "tohoku-tokenizers/batches";
 *
 * const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
 * for await (const { input_ids, row_ends } of encode_stream(tokenizer, ["晴れ", "雨"])) {
 *   console.log([Array.from(input_ids), Array.from(row_ends)]); // => [[2,2752,494,3,2,6477,3],[4,7]]
 * }
 * ```
 */
export function encode_stream(
  tokenizer: BatchTokenizer | WaitingTokenizer,
  texts: Iterable<string> | AsyncIterable<string>,
  options: BatchOptions = {},
  ...excess: never[]
): AsyncGenerator<EncodedBatch, void, undefined> {
  checkArguments("encode_stream", [tokenizer, texts, options, ...excess], SIGNATURE);
  return encodeEach(tokenizer, texts, options ?? {});
}

async function* encodeEach(
  tokenizer: BatchTokenizer | WaitingTokenizer,
  texts: Iterable<string> | AsyncIterable<string>,
  options: BatchOptions,
): AsyncGenerator<EncodedBatch, void, undefined> {
  const waiting: Promise<EncodedBatch>[] = [];
  const wait = (encoded: Promise<EncodedBatch>): void => {
    // It may reject long before its turn.
    encoded.catch(() => undefined);
    waiting.push(encoded);
  };
  // Only in workers is a batch encoded while others wait.
  const most = "encode_batch" in tokenizer ? MOST_WAITING : 1;
  for await (const { texts: batch, first, failure } of batchesOf(texts, leastUnits(options))) {
    if (batch.length > 0) wait(encodeOne(tokenizer, batch, options, first));
    if (failure) wait(Promise.reject(failure.reason));
    if (waiting.length >= most) yield (await waiting.shift()) as EncodedBatch;
  }
  for (const encoded of waiting) yield await encoded;
}

async function encodeOne(
  tokenizer: BatchTokenizer | WaitingTokenizer,
  texts: readonly string[],
  options: BatchOptions,
  first: number,
): Promise<EncodedBatch> {
  try {
    const encoded =
      "encode_batch" in tokenizer
        ? await tokenizer.encode_batch(texts, options)
        : encode_batch(tokenizer, texts, options);
    return moveSamples(encoded, first);
  } catch (error) {
    throw ofRows(error, first);
  }
}

/** Some texts of the stream. */
interface Batch {
  readonly texts: readonly string[];
  /** The number of texts before them. */
  readonly first: number;
  /** The reason why there are no more texts, if that is not their end. */
  readonly failure?: { readonly reason: unknown };
}

/** @param least the least code units that a text counts as */
async function* batchesOf(texts: Iterable<string> | AsyncIterable<string>, least: number): AsyncGenerator<Batch> {
  let batch: string[] = [];
  let units = 0;
  let first = 0;
  try {
    for await (const text of texts) {
      if (typeof text !== "string") throw new OptionError(`texts[${first + batch.length}]`, text, "a string");
      const size = Math.max(text.length, least);
      if (batch.length > 0 && units + size > MOST_UNITS) {
        yield { texts: batch, first };
        first += batch.length;
        batch = [];
        units = 0;
      }
      batch.push(text);
      units += size;
    }
  } catch (reason) {
    yield { texts: batch, first, failure: { reason } };
    return;
  }
  yield { texts: batch, first };
}
