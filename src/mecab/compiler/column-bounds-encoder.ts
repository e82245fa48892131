import { columnBounds } from "../matrix/column-bounds.js";
import { bytesOf } from "./bytes-of.js";

/** Codes the bounds of a matrix's columns as a section: all the lowest cells, then all the highest. */
export function encodeColumnBounds(matrix: Int16Array, columns: number): Uint8Array {
  const { lowest, highest } = columnBounds(matrix, columns);
  const both = new Int16Array(2 * columns);
  both.set(lowest);
  both.set(highest, columns);
  return bytesOf(both);
}
