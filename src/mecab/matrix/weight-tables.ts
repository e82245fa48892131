import { DictionaryError } from "../../base/errors.js";
import { GROUP_ROWS } from "../memory/layout.js";
import { boundsOf, type ColumnBounds } from "./column-bounds.js";
import { CodedList, NumberDecoder, unfolded } from "./rans.js";
import { type MatrixRows, rowStart } from "./row-groups.js";
import { uint16s, uint32s } from "./section-numbers.js";

/**
 * A connection matrix as the sum of small tables.
 *
 * MeCab's trainer makes each cost of weights, one for each template of features that fires for the two words, and cuts
 * the sum to an integer. So here: a table pairs a set of the left class's fields with a set of the right class's, and
 * has a weight, mostly 0, for each pair of values that those take. The weights of all tables that a cell meets sum up to
 * P, in 256ths; the cell is P / 256, cut towards zero, plus what is left over, which is mostly 0 too. That sum is
 * modulo 65,536, so whatever the weights are, any matrix can be coded.
 *
 * A row needs only its own weights, so rows are made one at a time, when they are first needed.
 *
 * Sections: the fields' values of each class, 0 where a set that has the field shall have no weights; the tables, each as
 * two sets and its number of weights, and the number of cells that are left over; of each weight how far it is from the
 * one before, what is before the point and what is behind it; the columns' ranks, of each cell that is left over how far
 * it is from the one before, and what is left; the least and the greatest cell of every column.
 */
export const SECTIONS = {
  fields: "sum.fields",
  tables: "sum.tables",
  gaps: "sum.gaps",
  wholes: "sum.wholes",
  fractions: "sum.bits",
  restRanks: "rest.ranks",
  restGaps: "rest.gaps",
  rest: "rest.values",
  bounds: "sum.bounds",
} as const;
/** Behind the name of a section of numbers: that of its odds. */
export const ODDS = ".odds";

/** Weights have this many bits behind the point. */
export const FRACTION_BITS = 8;
const FRACTION_MASK = 2 ** FRACTION_BITS - 1;
const HALF = 2 ** (FRACTION_BITS - 1);
/** A fraction's bits the other way round, so that numbers with few bits behind the point are small ones. */
export const REVERSED = Uint8Array.from({ length: 2 ** FRACTION_BITS }, (_, fraction) => {
  let reversed = 0;
  for (let bit = 0; bit < FRACTION_BITS; bit++) reversed = (reversed << 1) | ((fraction >> bit) & 1);
  return reversed;
});
/** What is known of a number before it is decoded is one of so many cases. */
const CASES = 8;
/** Columns have ranks from 0 to this, two to a case. */
export const LAST_RANK = 2 * CASES - 1;
const TABLE_INTS = 3;
/** A table has few row labels where there are so many times as many rows: then sums of such tables are kept. */
const FEW_LABELS = 64;

/** Which classes take the same values in a set of fields: numbers from 1, or 0 for those that the set leaves out. */
export interface Labels {
  readonly count: number;
  readonly of: Uint16Array<ArrayBuffer>;
  /** The classes of label 0, then those of label 1, …, and by label where its classes begin. */
  readonly classes: Uint16Array;
  readonly starts: Uint32Array;
}

/** The fields of the left or of the right classes. */
export class ClassFields {
  /** The classes, those with the same values together: sorted by the first field, then by the second, … */
  readonly order: Uint16Array;
  readonly #fields: readonly Uint16Array[];
  readonly #labels = new Map<number, Labels>();
  /** A hash table of pairs of a label and a value, at least twice as large as they can be many, and their numbers. */
  readonly #keys: Uint32Array;
  readonly #numbers: Uint16Array;

  /** @param fields values of fields, class after class; behind them comes the class itself as one more field */
  constructor(
    fields: readonly Uint16Array[],
    readonly classes: number,
  ) {
    const itself = indicesOf(classes);
    this.order = fields.reduceRight((order, values) => groupsOf(values, highest(values), order).classes, itself);
    this.#fields = [...fields, itself.map((index) => index + 1)];
    this.#keys = new Uint32Array(2 ** (33 - Math.clz32(classes)));
    this.#numbers = new Uint16Array(this.#keys.length);
  }

