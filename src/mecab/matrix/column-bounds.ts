import { DictionaryError } from "../../base/errors.js";
import { GROUP_ROWS } from "../memory/layout.js";
import { int16s } from "./section-numbers.js";

/**
 * The lowest and the highest cell of every column of a matrix. They are stored, so that the search can rule out
 * predecessors by them before any row is decoded.
 */
export interface ColumnBounds {
  readonly lowest: Int16Array;
  readonly highest: Int16Array;
}

/** Bounds that a file states. A damaged file may state bounds that its cells do not keep. */
export interface StatedBounds extends ColumnBounds {
  /** The section's name in errors. */
  readonly name: string;
}

/** The bounds of a matrix stored row after row. */
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

/**
 * Reads the bounds from a section: the lowest cell of each column, then the highest, in 16 bits each.
 *
 * @param name the section's name in errors
 * @throws DictionaryError if the section has another size, or a lowest cell exceeds the highest
 */
export function boundsOf(bytes: Uint8Array, columns: number, name: string): StatedBounds {
  const both = int16s(bytes);
  const expected = 2 * columns * both.BYTES_PER_ELEMENT;
  if (bytes.length !== expected) throw new DictionaryError(name, `${bytes.length} bytes`, `${expected} bytes`);
  const [lowest, highest] = [both.slice(0, columns), both.slice(columns)];
  // With such bounds the search could rule out every predecessor.
  const wrong = lowest.findIndex((cell, column) => cell > highest[column]);
  if (wrong >= 0) {
    throw new DictionaryError(name, `${lowest[wrong]} as the lowest cell`, `at most ${highest[wrong]}, the highest`);
  }
  return { lowest, highest, name };
}

/**
 * Checks a decoded row. The search trusts the bounds: with wrong ones its result would depend on the order in which it
 * rules out predecessors.
 *
 * @param cells the cells in row groups
 * @param start the index of the row's first cell
 * @throws DictionaryError if a cell is outside the bounds of its column
 */
export function checkRow(cells: Int16Array, start: number, { lowest, highest, name }: StatedBounds): void {
  for (let column = 0, at = start; column < lowest.length; column++, at += GROUP_ROWS) {
    const cell = cells[at];
    if (cell >= lowest[column] && cell <= highest[column]) continue;
    throw new DictionaryError(
      name,
      `a cell of ${cell}`,
      `cells from ${lowest[column]} to ${highest[column]} in column ${column}`,
    );
  }
}
