import { allocateMemory } from "../../src/mecab/kernel/kernel.js";
import { DifferenceTreeMatrix } from "../../src/mecab/matrix/difference-trees.js";
import { differenceTreeBytes, differenceTreeRowsInKernel } from "../../src/mecab/matrix/difference-trees-kernel.js";
import { type CodedMatrix, cellCount, type MatrixRows, rowStart } from "../../src/mecab/matrix/row-groups.js";
import { WeightTableMatrix } from "../../src/mecab/matrix/weight-tables.js";
import { weightTableBytes, weightTableRowsInKernel } from "../../src/mecab/matrix/weight-tables-kernel.js";
import type { KernelMemory } from "../../src/mecab/memory/kernel-memory.js";
import { GROUP_ROWS, SEARCH_BYTES } from "../../src/mecab/memory/layout.js";

interface InKernel {
  readonly memory: KernelMemory;
  readonly cells: Int16Array;
  readonly rows: MatrixRows | undefined;
}

/** Prepares the kernel to decode the rows of a matrix, in a memory of its own. */
export function openInKernel(matrix: CodedMatrix): InKernel {
  const isWeightTables = matrix instanceof WeightTableMatrix;
  if (!isWeightTables && !(matrix instanceof DifferenceTreeMatrix))
    throw new TypeError("the kernel has no such matrix");
  const size = cellCount(matrix.rows, matrix.columns);
  const rowBytes = isWeightTables ? weightTableBytes(matrix) : differenceTreeBytes(matrix);
  const memory = allocateMemory(() => ({ cells: 2 * size, rows: rowBytes }));
  const { wasm } = memory;
  if (wasm === null) throw new TypeError("no kernel");
  const cells = new Int16Array(memory.buffer, memory.region("cells").address, size);
  const rows = isWeightTables
    ? weightTableRowsInKernel(matrix, memory, wasm)
    : differenceTreeRowsInKernel(matrix, memory, wasm);
  return { memory, cells, rows };
}

/** True if the search's memory holds only zeros. */
export function isScratchEmpty(memory: KernelMemory): boolean {
  return Buffer.compare(new Uint8Array(memory.buffer, 0, SEARCH_BYTES), new Uint8Array(SEARCH_BYTES)) === 0;
}

/** All cells, row after row, as the kernel makes them, from the last row to the first. */
export function decodedInKernel(matrix: CodedMatrix): Int16Array {
  const { memory, cells, rows } = openInKernel(matrix);
  if (!isScratchEmpty(memory)) throw new TypeError("the kernel left something in the search's memory");
  const decoded = new Int16Array(matrix.rows * matrix.columns);
  for (let row = matrix.rows - 1; row >= 0; row--) {
    if (rows === undefined) throw new TypeError("too little memory");
    rows.make(row);
    const start = rowStart(row, matrix.columns);
    for (let column = 0; column < matrix.columns; column++) {
      decoded[row * matrix.columns + column] = cells[start + column * GROUP_ROWS];
    }
  }
  return decoded;
}
