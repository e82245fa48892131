import { DictionaryError } from "../../base/errors.js";
import type { ColumnBounds } from "../file/tables.js";
import { GROUP_ROWS } from "../memory/layout.js";

// How a dictionary's buffer holds the connection matrix: of a group of rows the cells of one column lie side by side,
// then those of the next. Where a cell lies is the sum of what its row and what its column say.
//
// The words that begin at one position want the same columns, those of the words before them, and are mostly of rows that
// are used often. These come first, so a line of the cache holds what many of the words want of one column.

/** How many cells a matrix takes: the last group's rows that are not there have room too. */
export function cellCount(rows: number, columns: number): number {
  return Math.ceil(rows / GROUP_ROWS) * GROUP_ROWS * columns;
}

/** Where a row's cell of the first column lies; that of each next column lies GROUP_ROWS behind. */
export function rowStart(row: number, columns: number): number {
  const place = row % GROUP_ROWS;
  return (row - place) * columns + place;
}

/** The rows of a matrix in a dictionary's buffer, made when they are first needed. */
export interface MatrixRows {
  /** Makes a row, where the search wants it. */
  make(row: number): void;
}

/** A matrix still to be decoded. */
export interface CodedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly bounds: ColumnBounds;
  /** Its rows to be, made in TypeScript in memory that is laid out as here, all zeros. */
  makeRows(cells: Int16Array): MatrixRows;
}

/** All cells of a coded matrix, row after row. @throws DictionaryError where they are damaged */
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

/** Lays out a matrix of which one row comes after the other. */
export function layOut(matrix: Int16Array, columns: number, cells: Int16Array): void {
  for (let row = 0; row * columns < matrix.length; row++) layOutRow(matrix, row, columns, cells);
}

/** Lays out one row of it. */
export function layOutRow(matrix: Int16Array, row: number, columns: number, cells: Int16Array): void {
  const end = (row + 1) * columns;
  for (let from = row * columns, at = rowStart(row, columns); from < end; at += GROUP_ROWS) cells[at] = matrix[from++];
}

/** The least and the greatest cell of each column of a matrix of which one row comes after the other. */
export function columnBounds(matrix: Int16Array, columns: number): ColumnBounds {
  const lowest = matrix.slice(0, columns);
  const highest = matrix.slice(0, columns);
  for (let row = columns; row < matrix.length; row += columns) {
    for (let column = 0; column < columns; column++) {
      const cost = matrix[row + column];
      if (cost < lowest[column]) lowest[column] = cost;
      if (cost > highest[column]) highest[column] = cost;
    }
  }
  return { lowest, highest };
}

/** The bounds as a section of a compact file: the lowest cells, then the highest, each in 16 bits. */
export function sectionOfBounds({ lowest, highest }: ColumnBounds): Uint8Array {
  const both = new Int16Array(2 * lowest.length);
  both.set(lowest);
  both.set(highest, lowest.length);
  return new Uint8Array(both.buffer);
}

/** What {@link sectionOfBounds} made. @throws DictionaryError where it is of another size */
export function boundsOf(bytes: Uint8Array, columns: number, name: string): ColumnBounds {
  if (bytes.length !== 4 * columns) throw new DictionaryError(name, `${bytes.length} bytes`, `${4 * columns}`);
  const both = new Int16Array(bytes.buffer, bytes.byteOffset, 2 * columns);
  return { lowest: both.slice(0, columns), highest: both.slice(columns) };
}
