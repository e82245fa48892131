import { errorOf } from "../base/failure.js";
import { wholeLines } from "./chunks.js";
import { decompressed } from "./compressed.js";
import type { Input } from "./input.js";
import type { Done, Jobs, Warning } from "./jobs.js";
import { type LineFormat, ofLine } from "./lines.js";
import type { Output } from "./output.js";
import type { ConversionProgress } from "./progress.js";

/** The destinations of a conversion. */
export interface Sink {
  readonly output: Output;
  readonly progress: ConversionProgress;
  /** @param place the input and the line that a warning is about */
  warn(message: string, place: string): void;
}

/** Results in the order of the lines. */
interface Waiting {
  readonly input: Input;
  readonly done: Promise<Done>;
}

/**
 * Converts the lines of inputs with workers, in order. Only a few chunks of lines are in memory at a time.
 *
 * @throws TextError that names the line, after all earlier lines are written
 */
export async function convertInParallel(
  inputs: readonly Input[],
  jobs: Jobs,
  format: LineFormat,
  sink: Sink,
): Promise<void> {
  const writer = new InOrder(sink);
  for (const input of inputs) {
    const chunks = wholeLines(decompressed(sink.progress.counting(input.chunks())));
    for (let isFirst = true; ; isFirst = false) {
      const reading = readFrom(chunks);
      // Results are written as soon as they are ready, also while the input is slow.
      while (writer.size >= jobs.room || (await writer.isReadyBefore(reading))) await writer.next();
      const { next, failure } = await reading;
      if (failure) {
        await writer.rest();
        throw ofLine(failure.reason, `${input.name}, line ${writer.linesOf(input) + 1}`);
      }
      if (next?.done !== false) break;
      writer.add({ input, done: jobs.convert({ bytes: next.value, format: { ...format, isLater: !isFirst } }) });
    }
  }
  await writer.rest();
}

/** The next chunk, or the error of the input. */
interface Read {
  readonly next?: IteratorResult<Uint8Array, void>;
  readonly failure?: { readonly reason: unknown };
}

async function readFrom(chunks: AsyncGenerator<Uint8Array, void>): Promise<Read> {
  try {
    return { next: await chunks.next() };
  } catch (reason) {
    return { failure: { reason } };
  }
}

/** Writes results in their order. */
class InOrder {
  readonly #sink: Sink;
  readonly #waiting: Waiting[] = [];
  /** The messages shown so far, without digits: each worker warns of the same problem once. */
  readonly #shown = new Set<string>();
  #input: Input | undefined;
  /** The lines written so far, of the current input and of all. */
  #lines = 0;
  #count = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** The number of lines of an input that are written. */
  linesOf(input: Input): number {
    return this.#input === input ? this.#lines : 0;
  }

  /** True if the next results are ready before another promise settles. */
  async isReadyBefore(other: Promise<unknown>): Promise<boolean> {
    const [first] = this.#waiting;
    if (!first) return false;
    const isReady = first.done.then(
      () => true,
      () => true,
    );
    return Promise.race([isReady, other.then(() => false)]);
  }

  add(waiting: Waiting): void {
    waiting.done.catch(() => undefined);
    this.#waiting.push(waiting);
  }

  async rest(): Promise<void> {
    while (this.#waiting.length > 0) await this.next();
  }

  /** Waits for the next results and writes them. @throws the error that ended their job */
  async next(): Promise<void> {
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    const { blocks, lines, warnings, failure } = await waiting.done;
    if (this.#input !== waiting.input) {
      this.#input = waiting.input;
      this.#lines = 0;
    }
    for (const warning of warnings) this.#warn(warning, waiting.input.name);
    for (const block of blocks) await this.#sink.output.write(block);
    this.#lines += lines;
    this.#count += lines;
    this.#sink.progress.show(this.#count);
    if (!failure) return;
    this.#waiting.length = 0;
    throw ofLine(errorOf(failure), `${waiting.input.name}, line ${this.#lines + 1}`);
  }

  #warn({ line = 0, message }: Warning, input: string): void {
    const kind = message.replaceAll(/\d+/g, "");
    if (this.#shown.has(kind)) return;
    this.#shown.add(kind);
    this.#sink.warn(message, `${input}, line ${this.#lines + line}`);
  }
}
