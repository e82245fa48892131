import { OptionError, ofRows } from "../base/errors.js";
import type { OptionKind } from "../base/options.js";
import { checkArguments, type Signature } from "../base/signatures.js";
import { type EncodedBatch, ofWholeBatch } from "./columns.js";
import { BATCH_OPTIONS, type BatchOptions, type BatchTokenizer, encode_batch } from "./encode-batch.js";
import { type Part, partStarts } from "./parts.js";

/** The most batches in memory at a time if workers encode them. */
const MOST_WAITING = 16;

/** A tokenizer in a worker, or in several workers. */
export interface AsyncBatchTokenizer {
  /** Encodes a batch of texts to typed arrays. */
  encode_batch(texts: readonly string[], options?: BatchOptions): Promise<EncodedBatch>;
}

const TOKENIZER: OptionKind = {
  allows: (value) => {
    const { encode_batch, batch_encode_plus } = (value ?? {}) as Partial<AsyncBatchTokenizer & BatchTokenizer>;
    return typeof encode_batch === "function" || typeof batch_encode_plus === "function";
  },
  expected: "a tokenizer, or one in a worker",
};
const TEXTS: OptionKind = {
  allows: (value) =>
    typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value),
  expected: "an iterable or async iterable of texts: a list, a generator or a stream",
};
const SIGNATURE: Signature = {
  parameters: { tokenizer: TOKENIZER, texts: TEXTS },
  options: BATCH_OPTIONS,
  positional: "padding",
};

/**
 * Encodes texts as they arrive, in batches of typed arrays, in the order of the texts. A batch has about 65,536 code units or
 * padded ids, so memory does not grow with the number of texts. A tokenizer in workers encodes several batches at a time.
 *
 * Padding to the longest row pads to the longest row of a batch. `overflow_to_sample_mapping` counts all texts of the stream.
 *
 * @param tokenizer a tokenizer of any class, or one in workers
 * @param texts texts, from any iterable or async iterable
 * @param options those of {@link encode_batch}
 * @throws OptionError for an impossible option, and for an item that is not a string, which it names: texts[3]
 * @throws TextError as {@link encode_batch}, with the row in the stream. Batches of earlier texts are yielded before any error,
 * also before one that `texts` throws
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
  tokenizer: BatchTokenizer | AsyncBatchTokenizer,
  texts: Iterable<string> | AsyncIterable<string>,
  options: BatchOptions = {},
  ...excess: never[]
): AsyncGenerator<EncodedBatch, void, undefined> {
  checkArguments("encode_stream", [tokenizer, texts, options, ...excess], SIGNATURE);
  return encodeEach(tokenizer, texts, options ?? {});
}

async function* encodeEach(
  tokenizer: BatchTokenizer | AsyncBatchTokenizer,
  texts: Iterable<string> | AsyncIterable<string>,
  options: BatchOptions,
): AsyncGenerator<EncodedBatch, void, undefined> {
  const waiting: Promise<EncodedBatch>[] = [];
  const wait = (encoded: Promise<EncodedBatch>): void => {
    // Without a handler, a rejection before its turn would count as unhandled.
    encoded.catch(() => undefined);
    waiting.push(encoded);
  };
  // Only workers encode several batches at a time.
  const most = "encode_batch" in tokenizer ? MOST_WAITING : 1;
  for await (const { failure, ...part } of partsOfStream(texts, options)) {
    if (part.texts.length > 0) wait(encodePart(tokenizer, part, options));
    if (failure) wait(Promise.reject(failure.reason));
    if (waiting.length >= most) yield (await waiting.shift()) as EncodedBatch;
  }
  for (const encoded of waiting) yield await encoded;
}

async function encodePart(
  tokenizer: BatchTokenizer | AsyncBatchTokenizer,
  { texts, first }: Part,
  options: BatchOptions,
): Promise<EncodedBatch> {
  try {
    const encoded =
      "encode_batch" in tokenizer
        ? await tokenizer.encode_batch(texts, options)
        : encode_batch(tokenizer, texts, options);
    return ofWholeBatch(encoded, first);
  } catch (error) {
    throw ofRows(error, first);
  }
}

/** A part of the stream. */
interface StreamPart extends Part {
  /** The error of `texts` after this part. */
  readonly failure?: { readonly reason: unknown };
}

async function* partsOfStream(
  texts: Iterable<string> | AsyncIterable<string>,
  options: BatchOptions,
): AsyncGenerator<StreamPart> {
  const startsPart = partStarts(options);
  let part: string[] = [];
  let first = 0;
  try {
    for await (const text of texts) {
      if (typeof text !== "string") throw new OptionError(`texts[${first + part.length}]`, text, "a string");
      if (startsPart(text)) {
        yield { texts: part, first };
        first += part.length;
        part = [];
      }
      part.push(text);
    }
  } catch (reason) {
    yield { texts: part, first, failure: { reason } };
    return;
  }
  yield { texts: part, first };
}
