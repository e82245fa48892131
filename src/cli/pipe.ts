import { OptionError, TextError, TokenizerError } from "../base/errors.js";
import { type BatchOptions, encode_batch } from "../batches/encode-batch.js";
import type { AnyTokenizer } from "../pretrained/auto-tokenizer.js";
import { ArrowTables, loadArrow, readTexts } from "../tables/arrow.js";
import { ID_TYPES, type IdType, tableOf } from "../tables/batch-table.js";
import { type Frame, frameParts, framesOf } from "./frames.js";
import type { Output } from "./output.js";

const NOTHING = new Uint8Array();

/**
 * Answers requests of another program, one after the other, until the input ends.
 *
 * A request's header is `{"options": {…}, "id_type": "int32"}`; both fields may be missing. Its body is a stream of Arrow's IPC
 * format with one column of texts, or with two for pairs. An answer's header is `{"rows": N}`, and its body such a stream with
 * the columns of `encode_batch`. The header of an answer to a faulty request is `{"error": {…}}`, and its body is empty. A first
 * answer, which nobody asked for, says that the tokenizer is loaded.
 *
 * @param load loads the tokenizer
 * @throws TextError for input that is no request, which nothing can answer
 */
export async function servePipe(
  load: () => Promise<AnyTokenizer>,
  chunks: AsyncIterable<Uint8Array>,
  output: Output,
): Promise<void> {
  const write = async (parts: readonly Uint8Array[]): Promise<void> => {
    for (const part of parts) if (part.length > 0) await output.write(part);
  };
  let encode: (request: Frame) => Promise<readonly Uint8Array[]>;
  try {
    const [arrow, tokenizer] = [await ArrowTables.load(), await load()];
    encode = async (request) => frameParts(await encodeRequest(tokenizer, arrow, request));
  } catch (error) {
    await write(answerTo(error));
    return;
  }
  await write(frameParts({ header: { ready: true }, body: NOTHING }));
  for await (const request of framesOf(chunks)) await write(await encode(request).catch(answerTo));
}

async function encodeRequest(tokenizer: AnyTokenizer, arrow: ArrowTables, { header, body }: Frame): Promise<Frame> {
  const { options, id_type } = requestOf(header);
  const texts = await textsIn(body);
  const table = tableOf(encode_batch(tokenizer, texts, options), id_type);
  return { header: { rows: table.rows }, body: arrow.streamOf(table) };
}

interface EncodeRequest {
  readonly options: BatchOptions;
  readonly id_type: IdType;
}

/** @throws OptionError for anything else */
function requestOf(header: unknown): EncodeRequest {
  const { options = {}, id_type = "int32", ...rest } = (header ?? {}) as Partial<EncodeRequest>;
  const [excess] = Object.keys(rest);
  if (excess !== undefined) throw new OptionError("request", excess, "options and id_type");
  if (!ID_TYPES.includes(id_type)) throw new OptionError("id_type", id_type, ID_TYPES.join(" or "));
  return { options, id_type };
}

/** The texts, or pairs of two. @throws TextError for a body that is no such stream */
async function textsIn(stream: Uint8Array): Promise<(string | [string, string])[]> {
  const arrow = await loadArrow();
  const columns: string[][] = [];
  try {
    if (stream.length === 0) throw new TextError("body", "no bytes", "a stream of Arrow's IPC format");
    for (const batch of arrow.RecordBatchReader.from(stream).open()) {
      for (let at = 0; at < batch.numCols; at++) {
        columns[at] ??= [];
        readTexts(arrow, batch, at, columns[at].length, columns[at]);
      }
    }
  } catch (error) {
    if (error instanceof TokenizerError) throw error;
    throw new TextError("body", String(error), "a stream of Arrow's IPC format", { cause: error });
  }
  const [firsts = [], seconds, excess] = columns;
  if (excess) throw new TextError("columns", columns.length, "one of texts, or two for pairs");
  return seconds ? firsts.map((first, row) => [first, seconds[row]]) : firsts;
}

/** The answer to a request that failed. A fault of this program's own ends it. */
function answerTo(error: unknown): readonly Uint8Array[] {
  // V8 has no room for an array of that length.
  const isTooLong = error instanceof RangeError;
  const known = isTooLong ? new TextError("answer", error.message, "fewer or shorter rows", { cause: error }) : error;
  if (!(known instanceof TokenizerError)) throw known;
  const { stack: _, ...data } = known.toJSON();
  const row = /\[(\d+)\]/.exec(known.input)?.[1];
  return frameParts({ header: { error: row === undefined ? data : { ...data, row: Number(row) } }, body: NOTHING });
}
