import { setImmediate as nextTurn } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { TextError } from "../base/errors.js";
import { loadPeer } from "../tables/peers.js";
import { startsWith, withStart } from "./first-bytes.js";

/** The first bytes of gzip data and of Zstandard data. No text in UTF-8 begins with them. */
const GZIP = [0x1f, 0x8b] as const;
const ZSTANDARD = [0x28, 0xb5, 0x2f, 0xfd] as const;
export const COMPRESSED_MARKS = [GZIP, ZSTANDARD] as const;

/** True for the first bytes of compressed data. */
export function isCompressed(start: Uint8Array): boolean {
  return COMPRESSED_MARKS.some((mark) => startsWith(start, mark));
}

/**
 * The bytes of an input, decompressed if they are gzip or Zstandard data.
 *
 * @throws TextError if compressed data are damaged or end too early
 * @throws ResourceError for Zstandard data if the package fzstd is not installed
 */
export async function* decompressed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { start, all } = await withStart(chunks, COMPRESSED_MARKS);
  if (startsWith(start, GZIP)) yield* gunzipped(all);
  else if (startsWith(start, ZSTANDARD)) yield* unzstd(all);
  else yield* all;
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
    if (failure) throw damage("gzip", failure);
  }
  yield* await after((done) => gunzip.once("end", done).end());
  if (failure) throw damage("gzip", failure);
}

async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await loadPeer("fzstd", "Zstandard data", () => import("fzstd"));
  const ready: Uint8Array[] = [];
  const decompress = new Decompress((made) => {
    if (made.length > 0) ready.push(made);
  });
  /** The error of a step. Its output before the error comes first. */
  const step = (chunk: Uint8Array, isEnd: boolean): unknown => {
    try {
      decompress.push(chunk, isEnd);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  for await (const chunk of chunks) {
    const failure = step(chunk, false);
    yield* ready.splice(0);
    if (failure) throw damage("Zstandard", failure);
  }
  const failure = step(new Uint8Array(), true);
  yield* ready.splice(0);
  if (failure) throw damage("Zstandard", failure);
}

function damage(format: string, cause: unknown): TextError {
  return new TextError("line", (cause as Error).message, `complete ${format} data`, { cause });
}
