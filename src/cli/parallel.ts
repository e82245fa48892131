import { wholeLines } from "./chunks.js";
import { decompressed } from "./compressed.js";
import type { Input } from "./input.js";
import { type Done, errorOf, type Jobs, type Warning } from "./jobs.js";
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
 * @throws an error about a line as that of a conversion without workers; what comes before it is written
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
      // What is ready is written while the input makes one wait.
      while (writer.size >= jobs.room || (await writer.isReadyBefore(reading))) await writer.next();
      const { next, failure } = await reading;
      if (failure) {
        await writer.rest();
        throw ofLine(failure.reason, `${input.name}, line ${writer.linesOf(input) + 1}`);
      }
      if (next?.done !== false) break;
      writer.add({ input, done: jobs.convert({ bytes: next.value, format, isFirst }) });
    }
  }
  await writer.rest();
}

/** The next chunk, or the reason why there is none. */
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
  /** Without numbers, the messages that were shown: each worker has its own first one. */
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

  /** The lines of an input that were written. */
  linesOf(input: Input): number {
    return this.#input === input ? this.#lines : 0;
  }

  /** True if results are ready before something else is. */
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

  /** Writes the first of the results that wait. @throws the error that ended it */
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
