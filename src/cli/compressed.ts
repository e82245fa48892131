import { setImmediate as nextTurn } from "node:timers/promises";
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
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  /** Resolves the current step. zlib does not call the callback of a write that fails. */
  let endStep = (): void => undefined;
  gunzip.on("data", (made: Uint8Array) => ready.push(made));
  gunzip.on("error", (error) => {
    failure ??= error;
    endStep();
  });
  /** The output of a step, including the output before an error. */
  const after = async (step: (done: () => void) => void): Promise<Uint8Array[]> => {
    await new Promise<void>((resolve) => {
      endStep = resolve;
      step(resolve);
    });
    await nextTurn();
    return ready.splice(0);
  };
  for await (const chunk of chunks) {
    yield* await after((done) => gunzip.write(chunk, done));
    if (failure) throw damage(failure);
  }
  yield* await after((done) => gunzip.once("end", done).end());
  if (failure) throw damage(failure);
}

function damage(cause: Error): TextError {
  return new TextError("line", cause.message, "complete gzip data", { cause });
}
