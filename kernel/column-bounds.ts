// AssemblyScript. The check of checkRow in src/mecab/matrix/column-bounds.ts.

import { GROUP_ROWS } from "../src/mecab/memory/layout";

/**
 * True if the cells of a row are within the bounds of their columns.
 *
 * @param cells the first cell, in its row group
 * @param lowest the lowest cell of each column, in 16 bits
 * @param highest the highest
 */
export function isWithinBounds(cells: usize, lowest: usize, highest: usize, columns: u32): bool {
  const end = lowest + ((<usize>columns) << 1);
  for (; lowest < end; lowest += 2, highest += 2, cells += GROUP_ROWS << 1) {
    const cell = load<i16>(cells);
    if (cell < load<i16>(lowest) || cell > load<i16>(highest)) return false;
  }
  return true;
}
