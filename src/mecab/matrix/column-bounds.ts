import { DictionaryError } from "../../base/errors.js";
import { int16s } from "./section-numbers.js";

/**
 * The lowest and the highest cell of every column of a matrix. They are stored, so that the search can rule out
 * predecessors by them before any row is decoded.
 */
export interface ColumnBounds {
  readonly lowest: Int16Array;
  readonly highest: Int16Array;
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
export function boundsOf(bytes: Uint8Array, columns: number, name: string): ColumnBounds {
  const both = int16s(bytes);
  const expected = 2 * columns * both.BYTES_PER_ELEMENT;
  if (bytes.length !== expected) throw new DictionaryError(name, `${bytes.length} bytes`, `${expected} bytes`);
  const [lowest, highest] = [both.slice(0, columns), both.slice(columns)];
  // With such bounds the search could rule out every predecessor.
  const wrong = lowest.findIndex((cell, column) => cell > highest[column]);
  if (wrong >= 0) {
    throw new DictionaryError(name, `${lowest[wrong]} as the lowest cell`, `at most ${highest[wrong]}, the highest`);
  }
  return { lowest, highest };
}
