import { kernelMemory } from "../../src/mecab/kernel.js";
import { GROUP_ROWS, SEARCH_BYTES } from "../../src/mecab/layout.js";
import { type CodedMatrix, cellCount, type MatrixRows, rowStart } from "../../src/mecab/matrix-layout.js";
import { SummedMatrix } from "../../src/mecab/matrix-sum.js";
import { sumBytes, sumRowsInKernel } from "../../src/mecab/matrix-sum-kernel.js";
import { TreeMatrix } from "../../src/mecab/matrix-trees.js";
import { treeBytes, treeRowsInKernel } from "../../src/mecab/matrix-trees-kernel.js";
import { aligned } from "../../src/mecab/room.js";

interface InKernel {
  readonly memory: WebAssembly.Memory;
  readonly cells: Int16Array;
  readonly rows: MatrixRows | undefined;
}

/** Has the kernel prepare for the rows of a matrix, in a memory of its own. */
export function openInKernel(matrix: CodedMatrix): InKernel {
  const size = cellCount(matrix.rows, matrix.columns);
  const address = aligned(SEARCH_BYTES + 2 * size);
  const isSum = matrix instanceof SummedMatrix;
  if (!isSum && !(matrix instanceof TreeMatrix)) throw new TypeError("a matrix that the kernel does not know");
  const memory = kernelMemory(address - SEARCH_BYTES + (isSum ? sumBytes(matrix) : treeBytes(matrix)));
  if (memory === null) throw new TypeError("no kernel");
  const cells = new Int16Array(memory.buffer, SEARCH_BYTES, size);
  const rows = isSum
    ? sumRowsInKernel(matrix, cells, memory, address)
    : treeRowsInKernel(matrix, cells, memory, address);
  return { memory, cells, rows };
}

/** Whether there is nothing where a search is to work. */
export function isScratchEmpty(memory: WebAssembly.Memory): boolean {
  return Buffer.compare(new Uint8Array(memory.buffer, 0, SEARCH_BYTES), new Uint8Array(SEARCH_BYTES)) === 0;
}

/** All cells, row after row, as the kernel makes them, from the last row to the first. */
export function decodedInKernel(matrix: CodedMatrix): Int16Array {
  const { memory, cells, rows } = openInKernel(matrix);
  if (!isScratchEmpty(memory)) throw new TypeError("the kernel left something in the search's memory");
  const decoded = new Int16Array(matrix.rows * matrix.columns);
  for (let row = matrix.rows - 1; row >= 0; row--) {
    if (rows === undefined) throw new TypeError("no room");
    rows.make(row);
    const start = rowStart(row, matrix.columns);
    for (let column = 0; column < matrix.columns; column++) {
      decoded[row * matrix.columns + column] = cells[start + column * GROUP_ROWS];
    }
  }
  return decoded;
}
