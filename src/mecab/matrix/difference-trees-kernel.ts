import { type Kernel, kernelIn } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { CONTEXT_BYTES } from "../memory/layout.js";
import { type DifferenceTreeMatrix, DifferenceTreeRows, ROOT } from "./difference-trees.js";
import { CODING, contextOfCell, damagedNumbers } from "./rans.js";
import { type MatrixRows, rowStart } from "./row-groups.js";

/** A column as kernel/difference-trees.ts has it. */
const RECORD_BYTES = 16;
const CONTEXTS_BYTES = CODING.GRID_CONTEXTS * CONTEXT_BYTES;
const CELL_BYTES = 2;
/** A damaged row may read so many bytes a column behind its own. */
const LONGEST_NUMBER = 4;

/** How much memory {@link differenceTreeRowsInKernel} needs. */
export function differenceTreeBytes({ rows, columns, grid }: DifferenceTreeMatrix): number {
  const matrixBytes = rows * columns * CELL_BYTES;
  return CONTEXTS_BYTES + (columns + 1) * (RECORD_BYTES + LONGEST_NUMBER) + grid.words.byteLength + matrixBytes;
}

/**
 * Rows that the kernel decodes.
 *
 * @param wasm the memory as the kernel takes it
 */
export function differenceTreeRowsInKernel(
  { columns, rowTree, columnTree, grid }: DifferenceTreeMatrix,
  memory: KernelMemory,
  wasm: WebAssembly.Memory,
): MatrixRows {
  const { address } = memory.region("rows");
  const cells = memory.region("cells").address;
  const kernel = kernelIn(wasm);
  const zeros = address + CONTEXTS_BYTES;
  const records = zeros + RECORD_BYTES;
  const recordsEnd = records + columns * RECORD_BYTES;
  placeContexts(kernel, grid.frequencies.counts, memory, address);
  const recordInts = columnRecords(columnTree, grid.columnRanks, records, zeros);
  new Int32Array(memory.buffer, records, recordInts.length).set(recordInts);
  new Uint16Array(memory.buffer, recordsEnd, grid.words.length).set(grid.words);
  const { starts, rowRanks, name } = grid;
  const matrix = recordsEnd + grid.words.byteLength;
  const wordsAt = (place: number): number => recordsEnd + starts[place] * CELL_BYTES;
  const rowAt = (row: number): number => matrix + row * columns * CELL_BYTES;
  const decode = (place: number): void => {
    const contexts = address + contextOfCell(rowRanks[place] * CODING.RANKS, 0, 0) * CONTEXT_BYTES;
    const row = rowAt(rowTree.order[place]);
    const parent = rowTree.parents[place];
    // A root's own cells are still zeros.
    const parentRow = parent === ROOT ? row : rowAt(rowTree.order[parent]);
    const end = kernel.decodeRow(wordsAt(place), records, recordsEnd, contexts, row, parentRow);
    if (end !== wordsAt(place + 1)) throw damagedNumbers(name);
  };
  return new DifferenceTreeRows(rowTree, decode, (row) => {
    kernel.layOutRow(rowAt(row), rowAt(row + 1), cells + rowStart(row, columns) * CELL_BYTES);
  });
}

function placeContexts(kernel: Kernel, frequencies: Uint16Array, memory: KernelMemory, address: number): void {
  memory.borrow(["search"], (scratch) => {
    kernel.openContexts(scratch.place(frequencies), CODING.GRID_CONTEXTS, address);
    return true;
  });
}

/** Columns as the kernel wants them; the parent of a root is a column at `zeros`, which never changes. */
function columnRecords(
  { order, parents }: DifferenceTreeMatrix["columnTree"],
  ranks: Uint8Array,
  address: number,
  zeros: number,
): Int32Array {
  const records = new Int32Array((order.length * RECORD_BYTES) / 4);
  for (let k = 0; k < order.length; k++) {
    const parent = parents[k];
    records[4 * k] = contextOfCell(0, ranks[k], 0) * CONTEXT_BYTES;
    records[4 * k + 2] = parent === ROOT ? zeros : address + parent * RECORD_BYTES;
    records[4 * k + 3] = order[k] * CELL_BYTES;
  }
  return records;
}
