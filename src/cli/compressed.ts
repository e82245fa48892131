import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { TextError } from "../base/errors.js";

/** The first bytes of gzip data. No text in UTF-8 begins with them. */
const GZIP = [0x1f, 0x8b] as const;

/**
 * The bytes of an input, decompressed if they are gzip data.
 *
 * @throws TextError if gzip data are damaged or end too early
 */
export async function* decompressed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array();
  let isEnd = false;
  while (start.length < GZIP.length && !isEnd) {
    const { value, done } = await source.next();
    isEnd = done === true;
    if (!isEnd) start = Buffer.concat([start, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (start.length > 0) yield start;
    for (let next = isEnd ? undefined : await source.next(); next && !next.done; next = await source.next()) {
      yield next.value;
    }
  }
  if (GZIP.every((byte, at) => start[at] === byte)) yield* gunzipped(all());
  else yield* all();
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // A failure of the source, and of the data, comes out of the stream below.
  pipeline(Readable.from(chunks, { objectMode: true }), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))) throw error;
    throw new TextError("line", error.message, "gzip data that are whole", { cause: error });
  }
}
