import { kernelIn } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { CELL_BYTES, CONTEXT_BYTES, INT_BYTES } from "../memory/layout.js";
import { aligned } from "../memory/region.js";
import type { WasmMemory } from "../memory/wasm-memory.js";
import { type DifferenceTreeMatrix, DifferenceTreeRows, NO_PARENT } from "./difference-trees.js";
import { CODING, contextOfCell, damagedNumbers } from "./rans.js";
import {
  COLUMN_BYTES,
  COLUMN_CELL,
  COLUMN_CONTEXTS,
  COLUMN_PARENT,
  ROW_BYTES,
  ROW_CELLS,
  ROW_CONTEXTS,
  ROW_PARENT_CELLS,
  ROW_WORDS,
  ROW_WORDS_END,
} from "./records.js";
import { type MatrixRows, rowStart } from "./row-groups.js";

const CONTEXTS_BYTES = CODING.GRID_CONTEXTS * CONTEXT_BYTES;
/** The most bytes that the kernel reads for a column. If a row is damaged, it may read as many past the row's words. */
const LONGEST_NUMBER = 4;

/** The bytes that {@link differenceTreeRowsInKernel} needs in the kernel's memory. */
export function differenceTreeBytes({ rows, columns, grid }: DifferenceTreeMatrix): number {
  return [
    CONTEXTS_BYTES,
    COLUMN_BYTES * (columns + 1),
    ROW_BYTES,
    grid.words.byteLength,
    CELL_BYTES * rows * columns,
    LONGEST_NUMBER * (columns + 1),
  ].reduce((sum, bytes) => sum + aligned(bytes), 0);
}

/**
 * Prepares to decode the rows in the kernel.
 *
 * @param wasm the memory as the kernel takes it
 */
export function differenceTreeRowsInKernel(
  { rows, columns, rowTree, columnTree, grid }: DifferenceTreeMatrix,
  memory: KernelMemory,
  wasm: WasmMemory,
): MatrixRows {
  const kernel = kernelIn(wasm);
  const kept = memory.region("rows");
  const groups = memory.region("cells").address;
  const contexts = kept.reserve(CONTEXTS_BYTES);
  memory.borrow(["search"], (scratch) => {
    kernel.openContexts(scratch.place(grid.frequencies.counts), CODING.GRID_CONTEXTS, contexts);
    return true;
  });

  // For every cell of a row the kernel reads a context and a column. They lie together, so that the first cache holds both.
  // The parent of root columns is a record whose difference stays 0.
  const rootParent = kept.reserve(COLUMN_BYTES * (columns + 1));
  const firstColumn = rootParent + COLUMN_BYTES;
  const columnsEnd = firstColumn + COLUMN_BYTES * columns;
  const columnRecords = new Int32Array(memory.buffer, firstColumn, (COLUMN_BYTES / INT_BYTES) * columns);
  for (let place = 0, at = 0; place < columns; place++, at += COLUMN_BYTES / INT_BYTES) {
    const parent = columnTree.parents[place];
    columnRecords[at + COLUMN_CONTEXTS / INT_BYTES] = contextOfCell(0, grid.columnRanks[place], 0) * CONTEXT_BYTES;
    columnRecords[at + COLUMN_PARENT / INT_BYTES] =
      parent === NO_PARENT ? rootParent : firstColumn + parent * COLUMN_BYTES;
    columnRecords[at + COLUMN_CELL / INT_BYTES] = columnTree.order[place] * CELL_BYTES;
  }

  const words = kept.place(grid.words);
  const wordsOf = (place: number): number => words + grid.starts[place] * grid.words.BYTES_PER_ELEMENT;
  const matrix = kept.reserve(CELL_BYTES * rows * columns);
  const cellsOf = (row: number): number => matrix + CELL_BYTES * row * columns;

  const rowRecord = kept.reserve(ROW_BYTES);
  const row = new Int32Array(memory.buffer, rowRecord, ROW_BYTES / INT_BYTES);
  const decode = (place: number): void => {
    const parent = rowTree.parents[place];
    const rowCells = cellsOf(rowTree.order[place]);
    row[ROW_WORDS / INT_BYTES] = wordsOf(place);
    row[ROW_WORDS_END / INT_BYTES] = wordsOf(place + 1);
    row[ROW_CONTEXTS / INT_BYTES] = contexts + contextOfCell(grid.rowRanks[place] * CODING.RANKS, 0, 0) * CONTEXT_BYTES;
    row[ROW_CELLS / INT_BYTES] = rowCells;
    // The cells of a root are still zeros, as its parent's should be.
    row[ROW_PARENT_CELLS / INT_BYTES] = parent === NO_PARENT ? rowCells : cellsOf(rowTree.order[parent]);
    if (!kernel.decodeRow(rowRecord, firstColumn, columnsEnd)) throw damagedNumbers(grid.name);
  };
  return new DifferenceTreeRows(rowTree, decode, (row) => {
    kernel.layOutRow(cellsOf(row), cellsOf(row + 1), groups + rowStart(row, columns) * CELL_BYTES);
  });
}
