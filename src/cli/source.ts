import { OptionError, ResourceError } from "../base/errors.js";
import { readArrow } from "../tables/read-arrow.js";
import { readCsv } from "../tables/read-csv.js";
import { readParquet } from "../tables/read-parquet.js";
import { COMPRESSED_MARKS, decompressed, isCompressed } from "./compressed.js";
import { startsWith, withStart } from "./first-bytes.js";
import type { Input } from "./input.js";

/** The first bytes of an Arrow file and of an Arrow stream. No text begins with them. */
const ARROW_FILE = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0] as const;
const ARROW_STREAM = [0xff, 0xff, 0xff, 0xff] as const;

/** The texts of an input: as bytes of lines, or as the values of a column, in batches. */
export type Source =
  | { readonly kind: "lines"; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly kind: "records"; readonly batches: AsyncIterable<readonly string[]> };

/** The options about inputs. */
export interface SourceOptions {
  /** The name of the column or field of the texts. */
  readonly field: string | undefined;
  /** True if every input is CSV, whatever its name. */
  readonly isCsv: boolean;
  /** True for a command that reads lines whatever the name of an input is. */
  readonly isLines: boolean;
}

/** @throws OptionError for CSV without the name of a column */
export function checkSources(inputs: readonly Input[], options: SourceOptions): void {
  const csv = inputs.find((input) => kindOf(input, options) === "csv");
  if (csv && options.field === undefined) {
    throw new OptionError("--field", `none for ${csv.name}`, "the column of the texts");
  }
}

/** The kind of an input by its name and the options. */
function kindOf({ name }: Input, { isCsv, isLines }: SourceOptions): "csv" | "parquet" | "other" {
  if (isLines) return "other";
  if (isCsv || /\.csv(\.gz|\.zst)?$/i.test(name)) return "csv";
  return /\.parquet$/i.test(name) ? "parquet" : "other";
}

/** Counts the bytes that are read. */
export interface Counts {
  counting: Counting;
  count(bytes: number): void;
  /** Counts bytes that need not be read. */
  skip(bytes: number): void;
}

type Counting = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/**
 * Opens an input. Parquet and CSV are recognized by the name, Arrow and compressed data by their first bytes; anything else is
 * lines.
 *
 * @param from the place to begin at: a byte of the decompressed lines, or the number of a record
 */
export async function openSource(input: Input, options: SourceOptions, from: number, counts: Counts): Promise<Source> {
  const counting: Counting = (chunks) => counts.counting(chunks);
  const { field, isLines } = options;
  const kind = kindOf(input, options);
  if (kind === "parquet") return { kind: "records", batches: parquetOf(input, field, from, counts) };
  if (kind === "csv") {
    return { kind: "records", batches: readCsv(decompressed(counting(input.chunks())), field ?? "", from) };
  }
  const { start, chunksFrom } = await begun(input, counting);
  if (!isLines && (startsWith(start, ARROW_FILE) || startsWith(start, ARROW_STREAM))) {
    return { kind: "records", batches: readArrow(chunksFrom(0), field, from) };
  }
  if (isCompressed(start)) return { kind: "lines", chunks: skipping(decompressed(chunksFrom(0)), from) };
  counts.skip(from);
  return { kind: "lines", chunks: chunksFrom(from) };
}

/** An input whose first bytes are known. */
interface Begun {
  readonly start: Uint8Array;
  /** Reads the input from a place on, which is 0 unless it is a regular file. May be called once. */
  chunksFrom(place: number): AsyncIterable<Uint8Array>;
}

async function begun(input: Input, counting: Counting): Promise<Begun> {
  if (!input.open) {
    const { start, all } = await withStart(counting(input.chunks()), [ARROW_FILE, ARROW_STREAM, ...COMPRESSED_MARKS]);
    return { start, chunksFrom: () => all };
  }
  const file = await input.open();
  try {
    const start = await file.read(0, Math.min(file.size, ARROW_FILE.length));
    return { start, chunksFrom: (place) => counting(input.chunks(place)) };
  } finally {
    await file.close();
  }
}

async function* parquetOf(
  input: Input,
  field: string | undefined,
  from: number,
  counts: Counts,
): AsyncGenerator<readonly string[]> {
  if (!input.open) throw new ResourceError("file", input.name, "a regular file: Parquet is not read in order");
  const file = await input.open();
  try {
    const read = async (start: number, end: number): Promise<Uint8Array> => {
      const bytes = await file.read(start, end);
      counts.count(bytes.length);
      return bytes;
    };
    yield* readParquet({ size: file.size, read }, field, from);
  } finally {
    await file.close();
  }
}

/** The bytes from a place on. */
async function* skipping(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
