import { type Kernel, kernelIn } from "./kernel.js";
import { GROUP_ROWS, SEARCH_BYTES } from "./layout.js";
import { ROOT, type TreeMatrix } from "./matrix-trees.js";
import { FIRST_WORD } from "./rans-grid.js";
import type { ColumnBounds } from "./tables.js";

/** Where the search's memory is used before there is a search. */
const SCRATCH = 0x100;
/** A column as the kernel wants it. */
const RECORD_BYTES = 16;
const CELL_BYTES = 2;

/** The kernel's share of making a dictionary: what is done to every cell of its matrix. */
export class MatrixKernel {
  readonly #memory: Uint8Array;
  readonly #kernel: Kernel;
  readonly #cells: Int16Array;
  #end = SCRATCH;

  /**
   * @param memory a dictionary's, in which no search was made yet
   * @param cells where the matrix is to lie, in that memory
   */
  constructor(memory: WebAssembly.Memory, cells: Int16Array) {
    this.#memory = new Uint8Array(memory.buffer);
    this.#kernel = kernelIn(memory);
    this.#cells = cells;
  }

  /**
   * Decodes a matrix and lays it out, as {@link layOut} does; undefined where there is too little memory for it.
   *
   * @throws DictionaryError where the matrix is damaged
   */
  decode({ rows, columns, rowTree, columnTree, grid }: TreeMatrix): ColumnBounds | undefined {
    const rowBytes = columns * CELL_BYTES;
    const { odds, words } = grid;
    const tables = this.#place(odds.frequencies, odds.starts, odds.symbols);
    const zeros = this.#place(new Uint8Array(rowBytes + RECORD_BYTES));
    const records = this.#place(columnRecords(columnTree, this.#end, zeros));
    const recordsEnd = records + columns * RECORD_BYTES;
    const stream = this.#place(words);
    const lowest = this.#reserve(rowBytes);
    const highest = this.#reserve(rowBytes);
    const groupBytes = GROUP_ROWS * rowBytes;
    const copy = this.#reserve(groupBytes);
    let bounds: ColumnBounds | undefined;
    if (this.#end <= SEARCH_BYTES) {
      // Rows come one after the other where they are to lie; a group takes as much room either way.
      const matrix = this.#cells.byteOffset;
      const matrixEnd = matrix + rows * rowBytes;
      const streamEnd = stream + words.byteLength;
      const rowAddress = (row: number): number => matrix + row * rowBytes;
      this.#kernel.openMatrix(tables, records, recordsEnd, grid.firstState);
      let next = stream + FIRST_WORD * CELL_BYTES;
      for (let k = 0; k < rows && next <= streamEnd; k++) {
        const parent = rowTree.parents[k];
        const parentRow = parent === ROOT ? zeros : rowAddress(rowTree.order[parent]);
        next = this.#kernel.decodeRow(next, rowAddress(rowTree.order[k]), parentRow);
      }
      grid.expectEnd((next - stream) / CELL_BYTES, this.#kernel.matrixState());
      this.#kernel.boundColumns(matrix, matrixEnd, rowBytes, lowest, highest);
      for (let group = matrix; group < matrixEnd; group += groupBytes) {
        this.#memory.copyWithin(copy, group, group + groupBytes);
        this.#kernel.layOut(copy, rowBytes, group);
      }
      const { buffer } = this.#memory;
      bounds = {
        lowest: new Int16Array(buffer, lowest, columns).slice(),
        highest: new Int16Array(buffer, highest, columns).slice(),
      };
    }
    this.#memory.fill(0, SCRATCH, Math.min(this.#end, SEARCH_BYTES));
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
    this.#reserve(0);
    return start;
  }

  /** Leaves room, and returns its address. */
  #reserve(bytes: number): number {
    const start = this.#end;
    this.#end = (start + bytes + 15) & ~15;
    return start;
  }
}

/** Columns as the kernel wants them; the parent of a root is a column at `zeros`, which never changes. */
function columnRecords({ order, parents }: TreeMatrix["columnTree"], address: number, zeros: number): Int32Array {
  const records = new Int32Array((order.length * RECORD_BYTES) / 4);
  for (let k = 0; k < order.length; k++) {
    const parent = parents[k];
    records[4 * k + 2] = parent === ROOT ? zeros : address + parent * RECORD_BYTES;
    records[4 * k + 3] = order[k] * CELL_BYTES;
  }
  return records;
}
