import { TextError, TokenizerError } from "../base/errors.js";
import { loadArrow } from "./arrow.js";
import { stringColumn, textsOf } from "./reading.js";

/**
 * The texts of a column of an Arrow file or stream, in batches.
 *
 * @param column the name of the column; undefined for the only one with strings
 * @param from the first row to read, counted from 0
 * @throws TextError if the data are damaged, have no such column, or if a text is null
 * @throws ResourceError if the package apache-arrow is not installed
 */
export async function* readArrow(
  bytes: AsyncIterable<Uint8Array>,
  column: string | undefined,
  from: number,
): AsyncGenerator<readonly string[]> {
  const arrow = await loadArrow();
  const { compressionRegistry, CompressionType, RecordBatchReader } = arrow;
  // Only compressed data need the package, and then apache-arrow reports that it is missing.
  const zstd = await import("fzstd").catch(() => undefined);
  // A copy begins at a place where numbers of every size may begin.
  if (zstd) compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => zstd.decompress(data).slice() });
  let row = 0;
  try {
    for await (const batch of await RecordBatchReader.from(bytes)) {
      const name = stringColumn(arrow, batch.schema, column);
      yield* textsOf(arrow, batch, name, from, row);
      row += batch.numRows;
    }
  } catch (error) {
    if (error instanceof TokenizerError) throw error;
    throw new TextError("file", String(error), "Arrow, uncompressed or with zstd (npm install fzstd)", {
      cause: error,
    });
  }
}
