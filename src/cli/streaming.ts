import { type Conversion, convertEach } from "./convert.js";
import type { Input } from "./input.js";
import { LineReader, ofLine } from "./lines.js";
import type { Output } from "./output.js";
import type { Texts } from "./parallel.js";
import type { ConversionProgress } from "./progress.js";
import { openSource, type Source } from "./source.js";

/** The receivers of news about a conversion. */
export interface News {
  readonly progress: ConversionProgress;
  /** Takes a function that names the text that is being converted. */
  setPlace(place: () => string): void;
}

/**
 * Converts texts to lines in this thread and writes each as soon as it is converted, also the parts of a long one.
 *
 * @throws TextError that names the text, after the lines of all earlier texts are written
 */
export async function convertAsTheyArrive(
  { inputs, format, source: options }: Texts,
  conversion: Conversion,
  output: Output,
  { progress, setPlace }: News,
): Promise<void> {
  let before = 0;
  for (const input of inputs) {
    const reader = new LineReader(format);
    const source = await openSource(input, options, 0, progress);
    const texts = source.kind === "lines" ? new Lines(source, reader) : new Records(source);
    setPlace(() => texts.place(input));
    try {
      for await (const batch of texts.batches()) {
        await convertEach(batch, conversion[texts.conversion], output);
        await output.flush();
        progress.show(before + texts.number);
      }
      before += texts.number;
    } catch (error) {
      // Results from before the error are still written.
      await output.flush();
      throw ofLine(error, texts.place(input));
    }
  }
}

class Lines {
  readonly conversion = "line";

  constructor(
    private readonly source: Source & { readonly kind: "lines" },
    private readonly reader: LineReader,
  ) {}

  get number(): number {
    return this.reader.number;
  }

  batches(): AsyncIterable<Iterable<string>> {
    return this.reader.batches(this.source.chunks);
  }

  place({ name }: Input): string {
    return `${name}, line ${this.number}`;
  }
}

class Records {
  readonly conversion = "text";
  /** The number of the current record, counted from 1. */
  number = 0;

  constructor(private readonly source: Source & { readonly kind: "records" }) {}

  async *batches(): AsyncGenerator<Iterable<string>> {
    try {
      for await (const batch of this.source.batches) yield this.#counting(batch);
    } catch (error) {
      // The source failed, so the error is about the next record.
      this.number++;
      throw error;
    }
  }

  *#counting(texts: readonly string[]): Iterable<string> {
    for (const text of texts) {
      this.number++;
      yield text;
    }
  }

  place({ name }: Input): string {
    return `${name}, row ${this.number}`;
  }
}
