import { GROUP_ROWS } from "../memory/layout.js";
import type { StatedBounds } from "./column-bounds.js";

// The order of the matrix's cells in a dictionary's buffer. Rows are taken in groups of GROUP_ROWS. A group's cells are
// stored column after column, so the cells of one column in all rows of a group lie side by side. The address of a cell
// is the sum of an offset that only its row determines and one that only its column determines.
//
// Words that begin at one position are looked up in the same columns: those of the words that end there. The rows used
// most come first, so one cache line holds the cells that many of these words need.

/** The number of cells that a matrix takes, the last group padded to GROUP_ROWS rows. */
export function cellCount(rows: number, columns: number): number {
  return Math.ceil(rows / GROUP_ROWS) * GROUP_ROWS * columns;
}

/** The index of a row's first cell. The cell of each further column is GROUP_ROWS cells later. */
export function rowStart(row: number, columns: number): number {
  const rowInGroup = row % GROUP_ROWS;
  return (row - rowInGroup) * columns + rowInGroup;
}

/** The rows of a coded matrix, each decoded on first use. */
export interface MatrixRows {
  /**
   * Decodes a row into the dictionary's buffer.
   *
   * @throws DictionaryError if the row is damaged
   */
  make(row: number): void;
}

/** A matrix not yet decoded. */
export interface CodedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly bounds: StatedBounds;
  /**
   * Prepares to decode rows in TypeScript.
   *
   * @param cells the cells in row groups, all zero
   */
  makeRows(cells: Int16Array): MatrixRows;
}

/** Decodes all cells of a matrix, row after row. @throws DictionaryError if the matrix is damaged */
export function decodeMatrix(matrix: CodedMatrix): Int16Array {
  const { rows, columns } = matrix;
  const laidOut = new Int16Array(cellCount(rows, columns));
  const made = matrix.makeRows(laidOut);
  const cells = new Int16Array(rows * columns);
  for (let row = 0, to = 0; row < rows; row++) {
    made.make(row);
    for (let at = rowStart(row, columns), end = to + columns; to < end; at += GROUP_ROWS) cells[to++] = laidOut[at];
  }
  return cells;
}

/** Copies a matrix stored row after row into row groups. */
export function layOut(matrix: Int16Array, columns: number, cells: Int16Array): void {
  for (let row = 0; row * columns < matrix.length; row++) layOutRow(matrix, row, columns, cells);
}

/** Copies one row of a matrix stored row after row into its row group. */
export function layOutRow(matrix: Int16Array, row: number, columns: number, cells: Int16Array): void {
  const end = (row + 1) * columns;
  for (let from = row * columns, at = rowStart(row, columns); from < end; at += GROUP_ROWS) cells[at] = matrix[from++];
}
