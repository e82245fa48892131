import { TextError, TokenizerError } from "../base/errors.js";
import { loadPeer } from "./peers.js";
import { noColumn } from "./reading.js";

/** The number of records in a batch. */
const BATCH = 1000;

/**
 * The texts of a column of CSV data in UTF-8 with a heading, in batches. Quoted fields may hold line breaks.
 *
 * @param column the name of the column in the heading
 * @param from the first record to read, counted from 0 after the heading
 * @throws TextError if a record has more or fewer fields than the heading, a quote is not closed, the data are not UTF-8, or
 * there is no such column
 * @throws ResourceError if the package csv-parse is not installed
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  column: string,
  from: number,
): AsyncGenerator<readonly string[]> {
  const { Parser } = await loadPeer("csv-parse", "CSV", () => import("csv-parse"));
  const records: string[][] = [];
  const parser = new Parser({
    bom: true,
    record_delimiter: ["\n", "\r\n"],
    // The stream would lose the records that it holds when an error ends it.
    on_record: (record: string[]) => {
      records.push(record);
      return null;
    },
  });
  parser.resume();
  let failure: Error | undefined;
  parser.on("error", (error) => {
    failure ??= error;
  });
  let field: number | undefined;
  let row = 0;
  /** The texts of the records so far. */
  const texts = (): string[] => {
    const ready = records.splice(0);
    if (field === undefined && ready.length > 0) field = fieldOf(ready.shift() ?? [], column);
    const skipped = Math.min(Math.max(0, from - row), ready.length);
    row += ready.length;
    return ready.slice(skipped).map((record) => record[field ?? 0]);
  };
  for await (const text of decoded(chunks)) {
    await new Promise((resolve) => parser.write(text, resolve));
    if (failure) break;
    if (records.length >= BATCH) yield texts();
  }
  if (!failure) await new Promise((resolve) => parser.once("error", resolve).once("end", resolve).end());
  const last = texts();
  if (last.length > 0) yield last;
  if (failure)
    throw new TextError("CSV", failure.message, "as many fields as the heading has, quotes closed", { cause: failure });
  if (field === undefined) throw new TextError("CSV", "no lines", "a heading with the names of the columns");
}

function fieldOf(heading: readonly string[], column: string): number {
  const at = heading.indexOf(column);
  if (at < 0)
    throw noColumn(
      heading.map((name) => ({ name })),
      column,
    );
  return at;
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof TokenizerError) throw cause;
    throw new TextError("CSV", "bytes that are not UTF-8", "UTF-8", { cause });
  }
}
