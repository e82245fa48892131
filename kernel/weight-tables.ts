// AssemblyScript. Decodes a connection matrix of weight tables and makes its rows.
// src/mecab/matrix/weight-tables.ts and the files that it names explain the coding.

import {
  CLASSES_COUNT,
  CLASSES_ENTRIES,
  CLASSES_LAST_ENTRY,
  CLASSES_ORDER,
  CODED_COLUMNS,
  CODED_FRACTIONS,
  CODED_GAPS,
  CODED_RANKS,
  CODED_RESIDUAL_GAPS,
  CODED_RESIDUAL_VALUES,
  CODED_ROWS,
  CODED_TABLE,
  CODED_WHOLES,
  ENTRY_BYTES,
  ENTRY_KEY,
  ENTRY_NUMBER,
  LABELS_BY_CLASS,
  LABELS_CLASSES,
  LABELS_COUNT,
  LABELS_STARTS,
  MATRIX_COLUMN_LABELS,
  MATRIX_COLUMNS,
  MATRIX_RANGES,
  MATRIX_RESIDUAL,
  MATRIX_RESIDUAL_END,
  MATRIX_TABLES,
  MATRIX_TABLES_END,
  MATRIX_VALUES,
  RANGE_BYTES,
  RANGE_END,
  RANGE_START,
  RESIDUAL_BYTES,
  RESIDUAL_COLUMN,
  RESIDUAL_VALUE,
  TABLE_BYTES,
  TABLE_COLUMNS,
  TABLE_FIRST_WEIGHTS,
  TABLE_GAP_HINT,
  TABLE_IS_BY_COLUMNS,
  TABLE_IS_COARSE,
  TABLE_ROWS,
  TABLE_WEIGHTS,
  WEIGHT_BYTES,
  WEIGHT_COLUMN,
  WEIGHT_ROW,
  WEIGHT_VALUE,
} from "../src/mecab/matrix/records";
import { GROUP_ROWS } from "../src/mecab/memory/layout";
import { nextNumber, remainder } from "./rans";

const FRACTION_BITS = 8;
const FRACTION_MASK: i32 = 0xff;
const HALF: i32 = 0x80;
const LAST_HINT: i32 = 7;
const LAST_RANK: u32 = 15;
const HASH_FACTOR: u32 = 0x9e3779b1;

/** The address of the u16 at an index. */
function at16(list: usize, index: usize): usize {
  return list + (index << 1);
}

/** The address of the u32 at an index. */
function at32(list: usize, index: usize): usize {
  return list + (index << 2);
}

/**
 * Turns counts into starts. Before, the first start is at index 0 and the count of label i at index i + 2. After, the
 * start of label i is at index i + 1. Listing the members of the label moves that number on to the label's end, which
 * is the start of label i + 1. So in the end the start of label i is at index i.
 *
 * @param last the address of the last count
 */
function sumUp(starts: usize, last: usize): void {
  for (; starts < last; starts += 4) store<u32>(starts, load<u32>(starts, 4) + load<u32>(starts), 4);
}

/** Completes labels: lists their classes by label. Classes of one label keep their order. */
export function groupClasses(classes: usize, labels: usize): void {
  const byClass = load<usize>(labels, LABELS_BY_CLASS);
  const starts = load<usize>(labels, LABELS_STARTS);
  const listed = load<usize>(labels, LABELS_CLASSES);
  const last = at32(starts + 8, load<u32>(labels, LABELS_COUNT));
  memory.fill(starts, 0, last + 4 - starts);
  const order = load<usize>(classes, CLASSES_ORDER);
  const end = at16(order, load<u32>(classes, CLASSES_COUNT));
  for (let at = order; at < end; at += 2) {
    const start = at32(starts, load<u16>(at16(byClass, load<u16>(at))));
    store<u32>(start, load<u32>(start, 8) + 1, 8);
  }
  sumUp(starts, last);
  for (let at = order; at < end; at += 2) {
    const index = load<u16>(at);
    const start = at32(starts, load<u16>(at16(byClass, index)));
    const to = load<u32>(start, 4);
    store<u32>(start, to + 1, 4);
    store<u16>(at16(listed, to), index);
  }
}

