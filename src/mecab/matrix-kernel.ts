import { type Kernel, kernelIn } from "./kernel.js";
import { SEARCH_BYTES } from "./layout.js";
import { ROOT, type TreeMatrix } from "./matrix-trees.js";
import { FIRST_WORD } from "./rans-grid.js";
import type { ColumnBounds } from "./tables.js";

/** Where the search's memory is used before there is a search. */
const SCRATCH = 0x100;
const COLUMN_BYTES = 16;
const CELL_BYTES = 2;

/** The bounds, where no kernel is to find them. */
export function columnBounds(cells: Int16Array, columns: number): ColumnBounds {
  const lowest = cells.slice(0, columns);
  const highest = cells.slice(0, columns);
  for (let row = columns; row < cells.length; row += columns) {
    for (let column = 0; column < columns; column++) {
      const cost = cells[row + column];
      if (cost < lowest[column]) lowest[column] = cost;
      if (cost > highest[column]) highest[column] = cost;
    }
  }
  return { lowest, highest };
}

/** The kernel's share of making a dictionary: what is done to every cell of its matrix. */
export class MatrixKernel {
  readonly #memory: Uint8Array;
  readonly #kernel: Kernel;
  readonly #cells: Int16Array;
  #end = SCRATCH;

  /**
   * @param memory a dictionary's, in which no search was made yet
   * @param cells the matrix, in that memory
   */
  constructor(memory: WebAssembly.Memory, cells: Int16Array) {
    this.#memory = new Uint8Array(memory.buffer);
    this.#kernel = kernelIn(memory);
    this.#cells = cells;
  }

  /**
   * Does what {@link TreeMatrix.decodeInto} does; false where there is too little memory for it.
   *
   * @throws DictionaryError where the matrix is damaged
   */
  decode({ rows, columns, rowTree, columnTree, grid }: TreeMatrix): boolean {
    const { odds, words } = grid;
    const tables = this.#place(odds.frequencies, odds.starts, odds.symbols);
    const zeros = this.#place(new Uint8Array(columns * CELL_BYTES + COLUMN_BYTES));
    const records = this.#place(columnRecords(columnTree, this.#end, zeros));
    const recordsEnd = records + columns * COLUMN_BYTES;
    const stream = this.#place(words);
    const fits = this.#end <= SEARCH_BYTES;
    if (fits) {
      const streamEnd = stream + words.byteLength;
      const rowAddress = (row: number): number => this.#cells.byteOffset + row * columns * CELL_BYTES;
      this.#kernel.openMatrix(tables, records, recordsEnd, grid.firstState);
      let next = stream + FIRST_WORD * CELL_BYTES;
      for (let k = 0; k < rows && next <= streamEnd; k++) {
        const parent = rowTree.parents[k];
        const parentRow = parent === ROOT ? zeros : rowAddress(rowTree.order[parent]);
        next = this.#kernel.decodeRow(next, rowAddress(rowTree.order[k]), parentRow);
      }
      grid.expectEnd((next - stream) / CELL_BYTES, this.#kernel.matrixState());
    }
    this.#clear();
    return fits;
  }

  /** Does what {@link columnBounds} does. */
  bounds(columns: number): ColumnBounds {
    const rowBytes = columns * CELL_BYTES;
    const { buffer, byteOffset, byteLength } = this.#cells;
    const highest = SCRATCH + rowBytes;
    this.#kernel.boundColumns(byteOffset, byteOffset + byteLength, rowBytes, SCRATCH, highest);
    this.#end = highest + rowBytes;
    const bounds = {
      lowest: new Int16Array(buffer, SCRATCH, columns).slice(),
      highest: new Int16Array(buffer, highest, columns).slice(),
    };
    this.#clear();
    return bounds;
  }

  /** Places arrays one after the other, if they fit, and returns the address of the first. */
  #place(...arrays: readonly (Uint8Array | Uint16Array | Int32Array)[]): number {
    const start = this.#end;
    for (const { buffer, byteOffset, byteLength } of arrays) {
      if (this.#end + byteLength <= SEARCH_BYTES) {
        this.#memory.set(new Uint8Array(buffer, byteOffset, byteLength), this.#end);
      }
      this.#end += byteLength;
    }
    this.#end = (this.#end + 15) & ~15;
    return start;
  }

  #clear(): void {
    this.#memory.fill(0, SCRATCH, Math.min(this.#end, SEARCH_BYTES));
    this.#end = SCRATCH;
  }
}

/** Columns as the kernel wants them; the parent of a root is a column at `zeros`, which never changes. */
function columnRecords({ order, parents }: TreeMatrix["columnTree"], address: number, zeros: number): Int32Array {
  const records = new Int32Array((order.length * COLUMN_BYTES) / 4);
  for (let k = 0; k < order.length; k++) {
    const parent = parents[k];
    records[4 * k + 2] = parent === ROOT ? zeros : address + parent * COLUMN_BYTES;
    records[4 * k + 3] = order[k] * CELL_BYTES;
  }
  return records;
}