  /** The labels of a set of fields, bit after bit. */
  labels(set: number): Labels {
    let labels = this.#labels.get(set);
    if (labels === undefined) {
      const before = withoutLast(set);
      labels = this.refine(before === 0 ? null : this.labels(before).of, this.#fields[lastOf(set)]);
      this.#labels.set(set, labels);
    }
    return labels;
  }

  /** Numbers the pairs of a label and a value, in the order in which they come if classes come in theirs. */
  refine(labels: Uint16Array | null, values: Uint16Array): Labels {
    const order = this.order;
    const keys = this.#keys.fill(0);
    const numbers = this.#numbers;
    const mask = keys.length - 1;
    const of = new Uint16Array(values.length);
    let count = 0;
    for (let place = 0; place < order.length; place++) {
      const index = order[place];
      const label = labels === null ? 1 : labels[index];
      if (label === 0 || values[index] === 0) continue;
      const key = ((label << 16) | values[index]) >>> 0;
      let at = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
      while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
      if (keys[at] === 0) {
        keys[at] = key;
        numbers[at] = ++count;
      }
      of[index] = numbers[at];
    }
    return { count, of, ...groupsOf(of, count, order) };
  }
}

/** The last field of a set, and the set without it. */
export function lastOf(set: number): number {
  return 31 - Math.clz32(set);
}

export function withoutLast(set: number): number {
  return set & ~(1 << lastOf(set));
}

function indicesOf(classes: number): Uint16Array {
  return Uint16Array.from({ length: classes }, (_, index) => index);
}

function highest(values: Uint16Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Groups of classes with the same label; in a group they stand as they did. */
function groupsOf(of: Uint16Array, count: number, order: Uint16Array): Pick<Labels, "classes" | "starts"> {
  const starts = new Uint32Array(count + 2);
  for (let index = 0; index < of.length; index++) starts[of[index] + 1]++;
  for (let label = 0; label <= count; label++) starts[label + 1] += starts[label];
  const next = starts.slice();
  const classes = new Uint16Array(of.length);
  for (let at = 0; at < of.length; at++) classes[next[of[order[at]]]++] = order[at];
  return { classes, starts };
}

interface Table {
  readonly rowLabels: Labels;
  readonly columnLabels: Labels;
  /** By row label where its weights begin. */
  readonly first: Uint32Array;
}

/** All tables' weights, one table's after the other. */
interface Weights {
  readonly tables: readonly Table[];
  /** Of each weight the label of its columns. */
  readonly labels: Uint16Array;
  readonly values: Int32Array;
}

/** What is left over, by row where its part begins and ends. */
interface Rest {
  readonly first: Uint32Array;
  readonly end: Uint32Array;
  readonly columns: Uint16Array;
  readonly values: Int16Array;
}

/** What the compiler makes of a matrix and its ids' fields (compiler/sum-encoder.ts). */
export class WeightTableMatrix {
  readonly bounds: ColumnBounds;
  /** The fields of the rows' and of the columns' classes. */
  readonly rowFields: readonly Uint16Array[];
  readonly columnFields: readonly Uint16Array[];
  readonly tables: readonly TableHead[];
  readonly gaps: CodedList;
  readonly wholes: CodedList;
  readonly fractions: CodedList;
  /** The columns' ranks, and what is left over, so many cells. */
  readonly ranks: Uint8Array;
  readonly restCount: number;
  readonly restGaps: CodedList;
  readonly rest: CodedList;

  /** @throws DictionaryError where sections are damaged or do not fit together */
  constructor(
    section: (name: string) => Uint8Array,
    readonly rows: number,
    readonly columns: number,
    name: string,
  ) {
    const called = (part: string): string => `${name}, section ${part}`;
    const expect = (holds: boolean, part: string, found: string): void => {
      if (!holds) throw new DictionaryError(called(part), found, "a sum of tables for these classes");
    };
    const values = uint16s(section(SECTIONS.fields));
    const fieldCount = Math.floor(values.length / (rows + columns));
    expect(
      values.length === fieldCount * (rows + columns) && fieldCount < 31,
      SECTIONS.fields,
      `${values.length} values`,
    );
    const fieldsOf = (start: number, classes: number): Uint16Array[] =>
      Array.from({ length: fieldCount }, (_, field) => {
        const at = field * (rows + columns) + start;
        return values.subarray(at, at + classes);
      });
    this.rowFields = fieldsOf(0, rows);
    this.columnFields = fieldsOf(rows, columns);

    const heads = uint32s(section(SECTIONS.tables));
    const isSet = (set: number): boolean => set > 0 && set < 2 ** (fieldCount + 1);
    this.tables = Array.from({ length: Math.floor(heads.length / TABLE_INTS) }, (_, table) => {
      const [rowSet, columnSet, weights] = heads.subarray(TABLE_INTS * table);
      expect(isSet(rowSet) && isSet(columnSet), SECTIONS.tables, `sets ${rowSet}, ${columnSet}`);
      return { rowSet, columnSet, weights };
    });
    this.restCount = heads[TABLE_INTS * this.tables.length] ?? 0;
    const weights = weightCount(this.tables);
    const isBounded = Math.max(weights, this.restCount) <= rows * columns;
    expect(isBounded, SECTIONS.tables, `${weights} weights, ${this.restCount} left over`);

    const list = (part: string): CodedList => new CodedList(section(part + ODDS), section(part), called(part));
    this.gaps = list(SECTIONS.gaps);
    this.wholes = list(SECTIONS.wholes);
    this.fractions = list(SECTIONS.fractions);
    this.ranks = section(SECTIONS.restRanks);
    expect(this.ranks.length === columns, SECTIONS.restRanks, `${this.ranks.length} ranks`);
    this.restGaps = list(SECTIONS.restGaps);
    this.rest = list(SECTIONS.rest);
    this.bounds = boundsOf(section(SECTIONS.bounds), columns, called(SECTIONS.bounds));
  }

  /** Its rows, made in TypeScript. @throws DictionaryError where the numbers are damaged */
  makeRows(cells: Int16Array): MatrixRows {
    const sums = new WeightSums(this);
    return { make: (row) => sums.fillRow(row, cells) };
  }
}

/** A table's sets of fields, and how many weights it has. */
export interface TableHead {
  readonly rowSet: number;
  readonly columnSet: number;
  readonly weights: number;
}

/** How many weights tables have. */
export function weightCount(tables: readonly TableHead[]): number {
  return tables.reduce((sum, { weights }) => sum + weights, 0);
}

/** Whether a table has so few row labels that sums of such tables are kept. */
export function isCoarse(rowLabels: Pick<Labels, "count">, rows: number): boolean {
  return rowLabels.count < rows / FEW_LABELS;
}

/** The decoded tables of a matrix. */
export class WeightSums {
  readonly #columns: number;
  readonly #weights: Weights;
  readonly #rest: Rest;
  readonly #sums: Int32Array;
  /** Tables with few row labels, and the others. */
  readonly #coarse: readonly Table[];
  readonly #fine: readonly Table[];
  /** Rows that are the same to all coarse tables have the same number here, and the same sums of these in #coarseSums. */
  readonly #coarseLabels: Uint16Array;
  readonly #coarseSums: (Int32Array | undefined)[] = [];

  /** @throws DictionaryError where the numbers are damaged */
  constructor(matrix: WeightTableMatrix) {
    const { rows, columns, ranks } = matrix;
    this.#columns = columns;
    this.#sums = new Int32Array(columns);
    const rowFields = new ClassFields(matrix.rowFields, rows);
    const columnFields = new ClassFields(matrix.columnFields, columns);
    this.#weights = decodeWeights(matrix, rowFields, columnFields);
    this.#rest = decodeRest(matrix, rowFields.order, rankedOrder(columnFields.order, ranks));
    const { tables } = this.#weights;
    this.#coarse = tables.filter(({ rowLabels }) => isCoarse(rowLabels, rows));
    this.#fine = tables.filter(({ rowLabels }) => !isCoarse(rowLabels, rows));
    let labels = new Uint16Array(rows).fill(1);
    for (const { of } of new Set(this.#coarse.map(({ rowLabels }) => rowLabels))) {
      labels = rowFields.refine(
        labels,
        of.map((label) => label + 1),
      ).of;
    }
    this.#coarseLabels = labels;
  }

  /** Makes a row of a matrix that is laid out as row-groups.ts says. */
  fillRow(row: number, cells: Int16Array): void {
    const sums = this.sumsOf(row);
    const start = rowStart(row, sums.length);
    for (let column = 0, at = start; column < sums.length; column++, at += GROUP_ROWS) cells[at] = cut(sums[column]);
    const { first, end, columns, values } = this.#rest;
    for (let at = first[row]; at < end[row]; at++) {
      const column = columns[at];
      cells[start + column * GROUP_ROWS] += nearerSide(sums[column]) * values[at];
    }
  }

  /** The sums of the weights of a row, in an array that the next row overwrites. */
  sumsOf(row: number): Int32Array {
    const sums = this.#sums;
    const label = this.#coarseLabels[row];
    let coarseSums = this.#coarseSums[label];
    if (coarseSums === undefined) {
      coarseSums = new Int32Array(this.#columns);
      this.#addTables(this.#coarse, row, coarseSums);
      this.#coarseSums[label] = coarseSums;
    }
    sums.set(coarseSums);
    this.#addTables(this.#fine, row, sums);
    return sums;
  }

  #addTables(tables: readonly Table[], row: number, sums: Int32Array): void {
    const { labels, values } = this.#weights;
    for (const { rowLabels, columnLabels, first } of tables) {
      const label = rowLabels.of[row];
      if (label === 0) continue;
      const { classes, starts } = columnLabels;
      for (let weight = first[label]; weight < first[label + 1]; weight++) {
        const value = values[weight];
        const end = starts[labels[weight] + 1];
        for (let at = starts[labels[weight]]; at < end; at++) sums[classes[at]] += value;
      }
    }
  }
}

function decodeWeights(matrix: WeightTableMatrix, rowFields: ClassFields, columnFields: ClassFields): Weights {
  const gaps = new NumberDecoder(matrix.gaps);
  const wholes = new NumberDecoder(matrix.wholes);
  const fractions = new NumberDecoder(matrix.fractions);
  const total = weightCount(matrix.tables);
  const labels = new Uint16Array(total);
  const values = new Int32Array(total);
  const tables: Table[] = [];
  const coming = new ComingWeights(matrix.tables.reduce((most, { weights }) => Math.max(most, weights), 0));
  let start = 0;
  for (const { rowSet, columnSet, weights: count } of matrix.tables) {
    const rowLabels = rowFields.labels(rowSet);
    const columnLabels = columnFields.labels(columnSet);
    const byColumns = isByColumns(rowLabels, columnLabels);
    const [outer, inner] = byColumns ? [columnLabels, rowLabels] : [rowLabels, columnLabels];
    coming.known.fill(caseOfTable(rowLabels, columnLabels, count), 0, count);
    gaps.read(coming.wholes, coming.known, count);
    if (!coming.place(count, outer, inner)) throw gaps.damaged();
    wholes.read(coming.wholes, coming.known, count);
    fractions.read(coming.fractions, coming.known, count);
    const first = coming.list(count, byColumns, rowLabels.count, start, labels, values);
    tables.push({ rowLabels, columnLabels, first });
    start += count;
  }
  gaps.end();
  wholes.end();
  fractions.end();
  return { tables, labels, values };
}

/**
 * A table's weights as they come.
 *
 * What is done to all of them is done by small functions, called for each table: engines make these fast sooner than
 * loops in one that runs but once.
 */
class ComingWeights {
  /** What is before the point, and before that is known the gaps; and what is behind it. */
  readonly wholes: Int32Array;
  readonly fractions: Int32Array;
  /** What is known of each before it is decoded. */
  readonly known: Uint8Array;
  readonly #outers: Uint16Array;
  readonly #inners: Uint16Array;

  constructor(count: number) {
    this.wholes = new Int32Array(count);
    this.fractions = new Int32Array(count);
    this.known = new Uint8Array(count);
    this.#outers = new Uint16Array(count);
    this.#inners = new Uint16Array(count);
  }

  /** Finds the weights' labels by the gaps between them, and so what is known of each; false where they lead too far. */
  place(count: number, outer: Labels, inner: Labels): boolean {
    if (outer.count === 0 && count > 0) return false;
    let outerLabel = 1;
    let innerLabel = 0;
    for (let at = 0; at < count; at++) {
      innerLabel += this.wholes[at];
      while (innerLabel > inner.count) {
        innerLabel -= inner.count;
        if (++outerLabel > outer.count) return false;
      }
      this.#outers[at] = outerLabel;
      this.#inners[at] = innerLabel;
      this.known[at] = caseOfCells(outer, outerLabel, inner, innerLabel);
    }
    return true;
  }

  /** Writes the weights row label after row label, from a place on; returns where each label's begin. */
  list(
    count: number,
    byColumns: boolean,
    rowCount: number,
    start: number,
    labels: Uint16Array,
    values: Int32Array,
  ): Uint32Array {
    const [rows, columns] = byColumns ? [this.#inners, this.#outers] : [this.#outers, this.#inners];
    const first = new Uint32Array(rowCount + 2);
    for (let at = 0; at < count; at++) first[rows[at] + 1]++;
    first[0] = start;
    for (let label = 0; label <= rowCount; label++) first[label + 1] += first[label];
    const next = first.slice();
    for (let at = 0; at < count; at++) {
      const weight = next[rows[at]]++;
      labels[weight] = columns[at];
      values[weight] = (unfolded(this.wholes[at]) << FRACTION_BITS) | REVERSED[this.fractions[at] & FRACTION_MASK];
    }
    return first;
  }
}

/** A table's weights come one column after the other where these are the fewer: so they come in longer runs. */
export function isByColumns(rowLabels: Labels, columnLabels: Labels): boolean {
  return columnLabels.count < rowLabels.count;
}

/** What is known of a weight's gap: about how many places there are for each weight of its table. */
export function caseOfTable(rowLabels: Labels, columnLabels: Labels, weights: number): number {
  return caseOf(Math.floor((rowLabels.count * columnLabels.count) / Math.max(weights, 1)));
}

/** What is known of its value: about how many cells have it. */
export function caseOfCells(outer: Labels, outerLabel: number, inner: Labels, innerLabel: number): number {
  const height = outer.starts[outerLabel + 1] - outer.starts[outerLabel];
  return caseOf(height * (inner.starts[innerLabel + 1] - inner.starts[innerLabel]));
}

function caseOf(count: number): number {
  return Math.min(31 - Math.clz32(count | 1), CASES - 1);
}

function decodeRest(matrix: WeightTableMatrix, rowOrder: Uint16Array, columnOrder: Uint16Array): Rest {
  const { ranks, restCount: count } = matrix;
  const gaps = new NumberDecoder(matrix.restGaps);
  const numbers = new NumberDecoder(matrix.rest);
  const first = new Uint32Array(rowOrder.length);
  const end = new Uint32Array(rowOrder.length);
  const columns = new Uint16Array(count);
  const values = new Int16Array(count);
  let row = 0;
  let place = -1;
  for (let at = 0; at < count; at++) {
    place += gaps.next(caseOfPlace(place, columnOrder, ranks));
    while (place >= columnOrder.length) {
      place -= columnOrder.length;
      end[rowOrder[row]] = at;
      if (++row === rowOrder.length) throw gaps.damaged();
      first[rowOrder[row]] = at;
    }
    columns[at] = columnOrder[Math.max(place, 0)];
    values[at] = unfolded(numbers.next(caseOfPlace(place, columnOrder, ranks)));
  }
  end[rowOrder[row]] = count;
  gaps.end();
  numbers.end();
  return { first, end, columns, values };
}

/** What is left over comes in this order in each row: the columns of rank 0 first, of which most is left, then rank 1, … */
export function rankedOrder(order: Uint16Array, ranks: Uint8Array): Uint16Array {
  return groupsOf(Uint16Array.from(ranks), 0xff, order).classes;
}

/** What is known of a cell that is left over: the rank of its column, or the column before the gap. */
export function caseOfPlace(place: number, columnOrder: Uint16Array, ranks: Uint8Array): number {
  return (ranks[columnOrder[Math.max(place, 0)]] & LAST_RANK) >> 1;
}

/** To whole numbers, cut towards zero. */
export function cut(sum: number): number {
  return (sum + ((sum >> 31) & FRACTION_MASK)) >> FRACTION_BITS;
}

/**
 * 1 where a sum is nearer to the next greater number, -1 where to the next smaller one. A cell that is missed by one mostly
 * is that number, so what is left over has the sign that it has in this direction.
 */
export function nearerSide(sum: number): number {
  return (sum & HALF) === 0 ? -1 : 1;
}
