import { TextError } from "../base/errors.js";
import { decodeUtf8 } from "../text/utf8.js";
import { loadPeer } from "./peers.js";
import { noColumn } from "./reading.js";

/** The number of records in a batch. */
const BATCH = 1000;
/** The most bytes of a record, which a quote that is not closed makes long. */
const MOST_RECORD_BYTES = 2 ** 28;

/**
 * The texts of a column of CSV data in UTF-8 with a heading, in batches. Quoted fields may hold line breaks. Texts before an error
 * come before it.
 *
 * @param column the name of the column in the heading
 * @param from the first record to read, counted from 0 after the heading
 * @throws TextError if a record has more or fewer fields than the heading, a quote is not closed, a text is not UTF-8, or
 * there is no such column
 * @throws ResourceError if the package csv-parse is not installed
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  column: string,
  from: number,
): AsyncGenerator<readonly string[]> {
  const { Parser } = await loadPeer("csv-parse", "CSV", () => import("csv-parse"));
  const records: Uint8Array[][] = [];
  const parser = new Parser({
    bom: true,
    // Fields stay bytes, which are then decoded strictly.
    encoding: null,
    max_record_size: MOST_RECORD_BYTES,
    record_delimiter: ["\n", "\r\n"],
    // The stream would lose the records that it holds when an error ends it.
    on_record: (record: unknown) => {
      records.push(record as Uint8Array[]);
      return null;
    },
  });
  parser.resume();
  let failure: unknown;
  parser.on("error", (error) => {
    failure ??= new TextError("CSV", error.message, "as many fields as the heading has, quotes closed", {
      cause: error,
    });
  });
  const field = new CsvColumn(column, from);
  try {
    for await (const chunk of chunks) {
      await new Promise((resolve) => parser.write(chunk, resolve));
      if (failure) break;
      if (records.length >= BATCH) yield* field.textsOf(records.splice(0));
    }
    if (!failure) await new Promise((resolve) => parser.once("error", resolve).once("end", resolve).end());
  } catch (error) {
    failure = error;
  }
  yield* field.textsOf(records.splice(0));
  if (failure) throw failure;
  if (!field.isFound) throw new TextError("CSV", "no lines", "a heading with the names of the columns");
}

/** A column of records, of which the first is the heading. */
class CsvColumn {
  readonly #name: string;
  readonly #from: number;
  #field: number | undefined;
  #row = 0;

  constructor(name: string, from: number) {
    this.#name = name;
    this.#from = from;
  }

  /** True after the heading. */
  get isFound(): boolean {
    return this.#field !== undefined;
  }

  /** The texts of records, in one part. @throws TextError for a text that is not UTF-8, after the texts before it */
  *textsOf(records: readonly (readonly Uint8Array[])[]): Generator<readonly string[]> {
    const [heading, ...rest] = this.isFound ? [undefined, ...records] : records;
    if (heading) this.#field = this.#fieldOf(heading);
    const texts: string[] = [];
    try {
      for (const record of rest) {
        if (record && this.#row >= this.#from) texts.push(decode(record[this.#field ?? 0]));
        this.#row++;
      }
    } catch (error) {
      if (texts.length > 0) yield texts;
      throw error;
    }
    if (texts.length > 0) yield texts;
  }

  #fieldOf(heading: readonly Uint8Array[]): number {
    const names = heading.map(decode);
    const at = names.indexOf(this.#name);
    if (at < 0)
      throw noColumn(
        names.map((name) => ({ name })),
        this.#name,
      );
    return at;
  }
}

function decode(bytes: Uint8Array): string {
  return decodeUtf8(bytes, (fault) => new TextError("CSV", fault, "UTF-8"));
}
