import { errorOf } from "../base/failure.js";
import type { Input } from "./input.js";
import type { Done, JobConverter, Warning } from "./job.js";
import { jobsAsTheyArrive, jobsForBlocks, type Place, type PlacedJob } from "./job-stream.js";
import { type LineFormat, ofLine } from "./lines.js";
import type { ConversionProgress } from "./progress.js";
import { openSource, type SourceOptions } from "./source.js";

/** A place in one of several inputs. */
export interface InputPlace extends Place {
  /** The number of the input. */
  readonly input: number;
  /** The number of texts in all earlier inputs. */
  readonly before: number;
}

/** The destinations of a conversion. */
export interface Sink {
  readonly progress: ConversionProgress;
  /**
   * Takes the results of a job, after those of all earlier jobs.
   *
   * @param end the place after the texts of the job, whether or not all of them were converted
   */
  take(done: Done, end: InputPlace): void | Promise<void>;
  /** @param place the input and the text that a warning is about */
  warn(message: string, place: string): void;
}

/** The texts to convert. */
export interface Texts {
  readonly inputs: readonly Input[];
  readonly format: LineFormat;
  readonly source: SourceOptions;
  /** The most texts of a block of a table; no limit if not given. */
  readonly mostRows?: number;
  /** The place of the first text to convert. */
  readonly start?: InputPlace;
}

/**
 * Converts texts in order. Only a few jobs are in memory at a time.
 *
 * @throws TextError that names the text, after the results of all earlier texts are taken
 */
export async function convertInOrder(texts: Texts, converter: JobConverter, sink: Sink): Promise<void> {
  const { inputs, start = { input: 0, position: 0, texts: 0, before: 0 } } = texts;
  const writer = new InOrder(sink, start.before + start.texts);
  let before = start.before + start.texts;
  for (const { size = 0 } of inputs.slice(0, start.input)) sink.progress.skip(size);
  for (let at = start.input; at < inputs.length; at++) {
    const from: InputPlace = at === start.input ? start : { input: at, position: 0, texts: 0, before };
    const input = new CurrentInput(inputs[at], from);
    const reader = new AheadReader(jobsOf(texts, from, converter, sink.progress, input));
    for (;;) {
      const reading = reader.next();
      // Results are taken as soon as they are ready, also while the input is slow.
      while (writer.size >= converter.room || (await writer.isReadyBefore(reading))) await writer.next();
      const { next, failure } = await reading;
      if (failure) {
        await writer.rest();
        throw ofLine(failure.reason, input.nameOf(input.lines + 1));
      }
      if (next?.done !== false) break;
      const { job, end } = next.value;
      before = from.before + end.texts;
      writer.add({ input, end: { ...end, input: at, before: from.before }, done: converter.convert(job) });
    }
  }
  await writer.rest();
}

async function* jobsOf(
  { inputs, source: options, format, mostRows = Number.POSITIVE_INFINITY }: Texts,
  from: InputPlace,
  { opening }: JobConverter,
  progress: ConversionProgress,
  input: CurrentInput,
): AsyncGenerator<PlacedJob> {
  const source = await openSource(inputs[from.input], options, from.position, progress);
  input.isRecords = source.kind === "records";
  yield* opening ? jobsForBlocks(source, format, from, from.before, mostRows) : jobsAsTheyArrive(source, format);
}

/** An input whose texts are converted. */
class CurrentInput {
  isRecords = false;
  /** The number of its texts whose results are taken. */
  lines: number;
  readonly #input: Input;

  constructor(input: Input, { texts }: Place) {
    this.#input = input;
    this.lines = texts;
  }

  /** The name of a text in messages. @param number counted from 1 */
  nameOf(number: number): string {
    return `${this.#input.name}, ${this.isRecords ? "row" : "line"} ${number}`;
  }
}

/** The next job, or the error of the input. */
interface Read {
  readonly next?: IteratorResult<PlacedJob, void>;
  readonly failure?: { readonly reason: unknown };
}

/** Reads jobs. An error is a result, which can wait for its turn. */
class AheadReader {
  constructor(private readonly jobs: AsyncGenerator<PlacedJob>) {}

  async next(): Promise<Read> {
    try {
      return { next: await this.jobs.next() };
    } catch (reason) {
      return { failure: { reason } };
    }
  }
}

/** Results in the order of the texts. */
interface Waiting {
  readonly input: CurrentInput;
  readonly end: InputPlace;
  readonly done: Promise<Done>;
}

/** Takes results in their order. */
class InOrder {
  readonly #sink: Sink;
  readonly #waiting: Waiting[] = [];
  /** The messages shown so far, without digits: each worker warns of the same problem once. */
  readonly #shown = new Set<string>();
  /** The number of texts so far. */
  #count: number;

  constructor(sink: Sink, count: number) {
    this.#sink = sink;
    this.#count = count;
  }

  get size(): number {
    return this.#waiting.length;
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

  /** Waits for the next results and takes them. @throws the error that ended their job */
  async next(): Promise<void> {
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    const { input, end } = waiting;
    const done = await waiting.done;
    const { lines, warnings, failure } = done;
    for (const warning of warnings) this.#warn(warning, input, lines);
    await this.#sink.take(done, end);
    input.lines += lines;
    this.#count += lines;
    this.#sink.progress.show(this.#count);
    if (!failure) return;
    this.#waiting.length = 0;
    throw ofLine(errorOf(failure), input.nameOf(input.lines + 1));
  }

  #warn({ line, message }: Warning, input: CurrentInput, lines: number): void {
    const kind = message.replaceAll(/\d+/g, "");
    if (this.#shown.has(kind)) return;
    this.#shown.add(kind);
    const place =
      line === undefined
        ? `${input.nameOf(input.lines + 1)}${lines > 1 ? ` to ${input.lines + lines}` : ""}`
        : input.nameOf(input.lines + line);
    this.#sink.warn(message, place);
  }
}
