import { GROUP_ROWS } from "./layout.js";
import type { ColumnBounds } from "./tables.js";

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

/** Lays out a matrix of which one row comes after the other. */
export function layOut(matrix: Int16Array, columns: number, cells: Int16Array): void {
  for (let row = 0, from = 0; from < matrix.length; row++) {
    for (let at = rowStart(row, columns), end = from + columns; from < end; at += GROUP_ROWS)
      cells[at] = matrix[from++];
  }
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
