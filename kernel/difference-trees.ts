// AssemblyScript. How src/mecab/matrix/difference-trees.ts and rans.ts decode a row of a connection matrix, in one pass: what a
// column needs stands together, in the order in which columns are coded.

import { CONTEXT_BYTES, GROUP_ROWS } from "../src/mecab/memory/layout";
import { bitsOf, FIRST_STATE, FREQUENCY_BITS, FREQUENCY_MASK, stateBefore, symbolAt } from "./rans";

export { openContexts } from "./rans";

/**
 * Of a column: its contexts, in those of a row; the row's difference from its parent row there; the parent column; where
 * its cell is in a row.
 */
@unmanaged
class Column {
  contexts: usize;
  difference: i32;
  parent: Column;
  cell: usize;
}

/**
 * Decodes a row.
 *
 * @param words where the row's words begin
 * @param columns the columns' records, to their end; a root's parent is one whose difference is 0
 * @param contexts the row's contexts
 * @param parent the parent row, or the row itself, while it is all zeros
 * @returns the address of the word after those that were read; 0 if the coder's state there is not the first
 */
export function decodeRow(
  words: usize,
  columns: usize,
  columnsEnd: usize,
  contexts: usize,
  row: usize,
  parent: usize,
): usize {
  let state = load<u32>(words) & 0x7fffffff;
  words += 4;
  // Whether the number before is 0 decides between two contexts, one behind the other.
  let before: usize = 0;
  for (let at = columns; at < columnsEnd; at += offsetof<Column>()) {
    const column = changetype<Column>(at);
    const context = contexts + column.contexts + before;
    const slot = state & FREQUENCY_MASK;
    const zeros = <u32>load<u16>(context, 2);
    let difference = column.parent.difference;
    // Most numbers are 0. A branch on that, which processors guess, is faster than looks into the context.
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
      const bits = bitsOf(symbol);
      let folded = symbol;
      if (bits > 0) {
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
    column.difference = difference;
    store<i16>(row + column.cell, difference + <i32>load<i16>(parent + column.cell));
  }
  return state === FIRST_STATE ? words : 0;
}

/** Writes a row where src/mecab/matrix/row-groups.ts says. */
export function layOutRow(row: usize, rowEnd: usize, cells: usize): void {
  for (; row < rowEnd; row += 2, cells += GROUP_ROWS << 1) store<u16>(cells, load<u16>(row));
}
