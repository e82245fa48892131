// AssemblyScript. How src/mecab/matrix/weight-tables.ts decodes a connection matrix and makes its rows.

import { GROUP_ROWS } from "../src/mecab/memory/layout";
import { isEmpty, List, nextNumber } from "./rans";

const FRACTION_BITS = 8;
const FRACTION_MASK: i32 = 0xff;
const HALF: i32 = 0x80;
const LAST_CASE: i32 = 7;
const LAST_RANK: u32 = 15;
const HASH: u32 = 0x9e3779b1;

/** Which classes take the same values in a set of fields: by class its label; by label its first class in a list. */
@unmanaged
class Labels {
  count: u32;
  byClass: usize;
  classes: usize;
  starts: usize;
}

@unmanaged
class Table {
  rows: Labels;
  columns: Labels;
  /** How many weights it has. */
  count: u32;
  /** By row label where its weights begin. */
  first: usize;
  isCoarse: u32;
}

/** What comes of weights: the label of the columns of each, and the weight. */
@unmanaged
class Weights {
  labels: usize;
  values: usize;
}

/** What is left over: by row where its part begins and ends, the columns, the values. */
@unmanaged
class Rest {
  first: usize;
  end: usize;
  columns: usize;
  values: usize;
}

/** The highest of so many values. */
export function highest(values: usize, size: u32): u32 {
  let most: u32 = 0;
  for (const end = values + (<usize>size << 1); values < end; values += 2) most = max(most, <u32>load<u16>(values));
  return most;
}

/**
 * Groups classes by labels: lists those of label 0, then those of label 1, …, each group in a given order, and where
 * groups begin, for which there is room for two more than labels.
 *
 * @param next as much room, of any contents
 */
