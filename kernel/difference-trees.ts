// AssemblyScript. Decodes the rows of a connection matrix, each in one pass over its columns.
// src/mecab/matrix/difference-trees.ts explains the coding, src/mecab/matrix/rans.ts that of the numbers.

import {
  COLUMN_BYTES,
  COLUMN_CELL,
  COLUMN_CONTEXTS,
  COLUMN_DIFFERENCE,
  COLUMN_PARENT,
  ROW_CELLS,
  ROW_CONTEXTS,
  ROW_PARENT_CELLS,
  ROW_WORDS,
  ROW_WORDS_END,
} from "../src/mecab/matrix/records";
import { CONTEXT_BYTES, GROUP_ROWS } from "../src/mecab/memory/layout";
import { DIRECT, FIRST_STATE, FREQUENCY_BITS, FREQUENCY_MASK, LONG, stateBefore, symbolAt } from "./rans";

export { openContexts } from "./rans";

/**
 * Decodes a row, whose parent row was decoded before it.
 *
 * @param row the record of the row. A root's parent cells are its own, while they are still 0.
 * @param columns the records of the columns, to their end. A root's parent is a record whose difference is 0.
 * @returns true if the row's words end after the last number
 */
export function decodeRow(row: usize, columns: usize, columnsEnd: usize): bool {
  const contexts = load<usize>(row, ROW_CONTEXTS);
  const cells = load<usize>(row, ROW_CELLS);
  const parentCells = load<usize>(row, ROW_PARENT_CELLS);
  let words = load<usize>(row, ROW_WORDS);
  let state = load<u32>(words) & 0x7fffffff;
  words += 4;
  // Two contexts follow each other: the first if the number before is 0, the second if not.
  let before: usize = 0;
  for (let column = columns; column < columnsEnd; column += COLUMN_BYTES) {
    const context = contexts + load<usize>(column, COLUMN_CONTEXTS) + before;
    const slot = state & FREQUENCY_MASK;
    const zeros = <u32>load<u16>(context, 2);
    let difference = load<i32>(load<usize>(column, COLUMN_PARENT), COLUMN_DIFFERENCE);
    // Most numbers are 0. This branch, which processors predict well, is faster than a search for the symbol.
    if (slot < zeros) {
      state = zeros * (state >> FREQUENCY_BITS) + slot;
      if (state < FIRST_STATE) {
        state = (state << 16) | <u32>load<u16>(words);
        words += 2;
      }
      before = 0;
    } else {
      const symbol = symbolAt(context, slot);
      state = stateBefore(state, context, symbol, slot);
      if (state < FIRST_STATE) {
        state = (state << 16) | <u32>load<u16>(words);
        words += 2;
      }
      let folded = symbol;
      if (symbol >= DIRECT) {
        const bits = symbol - LONG;
        folded = (1 << bits) | (state & ((1 << bits) - 1));
        state >>= bits;
        if (state < FIRST_STATE) {
          state = (state << 16) | <u32>load<u16>(words);
          words += 2;
        }
      }
      difference += (folded >> 1) ^ -(folded & 1);
      before = CONTEXT_BYTES;
    }
    store<i32>(column, difference, COLUMN_DIFFERENCE);
    const cell = load<usize>(column, COLUMN_CELL);
    store<i16>(cells + cell, difference + <i32>load<i16>(parentCells + cell));
  }
  return state === FIRST_STATE && words === load<usize>(row, ROW_WORDS_END);
}

/** Copies a row to its row group (src/mecab/matrix/row-groups.ts). */
export function layOutRow(row: usize, rowEnd: usize, cells: usize): void {
  for (; row < rowEnd; row += 2, cells += GROUP_ROWS << 1) store<u16>(cells, load<u16>(row));
}
