import { joinBytes } from "../base/buffers.js";
import type { Job } from "./job.js";
import { isByteOrderMark, type LineFormat, MOST_LINE_BYTES, tooLong } from "./lines.js";
import type { Source } from "./source.js";

const LINE_FEED = 0x0a;
/** A block of a table is made from about this many bytes of lines. */
const BLOCK_BYTES = 1 << 20;
/** Records are counted in code units, of which Japanese text has a third as many as bytes. */
const BLOCK_UNITS = BLOCK_BYTES / 2;
/** The size of an empty text, because its row takes memory too. */
const SMALLEST = 8;

/** A place in an input: a byte of its decompressed lines, or the number of a record. */
export interface Place {
  readonly position: number;
  /** The number of texts before it in its input. Only tables count them. */
  readonly texts: number;
}

/** A job and the place in its input after it. */
export interface PlacedJob {
  readonly job: Job;
  readonly end: Place;
}

/** The jobs for output in lines: the texts as they arrive. */
export async function* jobsAsTheyArrive(source: Source, format: LineFormat): AsyncGenerator<PlacedJob> {
  const end = { position: 0, texts: 0 };
  if (source.kind === "records") {
    for await (const texts of source.batches) yield { job: { texts, first: 0 }, end };
    return;
  }
  let isLater = false;
  for await (const bytes of wholeLines(source.chunks)) {
    yield { job: { bytes, format: { ...format, isLater }, first: 0 }, end };
    isLater = true;
  }
}

/**
 * The jobs for the blocks of a table. They depend only on the texts, not on the size of the pieces in which these are read.
 *
 * @param start the place of the source's first text in its input
 * @param before the number of texts in earlier inputs
 * @param mostRows the most texts of a job
 */
export async function* jobsForBlocks(
  source: Source,
  format: LineFormat,
  start: Place,
  before: number,
  mostRows: number,
): AsyncGenerator<PlacedJob> {
  let { position, texts } = start;
  if (source.kind === "records") {
    for await (const block of recordBlocks(source.batches, mostRows)) {
      const job = { texts: block, first: before + texts };
      position += block.length;
      texts += block.length;
      yield { job, end: { position, texts } };
    }
    return;
  }
  for await (const bytes of lineBlocks(source.chunks, mostRows)) {
    const job = { bytes, format: { ...format, isLater: position > 0 }, first: before + texts };
    // A byte order mark alone is no line.
    const isEmpty = position === 0 && !format.keepsByteOrderMark && isByteOrderMark(bytes);
    position += bytes.length;
    if (!isEmpty) texts += countLines(bytes);
    yield { job, end: { position, texts } };
  }
}

/**
 * The bytes of an input in chunks of whole lines. Each chunk owns its buffer. Only the last one may end without "\n".
 *
 * @throws TextError at a line longer than {@link MOST_LINE_BYTES}
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pending = new Pending();
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield pending.take(chunk.subarray(0, end));
    if (end < chunk.length) pending.add(chunk.subarray(end), 0);
  }
  if (pending.length > 0) yield pending.take();
}

/**
 * The bytes of an input in blocks. A block ends with the first line that reaches {@link BLOCK_BYTES}, or after `mostLines`. So its
 * end depends only on its start, from which a run may be resumed. Whole lines before an error of the input come before the error.
 */
async function* lineBlocks(chunks: AsyncIterable<Uint8Array>, mostLines: number): AsyncGenerator<Uint8Array> {
  const pending = new Pending();
  try {
    for await (const chunk of chunks) {
      let rest = chunk;
      while (pending.length + rest.length >= BLOCK_BYTES) {
        const end = rest.indexOf(LINE_FEED, Math.max(0, BLOCK_BYTES - 1 - pending.length)) + 1;
        if (end === 0) break;
        const [block, left] = cutAfter(pending.take(rest.subarray(0, end)), mostLines);
        yield block;
        rest = rest.subarray(end);
        if (left.length > 0) pending.add(left, BLOCK_BYTES);
      }
      if (rest.length > 0) pending.add(rest, BLOCK_BYTES);
    }
  } catch (error) {
    const all = pending.take();
    yield* partsOf(all.slice(0, all.lastIndexOf(LINE_FEED) + 1), mostLines);
    throw error;
  }
  yield* partsOf(pending.take(), mostLines);
}

/** Bytes that wait for the end of a line. */
class Pending {
  #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /**
   * Adds bytes.
   *
   * @param others the number of bytes that may belong to other lines
   * @throws TextError for a line longer than {@link MOST_LINE_BYTES}
   */
  add(bytes: Uint8Array, others: number): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    if (this.#length > MOST_LINE_BYTES + others) throw tooLong();
  }

  /** Takes all bytes, with the last ones, in a buffer of their own. */
  take(last: Uint8Array = new Uint8Array()): Uint8Array {
    const all = joinBytes([...this.#parts, last]);
    this.#parts = [];
    this.#length = 0;
    return all;
  }
}

async function* recordBlocks(
  batches: AsyncIterable<readonly string[]>,
  mostRows: number,
): AsyncGenerator<readonly string[]> {
  let block: string[] = [];
  let size = 0;
  try {
    for await (const batch of batches) {
      for (const text of batch) {
        block.push(text);
        size += Math.max(text.length, SMALLEST);
        if (size < BLOCK_UNITS && block.length < mostRows) continue;
        yield block;
        block = [];
        size = 0;
      }
    }
  } catch (error) {
    if (block.length > 0) yield block;
    throw error;
  }
  if (block.length > 0) yield block;
}

/** Divides bytes, which own their buffer, into parts of at most a number of lines. */
function* partsOf(bytes: Uint8Array, mostLines: number): Generator<Uint8Array> {
  for (let [part, left] = cutAfter(bytes, mostLines); part.length > 0; [part, left] = cutAfter(left, mostLines)) {
    yield part;
  }
}

/** Cuts bytes, which own their buffer, after at most a number of lines. Both parts own theirs too. */
function cutAfter(bytes: Uint8Array, mostLines: number): readonly [part: Uint8Array, left: Uint8Array] {
  if (mostLines >= bytes.length) return [bytes, new Uint8Array()];
  let end = 0;
  for (let line = 0; line < mostLines && end < bytes.length; line++) {
    const next = bytes.indexOf(LINE_FEED, end);
    end = next < 0 ? bytes.length : next + 1;
  }
  return [bytes.slice(0, end), bytes.slice(end)];
}

/** The number of lines in bytes, of which the last may have no end. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return bytes.at(-1) === LINE_FEED ? lines : lines + 1;
}