/** Sorts classes by the value of each. Classes of one value keep their order. */
export function sortClasses(classes: usize, values: usize): void {
  let highest: u32 = 0;
  const end = at16(values, load<u32>(classes, CLASSES_COUNT));
  for (let at = values; at < end; at += 2) highest = max(highest, <u32>load<u16>(at));
  store<u32>(classes, highest, LABELS_COUNT);
  store<usize>(classes, values, LABELS_BY_CLASS);
  groupClasses(classes, classes);
  const order = load<usize>(classes, CLASSES_ORDER);
  store<usize>(classes, load<usize>(classes, LABELS_CLASSES), CLASSES_ORDER);
  store<usize>(classes, order, LABELS_CLASSES);
}

/**
 * Numbers the distinct (label, value) pairs of classes, in the order of the classes, and returns their number.
 *
 * @param labels the label of each class; 0 if all classes have label 1
 * @param plus is added to every value
 * @param refined receives the number of each class's pair; nothing is written for a class whose label or value is 0
 */
export function refine(classes: usize, labels: usize, values: usize, plus: u32, refined: usize): u32 {
  const entries = load<usize>(classes, CLASSES_ENTRIES);
  const lastEntry = load<usize>(classes, CLASSES_LAST_ENTRY);
  memory.fill(entries, 0, lastEntry + ENTRY_BYTES);
  let count: u32 = 0;
  const order = load<usize>(classes, CLASSES_ORDER);
  const end = at16(order, load<u32>(classes, CLASSES_COUNT));
  for (let at = order; at < end; at += 2) {
    const index = load<u16>(at);
    const label = labels === 0 ? 1 : <u32>load<u16>(at16(labels, index));
    const value = <u32>load<u16>(at16(values, index)) + plus;
    if (label === 0 || value === 0) continue;
    const key = (label << 16) | value;
    let entry = entries + ((<usize>(key * HASH_FACTOR) >> 5) & lastEntry);
    while (load<u32>(entry, ENTRY_KEY) !== key) {
      if (load<u32>(entry, ENTRY_KEY) === 0) {
        store<u32>(entry, key, ENTRY_KEY);
        store<u32>(entry, ++count, ENTRY_NUMBER);
        break;
      }
      entry = entries + ((entry - entries + ENTRY_BYTES) & lastEntry);
    }
    store<u16>(at16(refined, index), load<u32>(entry, ENTRY_NUMBER));
  }
  return count;
}

function hintOf(count: u32): usize {
  return <usize>min(31 - <i32>clz(count | 1), LAST_HINT);
}

/** The number of classes that have a label. */
function sizeOf(labels: usize, label: u32): u32 {
  const start = at32(load<usize>(labels, LABELS_STARTS), label);
  return load<u32>(start, 4) - load<u32>(start);
}

function unfolded(folded: u32): i32 {
  return <i32>(folded >> 1) ^ -(<i32>(folded & 1));
}

/** The eight bits of a fraction in reverse order. */
function reversed(fraction: u32): u32 {
  let bits = ((fraction & 0x0f) << 4) | ((fraction >> 4) & 0x0f);
  bits = ((bits & 0x33) << 2) | ((bits >> 2) & 0x33);
  return ((bits & 0x55) << 1) | ((bits >> 1) & 0x55);
}

