import type { CodedTables, DictionaryTables } from "../file/tables.js";
import { checkRow, columnBounds } from "../matrix/column-bounds.js";
import { checkedInKernel } from "../matrix/column-bounds-kernel.js";
import type { DifferenceTreeMatrix } from "../matrix/difference-trees.js";
import { differenceTreeRowsInKernel } from "../matrix/difference-trees-kernel.js";
import { layOut, type MatrixRows, rowStart } from "../matrix/row-groups.js";
import { WeightTableMatrix } from "../matrix/weight-tables.js";
import { weightTableRowsInKernel } from "../matrix/weight-tables-kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { CELL_BYTES, GROUP_ROWS, INT_BYTES } from "../memory/layout.js";
import type { ReadonlyInts } from "../memory/readonly-ints.js";
import { PAIR_BYTES, PAIR_COLUMN, PAIR_HIGHEST, PAIR_LOWEST, PAIR_ROW } from "../memory/records.js";

/** The distance from a row's cell of one column to that of the next. */
const COLUMN_BYTES = GROUP_ROWS * CELL_BYTES;
const PAIR_INTS = PAIR_BYTES / INT_BYTES;

/**
 * The connection matrix, whose rows are decoded when they are first needed, and the pairs of context ids, which point
 * into it. Owns the regions "cells", "pairs" and "rows" of a dictionary's memory.
 */
export class LazyRows {
  /** Pair records: those of words, then that of the sentence's beginning. */
  readonly pairs: ReadonlyInts;
  /** The left id of each pair of words. */
  readonly pairLeft: Uint16Array;
  /** The left id of the sentence's end, and the address of its row. */
  readonly endLeft: number;
  readonly endRow: number;
  readonly #pairs: Int32Array;
  readonly #rightClasses: number;
  readonly #cells: number;
  /** Null if all rows were there from the start. */
  readonly #rows: MatrixRows | null;
  readonly #isDecoded: Uint8Array;

  constructor(tables: DictionaryTables | CodedTables, memory: KernelMemory) {
    const { matrix, pairLeft, leftClasses, rightClasses, endLeft } = tables;
    const { address, size } = memory.region("cells");
    const cells = new Int16Array(memory.buffer, address, size / CELL_BYTES);
    this.pairs = this.#pairs = memory.ints("pairs");
    this.pairLeft = pairLeft;
    this.#rightClasses = rightClasses;
    this.#cells = address;
    this.#isDecoded = new Uint8Array(leftClasses);
    if (matrix instanceof Int16Array) {
      layOut(matrix, rightClasses, cells);
      this.#rows = null;
    } else this.#rows = rowsInKernel(matrix, memory) ?? checkedRows(matrix, cells);
    this.#writePairs(tables);
    this.endLeft = endLeft;
    this.endRow = this.#rowOf(endLeft);
  }

  /** Decodes the row of the pair at an address, which has none yet, and returns the row's address. */
  readonly makeRow = (pair: number): number => {
    const index = (pair - this.pairs.byteOffset) / PAIR_BYTES;
    const row = this.#rowOf(this.pairLeft[index]);
    this.#pairs[index * PAIR_INTS + PAIR_ROW / INT_BYTES] = row;
    return row;
  };

  #rowOf(left: number): number {
    if (this.#isDecoded[left] === 0) this.#rows?.make(left);
    this.#isDecoded[left] = 1;
    return this.#addressOf(left);
  }

  #addressOf(left: number): number {
    return this.#cells + rowStart(left, this.#rightClasses) * CELL_BYTES;
  }

  #writePairs({ matrix, pairLeft, pairRight, rightClasses, beginRight }: DictionaryTables | CodedTables): void {
    const { lowest, highest } = matrix instanceof Int16Array ? columnBounds(matrix, rightClasses) : matrix.bounds;
    const pairs = this.#pairs;
    for (let pair = 0; pair <= pairLeft.length; pair++) {
      const isBegin = pair === pairLeft.length;
      const right = isBegin ? beginRight : pairRight[pair];
      const at = pair * PAIR_INTS;
      pairs[at + PAIR_ROW / INT_BYTES] = isBegin || this.#rows ? 0 : this.#addressOf(pairLeft[pair]);
      pairs[at + PAIR_COLUMN / INT_BYTES] = right * COLUMN_BYTES;
      pairs[at + PAIR_LOWEST / INT_BYTES] = lowest[right];
      pairs[at + PAIR_HIGHEST / INT_BYTES] = highest[right];
    }
  }
}

/** Rows that the kernel decodes; undefined if it cannot run or has too little memory. */
function rowsInKernel(matrix: DifferenceTreeMatrix | WeightTableMatrix, memory: KernelMemory): MatrixRows | undefined {
  const { wasm } = memory;
  if (wasm === null) return undefined;
  const rows =
    matrix instanceof WeightTableMatrix
      ? weightTableRowsInKernel(matrix, memory, wasm)
      : differenceTreeRowsInKernel(matrix, memory, wasm);
  return rows && checkedInKernel(rows, matrix, memory, wasm);
}

/** Rows that TypeScript decodes and checks. */
function checkedRows(matrix: DifferenceTreeMatrix | WeightTableMatrix, cells: Int16Array): MatrixRows {
  const rows = matrix.makeRows(cells);
  return {
    make(row) {
      rows.make(row);
      checkRow(cells, rowStart(row, matrix.columns), matrix.bounds);
    },
  };
}
