import { TextError, TokenizerError } from "../base/errors.js";
import { loadArrow } from "./arrow.js";
import { loadParquet } from "./parquet.js";
import { type RandomAccess, stringColumn, textsOf } from "./reading.js";

/**
 * The texts of a column of a Parquet file, in batches.
 *
 * @param column the name of the column; undefined for the only one with strings
 * @param from the first row to read, counted from 0
 * @throws TextError if the file is damaged, has no such column, or if a text is null
 * @throws ResourceError if the packages apache-arrow and parquet-wasm are not installed
 */
export async function* readParquet(
  file: RandomAccess,
  column: string | undefined,
  from: number,
): AsyncGenerator<readonly string[]> {
  const [{ ParquetFile }, arrow] = [await loadParquet(), await loadArrow()];
  const { tableFromIPC } = arrow;
  try {
    const parquet = await ParquetFile.fromFile(new Slice(file, 0, file.size) as unknown as Blob);
    const name = stringColumn(arrow, tableFromIPC(parquet.schema().intoIPCStream()).schema, column);
    const lengths = parquet
      .metadata()
      .rowGroups()
      .map((group) => group.numRows());
    let row = 0;
    for (let group = 0; group < lengths.length; group++) {
      if (row + lengths[group] <= from) {
        row += lengths[group];
        continue;
      }
      const batches = (await parquet.stream({ columns: [name], rowGroups: [group] })).getReader();
      for (let { value } = await batches.read(); value; { value } = await batches.read()) {
        for (const batch of tableFromIPC(value.intoIPCStream()).batches) {
          yield* textsOf(arrow, batch, name, from, row);
          row += batch.numRows;
        }
      }
    }
  } catch (error) {
    if (error instanceof TokenizerError) throw error;
    throw new TextError("file", String(error), "Parquet", { cause: error });
  }
}

/** A part of a file, with what the package takes of a Blob. */
class Slice {
  readonly size: number;

  constructor(
    private readonly file: RandomAccess,
    private readonly start: number,
    end: number,
  ) {
    this.size = end - start;
  }

  slice(start = 0, end = this.size): Slice {
    return new Slice(this.file, this.start + start, this.start + Math.min(end, this.size));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await this.file.read(this.start, this.start + this.size);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  }
}
