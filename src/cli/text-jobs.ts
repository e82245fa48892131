import { type Failure, failureOf } from "../base/failure.js";
import { type Conversion, convertEach } from "./convert.js";
import type { Done, Job, JobConverter, Warning } from "./job.js";
import { LineReader } from "./lines.js";
import { Output } from "./output.js";

const encoder = new TextEncoder();

/** Converts texts to lines of output, which it keeps in memory. */
export class TextJobs implements JobConverter {
  readonly room = 1;
  readonly opening = undefined;
  readonly #conversion: Conversion;
  readonly #warnings: Warning[] = [];
  /** The number of the text that is being converted, counted from 1 in its job; 0 before the first. */
  #number = 0;

  constructor(conversion: Conversion) {
    this.#conversion = conversion;
  }

  /** Keeps a warning for the results of the current job. */
  warn(message: string): void {
    this.#warnings.push({ line: this.#number, message });
  }

  async convert(job: Job): Promise<Done> {
    const blocks: Uint8Array[] = [];
    const output = new Output((block) => {
      blocks.push(typeof block === "string" ? encoder.encode(block) : block);
    });
    let failure: Failure | undefined;
    this.#number = 0;
    try {
      await this.#convertTo(output, job);
    } catch (error) {
      failure = failureOf(error);
    }
    await output.flush();
    const lines = failure ? this.#number - 1 : this.#number;
    return { blocks, lines, warnings: this.#warnings.splice(0), failure };
  }

  end(): void {
    // Nothing runs.
  }

  async #convertTo(output: Output, job: Job): Promise<void> {
    if ("texts" in job) {
      await convertEach(this.#counting(job.texts), this.#conversion.text, output);
      return;
    }
    const reader = new LineReader(job.format);
    try {
      for await (const lines of reader.batches([job.bytes])) {
        await convertEach(this.#counting(lines), this.#conversion.line, output);
      }
    } finally {
      // A line that cannot be read counts as the current one.
      this.#number = reader.number;
    }
  }

  *#counting(texts: Iterable<string>): Iterable<string> {
    for (const text of texts) {
      this.#number++;
      yield text;
    }
  }
}