export function groupClasses(
  labels: usize,
  count: u32,
  order: usize,
  size: u32,
  classes: usize,
  starts: usize,
  next: usize,
): void {
  const bytes = (<usize>count + 2) << 2;
  memory.fill(starts, 0, bytes);
  const end = labels + (<usize>size << 1);
  for (let at = labels; at < end; at += 2) {
    const start = starts + (<usize>load<u16>(at) << 2);
    store<u32>(start, load<u32>(start, 4) + 1, 4);
  }
  for (let at = starts; at < starts + bytes - 4; at += 4) store<u32>(at, load<u32>(at, 4) + load<u32>(at), 4);
  memory.copy(next, starts, bytes);
  for (const orderEnd = order + (<usize>size << 1); order < orderEnd; order += 2) {
    const index = load<u16>(order);
    const place = next + (<usize>load<u16>(labels + (<usize>index << 1)) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u16>(classes + (<usize>at << 1), index);
  }
}

/**
 * Numbers the pairs of a label and a value, in a given order of classes, and returns how many there are.
 *
 * @param labels 0 where all classes have label 1
 * @param plus what is to be added to values
 * @param entries room for a hash table of pairs and their numbers, of a power of two entries, at least twice as large as
 * there can be pairs
 */
export function refine(
  labels: usize,
  values: usize,
  plus: u32,
  order: usize,
  size: u32,
  refined: usize,
  entries: usize,
  mask: u32,
): u32 {
  memory.fill(entries, 0, (<usize>mask + 1) << 3);
  let count: u32 = 0;
  for (const end = order + (<usize>size << 1); order < end; order += 2) {
    const index = <usize>load<u16>(order) << 1;
    const label = labels === 0 ? 1 : <u32>load<u16>(labels + index);
    const value = <u32>load<u16>(values + index) + plus;
    if (label === 0 || value === 0) continue;
    const key = (label << 16) | value;
    let entry = entries + (<usize>((key * HASH) >> 8 & mask) << 3);
    while (load<u32>(entry) !== 0 && load<u32>(entry) !== key) {
      entry = entries + ((entry - entries + 8) & ((<usize>mask << 3) | 7));
    }
    if (load<u32>(entry) === 0) {
      store<u32>(entry, key);
      store<u32>(entry, ++count, 4);
    }
    store<u16>(refined + index, load<u32>(entry, 4));
  }
  return count;
}

// @ts-ignore: AssemblyScript's decorator
@inline
function caseOf(count: u32): usize {
  return <usize>min(31 - <i32>clz(count | 1), LAST_CASE);
}

// @ts-ignore: AssemblyScript's decorator
@inline
function sizeOf(labels: Labels, label: u32): u32 {
  const start = labels.starts + (<usize>label << 2);
  return load<u32>(start, 4) - load<u32>(start);
}

// @ts-ignore: AssemblyScript's decorator
@inline
function signed(folded: u32): i32 {
  return <i32>(folded >> 1) ^ -<i32>(folded & 1);
}

/** A fraction's eight bits the other way round. */
// @ts-ignore: AssemblyScript's decorator
@inline
function reversed(fraction: u32): u32 {
  let bits = ((fraction & 0x0f) << 4) | ((fraction >> 4) & 0x0f);
  bits = ((bits & 0x33) << 2) | ((bits >> 2) & 0x33);
  return ((bits & 0x55) << 1) | ((bits >> 1) & 0x55);
}

/**
 * Decodes the weights of tables.
 *
 * @param room eight bytes for each weight of the table that has most
 * @param next four bytes for each label, and for two more, of the set that has most
 * @returns whether they make sense
 */
export function decodeWeights(
  tables: usize,
  tablesEnd: usize,
  gaps: List,
  wholes: List,
  fractions: List,
  weights: Weights,
  room: usize,
  next: usize,
): bool {
  let start: u32 = 0;
  for (; tables < tablesEnd; tables += offsetof<Table>()) {
    const table = changetype<Table>(tables);
    const rows = table.rows;
    const columns = table.columns;
    const byColumns = columns.count < rows.count;
    const outer = byColumns ? columns : rows;
    const inner = byColumns ? rows : columns;
    const places = <f64>rows.count * <f64>columns.count;
    const density = caseOf(<u32>min(places / <f64>max(table.count, 1), <f64>0x7fffffff));
    const first = table.first;
    if (outer.count === 0 && table.count > 0) return false;
    let outerLabel: u32 = 1;
    let innerLabel: u32 = 0;
    let height = sizeOf(outer, 1);
    const roomEnd = room + (<usize>table.count << 3);
    for (let at = room; at < roomEnd; at += 8) {
      innerLabel += nextNumber(gaps, density);
      while (innerLabel > inner.count) {
        innerLabel -= inner.count;
        if (++outerLabel > outer.count) return false;
        height = sizeOf(outer, outerLabel);
      }
      const cells = caseOf(height * sizeOf(inner, innerLabel));
      const whole = signed(nextNumber(wholes, cells));
      const fraction = reversed(nextNumber(fractions, cells));
      const row = byColumns ? innerLabel : outerLabel;
      store<u16>(at, row);
      store<u16>(at, byColumns ? outerLabel : innerLabel, 2);
      store<i32>(at, (whole << FRACTION_BITS) | fraction, 4);
      const label = first + (<usize>row << 2);
      store<u32>(label, load<u32>(label, 4) + 1, 4);
    }
    // By row label where its weights begin.
    store<u32>(first, start);
    const bytes = (<usize>rows.count + 2) << 2;
    for (let at = first; at < first + bytes - 4; at += 4) store<u32>(at, load<u32>(at, 4) + load<u32>(at), 4);
    memory.copy(next, first, bytes);
    for (let at = room; at < roomEnd; at += 8) {
      const place = next + (<usize>load<u16>(at) << 2);
      const weight = <usize>load<u32>(place);
      store<u32>(place, weight + 1);
      store<u16>(weights.labels + (weight << 1), load<u16>(at, 2));
      store<i32>(weights.values + (weight << 2), load<i32>(at, 4));
    }
    start += table.count;
  }
  return isEmpty(gaps) && isEmpty(wholes) && isEmpty(fractions);
}

// @ts-ignore: AssemblyScript's decorator
@inline
function caseOfPlace(place: usize, columnOrder: usize, ranks: usize): usize {
  const column = <usize>load<u16>(columnOrder + (place << 1));
  return <usize>(<u32>load<u16>(ranks + (column << 1)) & LAST_RANK) >> 1;
}

/**
 * Decodes what is left over.
 *
 * @param ranks of columns
 * @returns whether it makes sense
 */
export function decodeRest(
  gaps: List,
  numbers: List,
  count: u32,
  rowOrder: usize,
  rows: u32,
  columnOrder: usize,
  ranks: usize,
  columns: u32,
  rest: Rest,
): bool {
  let row = <usize>load<u16>(rowOrder);
  const rowsEnd = rowOrder + (<usize>rows << 1);
  let known = caseOfPlace(0, columnOrder, ranks);
  let place: u32 = -1;
  for (let at: u32 = 0; at < count; at++) {
    place += nextNumber(gaps, known);
    while (<i32>place >= <i32>columns) {
      place -= columns;
      store<u32>(rest.end + (row << 2), at);
      rowOrder += 2;
      if (rowOrder === rowsEnd) return false;
      row = <usize>load<u16>(rowOrder);
      store<u32>(rest.first + (row << 2), at);
    }
    const column = <usize>max(<i32>place, 0);
    known = caseOfPlace(column, columnOrder, ranks);
    store<u16>(rest.columns + (<usize>at << 1), load<u16>(columnOrder + (column << 1)));
    store<i16>(rest.values + (<usize>at << 1), signed(nextNumber(numbers, known)));
  }
  store<u32>(rest.end + (row << 2), count);
  return isEmpty(gaps) && isEmpty(numbers);
}

/** Adds the weights of a row's coarse tables, or of its others, to the sums of columns. */
export function addTables(
  tables: usize,
  tablesEnd: usize,
  isCoarse: u32,
  weights: Weights,
  row: usize,
  sums: usize,
): void {
  for (; tables < tablesEnd; tables += offsetof<Table>()) {
    const table = changetype<Table>(tables);
    if (table.isCoarse !== isCoarse) continue;
    const label = <usize>load<u16>(table.rows.byClass + (row << 1));
    if (label === 0) continue;
    const classes = table.columns.classes;
    const starts = table.columns.starts;
    const first = table.first + (label << 2);
    const end = <usize>load<u32>(first, 4);
    for (let weight = <usize>load<u32>(first); weight < end; weight++) {
      const value = load<i32>(weights.values + (weight << 2));
      const start = starts + (<usize>load<u16>(weights.labels + (weight << 1)) << 2);
      const classesEnd = classes + (<usize>load<u32>(start, 4) << 1);
      for (let at = classes + (<usize>load<u32>(start) << 1); at < classesEnd; at += 2) {
        const sum = sums + (<usize>load<u16>(at) << 2);
        store<i32>(sum, load<i32>(sum) + value);
      }
    }
  }
}

/** Makes a row's cells of the sums of its weights and of what is left over. */
export function fillRow(sums: usize, columns: u32, rest: Rest, row: usize, cells: usize): void {
  let cell = cells;
  for (let at = sums, end = sums + (<usize>columns << 2); at < end; at += 4, cell += GROUP_ROWS << 1) {
    const sum = load<i32>(at);
    store<i16>(cell, (sum + ((sum >> 31) & FRACTION_MASK)) >> FRACTION_BITS);
  }
  const end = load<u32>(rest.end + (row << 2));
  for (let at = load<u32>(rest.first + (row << 2)); at < end; at++) {
    const column = <usize>load<u16>(rest.columns + (<usize>at << 1));
    const value = <i32>load<i16>(rest.values + (<usize>at << 1));
    const isNegative = (load<i32>(sums + (column << 2)) & HALF) === 0;
    cell = cells + column * (GROUP_ROWS << 1);
    store<i16>(cell, <i32>load<i16>(cell) + (isNegative ? -value : value));
  }
}