/** Decodes the weights of all tables. Returns false if they are damaged. */
export function decodeWeights(matrix: usize, coded: usize): bool {
  const gaps = load<usize>(coded, CODED_GAPS);
  const wholes = load<usize>(coded, CODED_WHOLES);
  const fractions = load<usize>(coded, CODED_FRACTIONS);
  const decoded = load<usize>(coded, CODED_TABLE);
  const tablesEnd = load<usize>(matrix, MATRIX_TABLES_END);
  let start: u32 = 0;
  for (let table = load<usize>(matrix, MATRIX_TABLES); table < tablesEnd; table += TABLE_BYTES) {
    const rows = load<usize>(table, TABLE_ROWS);
    const columns = load<usize>(table, TABLE_COLUMNS);
    const count = load<u32>(table, TABLE_WEIGHTS);
    const byColumns = load<u32>(table, TABLE_IS_BY_COLUMNS);
    const outer = byColumns ? columns : rows;
    const inner = byColumns ? rows : columns;
    const outerCount = load<u32>(outer, LABELS_COUNT);
    const innerCount = load<u32>(inner, LABELS_COUNT);
    const gapHint = load<usize>(table, TABLE_GAP_HINT);
    const starts = load<usize>(table, TABLE_FIRST_WEIGHTS);
    // The place before the first one.
    let outerLabel: u32 = 0;
    let innerLabel = innerCount;
    let height: u32 = 0;
    const decodedEnd = decoded + <usize>count * WEIGHT_BYTES;
    for (let weight = decoded; weight < decodedEnd; weight += WEIGHT_BYTES) {
      innerLabel += nextNumber(gaps, gapHint);
      while (innerLabel > innerCount) {
        innerLabel -= innerCount;
        if (++outerLabel > outerCount) return false;
        height = sizeOf(outer, outerLabel);
      }
      const hint = hintOf(height * sizeOf(inner, innerLabel));
      const whole = unfolded(nextNumber(wholes, hint));
      const fraction = reversed(nextNumber(fractions, hint));
      const row = byColumns ? innerLabel : outerLabel;
      store<u16>(weight, row, WEIGHT_ROW);
      store<u16>(weight, byColumns ? outerLabel : innerLabel, WEIGHT_COLUMN);
      store<i32>(weight, (whole << FRACTION_BITS) | fraction, WEIGHT_VALUE);
      const first = at32(starts, row);
      store<u32>(first, load<u32>(first, 8) + 1, 8);
    }
    store<u32>(starts, start);
    sumUp(starts, at32(starts + 8, load<u32>(rows, LABELS_COUNT)));
    for (let weight = decoded; weight < decodedEnd; weight += WEIGHT_BYTES) {
      const first = at32(starts, load<u16>(weight, WEIGHT_ROW));
      const to = load<u32>(first, 4);
      store<u32>(first, to + 1, 4);
      store<u16>(at16(load<usize>(matrix, MATRIX_COLUMN_LABELS), to), load<u16>(weight, WEIGHT_COLUMN));
      store<i32>(at32(load<usize>(matrix, MATRIX_VALUES), to), load<i32>(weight, WEIGHT_VALUE));
    }
    start += count;
  }
  return (remainder(gaps) | remainder(wholes) | remainder(fractions)) === 0;
}

/** The hint of the column at a place in the order. */
function columnHint(place: usize, columnOrder: usize, ranks: usize): usize {
  const column = load<u16>(at16(columnOrder, place));
  return <usize>(<u32>load<u16>(at16(ranks, column)) & LAST_RANK) >> 1;
}

