import { kernelMemory } from "../../src/mecab/kernel/kernel.js";
import { DifferenceTreeMatrix } from "../../src/mecab/matrix/difference-trees.js";
import { differenceTreeBytes, differenceTreeRowsInKernel } from "../../src/mecab/matrix/difference-trees-kernel.js";
import { type CodedMatrix, cellCount, type MatrixRows, rowStart } from "../../src/mecab/matrix/row-groups.js";
import { WeightTableMatrix } from "../../src/mecab/matrix/weight-tables.js";
import { weightTableBytes, weightTableRowsInKernel } from "../../src/mecab/matrix/weight-tables-kernel.js";
import { GROUP_ROWS, SEARCH_BYTES } from "../../src/mecab/memory/layout.js";
import { aligned } from "../../src/mecab/memory/region.js";

interface InKernel {
  readonly memory: WebAssembly.Memory;
  readonly cells: Int16Array;
  readonly rows: MatrixRows | undefined;
}

/** Lets the kernel prepare the rows of a matrix, in a memory of its own. */
export function openInKernel(matrix: CodedMatrix): InKernel {
  const size = cellCount(matrix.rows, matrix.columns);
  const address = aligned(SEARCH_BYTES + 2 * size);
  const isWeightTables = matrix instanceof WeightTableMatrix;
  if (!isWeightTables && !(matrix instanceof DifferenceTreeMatrix))
    throw new TypeError("a matrix that the kernel does not know");
  const memory = kernelMemory(
    address - SEARCH_BYTES + (isWeightTables ? weightTableBytes(matrix) : differenceTreeBytes(matrix)),
  );
  if (memory === null) throw new TypeError("no kernel");
  const cells = new Int16Array(memory.buffer, SEARCH_BYTES, size);
  const rows = isWeightTables
    ? weightTableRowsInKernel(matrix, cells, memory, address)
    : differenceTreeRowsInKernel(matrix, cells, memory, address);
  return { memory, cells, rows };
}

/** True if the memory of the search is all zeros. */
export function isScratchEmpty(memory: WebAssembly.Memory): boolean {
  return Buffer.compare(new Uint8Array(memory.buffer, 0, SEARCH_BYTES), new Uint8Array(SEARCH_BYTES)) === 0;
}

/** Decodes all cells in the kernel, from the last row to the first; returns them row after row. */
export function decodedInKernel(matrix: CodedMatrix): Int16Array {
  const { memory, cells, rows } = openInKernel(matrix);
  if (!isScratchEmpty(memory)) throw new TypeError("the kernel left something in the search's memory");
  const decoded = new Int16Array(matrix.rows * matrix.columns);
  for (let row = matrix.rows - 1; row >= 0; row--) {
    if (rows === undefined) throw new TypeError("the kernel declined the matrix");
    rows.make(row);
    const start = rowStart(row, matrix.columns);
    for (let column = 0; column < matrix.columns; column++) {
      decoded[row * matrix.columns + column] = cells[start + column * GROUP_ROWS];
    }
  }
  return decoded;
}
