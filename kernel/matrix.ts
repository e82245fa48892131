// AssemblyScript. How src/mecab/matrix-trees.ts and rans-grid.ts decode a connection matrix, in one pass: what a column
// needs stands together, in the order in which columns are coded.

import { GROUP_ROWS } from "../src/mecab/layout";

/** A symbol's slots are 4,096 to a context; folded numbers from 8 on have their bits behind. As in rans-grid.ts. */
const SYMBOLS: usize = 21;
const DIRECT: i32 = 8;
const LONG: i32 = 5;
const LEVEL_BITS = 3;
const HIGHEST_LEVEL = 7;
const FREQUENCY_BITS = 12;
const FREQUENCY_MASK: u32 = 0xfff;
const FIRST_STATE: u32 = 0x8000;

/** Of a column: its activity, the row's difference from its parent row there, the parent column, the place in a row. */
@unmanaged
class Column {
  activity: i32;
  difference: i32;
  parent: Column;
  cell: usize;
}

let frequencies: usize = 0;
let starts: usize = 0;
let symbols: usize = 0;
let firstColumn: usize = 0;
let lastColumn: usize = 0;
let state: u32 = 0;

// @ts-ignore: AssemblyScript's decorator
@inline
function columnAt(address: usize): Column {
  return changetype<Column>(address);
}

// @ts-ignore: AssemblyScript's decorator
@inline
function levelOf(activity: i32): usize {
  return <usize>min(30 - clz(activity + 2), HIGHEST_LEVEL);
}

// @ts-ignore: AssemblyScript's decorator
@inline
function activityAfter(activity: i32, symbol: i32): i32 {
  return activity + (((symbol << 5) - activity) >> 3);
}

/** Prepares for the first row: addresses of the tables and of the columns, and the coder's state. */
export function openMatrix(tables: usize, columns: usize, columnsEnd: usize, firstState: u32): void {
  frequencies = tables;
  starts = frequencies + 64 * SYMBOLS * 2;
  symbols = starts + 64 * SYMBOLS * 2;
  firstColumn = columns;
  lastColumn = columnsEnd;
  state = firstState;
}

/**
 * Decodes the next row.
 *
 * @param words the address of the next word of the stream
 * @param row where the row comes to be
 * @param parent the parent row, or as many zeros
 * @returns the address of the word after those that were read
 */
export function decodeRow(words: usize, row: usize, parent: usize): usize {
  let rowActivity = 0;
  let current = state;
  for (let at = firstColumn; at < lastColumn; at += offsetof<Column>()) {
    const column = columnAt(at);
    const activity = column.activity;
    const context = (levelOf(rowActivity) << LEVEL_BITS) | levelOf(activity);
    const slot = current & FREQUENCY_MASK;
    const first = context * SYMBOLS;
    const zeros = <u32>load<u16>(frequencies + (first << 1));
    let difference = column.parent.difference;
    if (slot < zeros) {
      current = zeros * (current >> FREQUENCY_BITS) + slot;
      if (current < FIRST_STATE) {
        current = (current << 16) | <u32>load<u16>(words);
        words += 2;
      }
      rowActivity = activityAfter(rowActivity, 0);
      column.activity = activityAfter(activity, 0);
    } else {
      const symbol = <i32>load<u8>(symbols + ((context << FREQUENCY_BITS) | slot));
      const table = (first + symbol) << 1;
      current = <u32>load<u16>(frequencies + table) * (current >> FREQUENCY_BITS) + slot - <u32>load<u16>(starts + table);
      if (current < FIRST_STATE) {
        current = (current << 16) | <u32>load<u16>(words);
        words += 2;
      }
      rowActivity = activityAfter(rowActivity, symbol);
      column.activity = activityAfter(activity, symbol);
      let folded = symbol;
      if (symbol >= DIRECT) {
        const bits = symbol - LONG;
        folded = (1 << bits) | (current & ((1 << bits) - 1));
        current >>= bits;
        if (current < FIRST_STATE) {
          current = (current << 16) | <u32>load<u16>(words);
          words += 2;
        }
      }
      difference += (folded >> 1) ^ -(folded & 1);
    }
    column.difference = difference;
    store<i16>(row + column.cell, difference + <i32>load<i16>(parent + column.cell));
  }
  state = current;
  return words;
}

/** The coder's state after the last row that was decoded. */
export function matrixState(): u32 {
  return state;
}

/** The least and the greatest cell of every column, eight at a time; rows lie one after the other. */
export function boundColumns(matrix: usize, matrixEnd: usize, rowBytes: usize, lowest: usize, highest: usize): void {
  memory.copy(lowest, matrix, rowBytes);
  memory.copy(highest, matrix, rowBytes);
  const eights = rowBytes & ~15;
  for (let row = matrix + rowBytes; row < matrixEnd; row += rowBytes) {
    let at: usize = 0;
    for (; at < eights; at += 16) {
      const cells = v128.load(row + at);
      v128.store(lowest + at, i16x8.min_s(v128.load(lowest + at), cells));
      v128.store(highest + at, i16x8.max_s(v128.load(highest + at), cells));
    }
    for (; at < rowBytes; at += 2) {
      const cell = load<i16>(row + at);
      store<i16>(lowest + at, min(load<i16>(lowest + at), cell));
      store<i16>(highest + at, max(load<i16>(highest + at), cell));
    }
  }
}

/** Lays a group of rows, which lie one after the other, out as src/mecab/matrix-layout.ts does, eight rows at a time. */
export function layOut(group: usize, rowBytes: usize, cells: usize): void {
  const rowEnd = group + rowBytes;
  let to = cells;
  for (let column = group; column < rowEnd; column += 2) {
    let cell = column;
    for (const end = to + (GROUP_ROWS << 1); to < end; to += 16) {
      let eight = i16x8.splat(0);
      eight = v128.load_lane<i16>(cell, eight, 0);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 1);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 2);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 3);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 4);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 5);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 6);
      eight = v128.load_lane<i16>((cell += rowBytes), eight, 7);
      cell += rowBytes;
      v128.store(to, eight);
    }
  }
}