/** Decodes the residual, and sorts the columns by rank for that. Returns false if it is damaged. */
export function decodeResidual(matrix: usize, coded: usize): bool {
  const gaps = load<usize>(coded, CODED_RESIDUAL_GAPS);
  const residuals = load<usize>(coded, CODED_RESIDUAL_VALUES);
  const ranks = load<usize>(coded, CODED_RANKS);
  const rowClasses = load<usize>(coded, CODED_ROWS);
  const columnClasses = load<usize>(coded, CODED_COLUMNS);
  sortClasses(columnClasses, ranks);
  const columnOrder = load<usize>(columnClasses, CLASSES_ORDER);
  const columnCount = load<u32>(columnClasses, CLASSES_COUNT);
  let rowPlace = load<usize>(rowClasses, CLASSES_ORDER);
  const rowsEnd = at16(rowPlace, load<u32>(rowClasses, CLASSES_COUNT));
  const ranges = load<usize>(matrix, MATRIX_RANGES);
  const cellsEnd = load<usize>(matrix, MATRIX_RESIDUAL_END);
  let cell = load<usize>(matrix, MATRIX_RESIDUAL);
  let range = ranges + <usize>load<u16>(rowPlace) * RANGE_BYTES;
  store<usize>(range, cell, RANGE_START);
  let hint = columnHint(0, columnOrder, ranks);
  let place: u32 = -1;
  for (; cell < cellsEnd; cell += RESIDUAL_BYTES) {
    place += nextNumber(gaps, hint);
    while (<i32>place >= <i32>columnCount) {
      place -= columnCount;
      store<usize>(range, cell, RANGE_END);
      rowPlace += 2;
      if (rowPlace === rowsEnd) return false;
      range = ranges + <usize>load<u16>(rowPlace) * RANGE_BYTES;
      store<usize>(range, cell, RANGE_START);
    }
    const column = <usize>max(<i32>place, 0);
    hint = columnHint(column, columnOrder, ranks);
    store<u16>(cell, load<u16>(at16(columnOrder, column)), RESIDUAL_COLUMN);
    store<i16>(cell, unfolded(nextNumber(residuals, hint)), RESIDUAL_VALUE);
  }
  store<usize>(range, cell, RANGE_END);
  return (remainder(gaps) | remainder(residuals)) === 0;
}

/**
 * Adds a row's weights to the sums of its columns.
 *
 * @param isCoarse 1 for the weights of coarse tables, 0 for those of the others
 */
export function addTables(matrix: usize, row: usize, isCoarse: u32, sums: usize): void {
  const columnLabels = load<usize>(matrix, MATRIX_COLUMN_LABELS);
  const values = load<usize>(matrix, MATRIX_VALUES);
  const tablesEnd = load<usize>(matrix, MATRIX_TABLES_END);
  for (let table = load<usize>(matrix, MATRIX_TABLES); table < tablesEnd; table += TABLE_BYTES) {
    if (load<u32>(table, TABLE_IS_COARSE) !== isCoarse) continue;
    const label = load<u16>(at16(load<usize>(load<usize>(table, TABLE_ROWS), LABELS_BY_CLASS), row));
    const columns = load<usize>(table, TABLE_COLUMNS);
    const classes = load<usize>(columns, LABELS_CLASSES);
    const starts = load<usize>(columns, LABELS_STARTS);
    const first = at32(load<usize>(table, TABLE_FIRST_WEIGHTS), label);
    const end = <usize>load<u32>(first, 4);
    for (let weight = <usize>load<u32>(first); weight < end; weight++) {
      const value = load<i32>(at32(values, weight));
      const start = at32(starts, load<u16>(at16(columnLabels, weight)));
      const classesEnd = at16(classes, load<u32>(start, 4));
      for (let at = at16(classes, load<u32>(start)); at < classesEnd; at += 2) {
        const sum = at32(sums, load<u16>(at));
        store<i32>(sum, load<i32>(sum) + value);
      }
    }
  }
}

/** Writes a row's cells: the sums of its weights, truncated towards zero, plus the residual. */
export function fillRow(matrix: usize, row: usize, sums: usize, cells: usize): void {
  const sumsEnd = at32(sums, load<u32>(matrix, MATRIX_COLUMNS));
  let cell = cells;
  for (let at = sums; at < sumsEnd; at += 4, cell += GROUP_ROWS << 1) {
    const sum = load<i32>(at);
    store<i16>(cell, (sum + ((sum >> 31) & FRACTION_MASK)) >> FRACTION_BITS);
  }
  const range = load<usize>(matrix, MATRIX_RANGES) + row * RANGE_BYTES;
  const end = load<usize>(range, RANGE_END);
  for (let at = load<usize>(range, RANGE_START); at < end; at += RESIDUAL_BYTES) {
    const column = <usize>load<u16>(at, RESIDUAL_COLUMN);
    const value = <i32>load<i16>(at, RESIDUAL_VALUE);
    const isNegative = (load<i32>(at32(sums, column)) & HALF) === 0;
    cell = cells + column * (GROUP_ROWS << 1);
    store<i16>(cell, <i32>load<i16>(cell) + (isNegative ? -value : value));
  }
}
