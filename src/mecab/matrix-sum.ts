import { DictionaryError } from "../errors.js";
import { CodedGrid, GridDecoder } from "./rans-grid.js";
import type { ColumnBounds } from "./tables.js";

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
 * Sections: the fields' values of each class, 0 where a set that has the field shall have no weights; the tables, each as two
 * sets and its number of weights; the weights and what is left over, as {@link CodedGrid} takes them; the least and
 * the greatest cell of every column.
 */
export const SECTIONS = {
  fields: "sum.fields",
  tables: "sum.tables",
  weights: "sum.weights",
  weightOdds: "sum.weights.odds",
  rest: "sum.rest",
  restOdds: "sum.rest.odds",
  bounds: "sum.bounds",
} as const;

/** Weights have this many bits behind the point. */
export const FRACTION_BITS = 8;
const FRACTION_MASK = 2 ** FRACTION_BITS - 1;
/** A weight in the grid: places from the one before, what is before the point, the bits behind it, the last first. */
export const WEIGHT_COLUMNS = 3;
/** A fraction's bits the other way round, so that numbers with few bits behind the point are small ones. */
export const REVERSED = Uint8Array.from({ length: 2 ** FRACTION_BITS }, (_, fraction) => {
  let reversed = 0;
  for (let bit = 0; bit < FRACTION_BITS; bit++) reversed = (reversed << 1) | ((fraction >> bit) & 1);
  return reversed;
});
/** A number in the grid of what is left over: places from the one before, and the number. */
export const REST_COLUMNS = 2;
/** Farther ones have a 0 between, this far. */
export const LONGEST_GAP = 0xffff;
const TABLE_INTS = 3;

/** Which classes take the same values in a set of fields: numbers from 1, or 0 for those that the set leaves out. */
export interface Labels {
  readonly count: number;
  readonly of: Uint16Array;
  /** The classes of label 0, then those of label 1, …, and by label where its classes begin. */
  readonly classes: Uint16Array;
  readonly starts: Uint32Array;
}

/** The fields of the left or of the right classes. */
export class ClassFields {
  readonly #fields: readonly Uint16Array[];
  readonly #labels = new Map<number, Labels>();

  /** @param fields values of fields, class after class; behind them comes the class itself as one more field */
  constructor(
    fields: readonly Uint16Array[],
    readonly classes: number,
  ) {
    this.#fields = [...fields, Uint16Array.from({ length: classes }, (_, index) => index + 1)];
  }

  /** How many fields there are. */
  get count(): number {
    return this.#fields.length;
  }

  /** The labels of a set of fields, bit after bit. */
  labels(set: number): Labels {
    let labels = this.#labels.get(set);
    if (labels === undefined) {
      const last = 31 - Math.clz32(set);
      const rest = set & ~(1 << last);
      labels = rest === 0 ? refine(null, this.#fields[last]) : refine(this.labels(rest).of, this.#fields[last]);
      this.#labels.set(set, labels);
    }
    return labels;
  }

  /** The classes, those with the same values together: sorted by the first field, then by the second, … */
  inOrder(): Uint16Array {
    const itself = indicesOf(this.classes);
    return this.#fields.reduceRight((order, values) => groupsOf(values, highest(values), order).classes, itself);
  }
}

function indicesOf(classes: number): Uint16Array {
  return Uint16Array.from({ length: classes }, (_, index) => index);
}

function highest(values: Uint16Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Numbers the pairs of a label and a value, in the order in which they come. */
function refine(labels: Uint16Array | null, values: Uint16Array): Labels {
  const size = 2 ** (33 - Math.clz32(values.length));
  const keys = new Uint32Array(size);
  const numbers = new Uint16Array(size);
  const of = new Uint16Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const label = labels === null ? 1 : labels[index];
    if (label === 0 || values[index] === 0) continue;
    const key = ((label << 16) | values[index]) >>> 0;
    let at = (Math.imul(key, 0x9e3779b1) >>> 8) & (size - 1);
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & (size - 1);
    if (keys[at] === 0) {
      keys[at] = key;
      numbers[at] = ++count;
    }
    of[index] = numbers[at];
  }
  return { count, of, ...groupsOf(of, count, indicesOf(of.length)) };
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
  readonly rowLabels: Uint16Array;
  readonly columnLabels: Labels;
  /** By row label where its weights begin. */
  readonly first: Uint32Array;
}

/** What the compiler made; see there. */
export class SummedMatrix {
  readonly bounds: ColumnBounds;
  readonly #tables: readonly Table[];
  /** Of each weight the label of its columns. */
  readonly #weightLabels: Uint16Array;
  readonly #weights: Int32Array;
  /** What is left over, by row where its part begins. */
  readonly #restFirst: Uint32Array;
  readonly #restColumns: Uint16Array;
  readonly #rest: Int16Array;
  readonly #rowPlaces: Uint16Array;
  readonly #sums: Int32Array;

  /** @throws DictionaryError where sections are damaged or do not fit together */
  constructor(
    section: (name: string) => Uint8Array,
    readonly rows: number,
    readonly columns: number,
    name: string,
  ) {
    const damaged = (part: string, found: string): DictionaryError =>
      new DictionaryError(`${name}, section ${part}`, found, "a sum of tables for the classes that there are");
    const fieldBytes = section(SECTIONS.fields);
    const fieldCount = Math.floor(fieldBytes.length / 2 / (rows + columns));
    if (fieldBytes.length !== 2 * fieldCount * (rows + columns) || fieldCount > 30) {
      throw damaged(SECTIONS.fields, `${fieldBytes.length} bytes`);
    }
    const values = u16(fieldBytes);
    const fieldsOf = (start: number, classes: number): ClassFields =>
      new ClassFields(
        Array.from({ length: fieldCount }, (_, field) => {
          const at = field * (rows + columns) + start;
          return values.subarray(at, at + classes);
        }),
        classes,
      );
    const rowFields = fieldsOf(0, rows);
    const columnFields = fieldsOf(rows, columns);

    const heads = u32(section(SECTIONS.tables));
    const isSet = (set: number): boolean => set > 0 && set < 2 ** (fieldCount + 1);
    let weightCount = 0;
    // The last number is how many are left over.
    for (let at = 0; at + TABLE_INTS < heads.length; at += TABLE_INTS) {
      if (!isSet(heads[at]) || !isSet(heads[at + 1]))
        throw damaged(SECTIONS.tables, `sets ${heads[at]}, ${heads[at + 1]}`);
      weightCount += heads[at + 2];
    }
    this.#sums = new Int32Array(columns);
    const restCount = heads[heads.length - 1] ?? 0;
    if (heads.length % TABLE_INTS !== 1 || Math.max(weightCount, restCount) > rows * columns) {
      throw damaged(SECTIONS.tables, `${heads.length} numbers, ${weightCount} weights, ${restCount} left over`);
    }

    this.#weightLabels = new Uint16Array(weightCount);
    this.#weights = new Int32Array(weightCount);
    const weightGrid = new CodedGrid(section(SECTIONS.weightOdds), section(SECTIONS.weights), name);
    const weights = new GridDecoder(weightGrid, WEIGHT_COLUMNS);
    const tables: Table[] = [];
    for (let at = 0, weight = 0; at + TABLE_INTS < heads.length; at += TABLE_INTS) {
      const rowLabels = rowFields.labels(heads[at]);
      const columnLabels = columnFields.labels(heads[at + 1]);
      const first = new Uint32Array(rowLabels.count + 2);
      const width = columnLabels.count;
      const end = weight + heads[at + 2];
      let label = 1;
      let column = 0;
      first[1] = weight;
      for (; weight < end; weight++) {
        const numbers = weights.nextRow();
        column += unsigned(numbers[0]);
        while (column > width) {
          column -= width;
          first[++label] = weight;
          if (label > rowLabels.count) throw damaged(SECTIONS.weights, `a weight outside of table ${tables.length}`);
        }
        this.#weightLabels[weight] = column;
        this.#weights[weight] = (numbers[1] << FRACTION_BITS) | REVERSED[unsigned(numbers[2]) & FRACTION_MASK];
      }
      first.fill(weight, label + 1);
      tables.push({ rowLabels: rowLabels.of, columnLabels, first });
    }
    weights.end();
    this.#tables = tables;

    this.#restFirst = new Uint32Array(rows + 1);
    this.#restColumns = new Uint16Array(restCount);
    this.#rest = new Int16Array(restCount);
    const rest = new GridDecoder(new CodedGrid(section(SECTIONS.restOdds), section(SECTIONS.rest), name), REST_COLUMNS);
    this.#rowPlaces = placesOf(rowFields.inOrder());
    const columnOrder = columnFields.inOrder();
    let row = 0;
    let place = -1;
    for (let at = 0; at < restCount; at++) {
      const numbers = rest.nextRow();
      place += unsigned(numbers[0]);
      while (place >= columns) {
        place -= columns;
        this.#restFirst[++row] = at;
        if (row === rows) throw damaged(SECTIONS.rest, "a cell outside of the matrix");
      }
      this.#restColumns[at] = columnOrder[Math.max(place, 0)];
      this.#rest[at] = numbers[1];
    }
    this.#restFirst.fill(restCount, row + 1);
    rest.end();

    const bounds = section(SECTIONS.bounds);
    if (bounds.length !== 4 * columns) throw damaged(SECTIONS.bounds, `${bounds.length} bytes`);
    const both = new Int16Array(bounds.buffer, bounds.byteOffset, 2 * columns);
    this.bounds = { lowest: both.slice(0, columns), highest: both.slice(columns) };
  }

  /** Makes a row, in a matrix or a part of one. */
  fillRow(row: number, cells: Int16Array, start: number): void {
    const sums = this.#sums.fill(0);
    const weightLabels = this.#weightLabels;
    const weights = this.#weights;
    for (const { rowLabels, columnLabels, first } of this.#tables) {
      const label = rowLabels[row];
      if (label === 0) continue;
      const { classes, starts } = columnLabels;
      for (let weight = first[label]; weight < first[label + 1]; weight++) {
        const value = weights[weight];
        const end = starts[weightLabels[weight] + 1];
        for (let at = starts[weightLabels[weight]]; at < end; at++) sums[classes[at]] += value;
      }
    }
    for (let column = 0; column < sums.length; column++) cells[start + column] = cut(sums[column]);
    const place = this.#rowPlaces[row];
    const end = this.#restFirst[place + 1];
    for (let at = this.#restFirst[place]; at < end; at++) cells[start + this.#restColumns[at]] += this.#rest[at];
  }

  /** All cells, row after row. */
  decode(): Int16Array {
    const cells = new Int16Array(this.rows * this.columns);
    for (let row = 0; row < this.rows; row++) this.fillRow(row, cells, row * this.columns);
    return cells;
  }
}

/** To whole numbers, cut towards zero. */
function cut(sum: number): number {
  return (sum + ((sum >> 31) & FRACTION_MASK)) >> FRACTION_BITS;
}

/** A grid's numbers have signs. Those that have none are taken for what the grid folds signed ones to, and back. */
export function signed(unsigned: number): number {
  return (unsigned >>> 1) ^ -(unsigned & 1);
}

function unsigned(signed: number): number {
  return ((signed << 1) ^ (signed >> 31)) & 0xffff;
}

function placesOf(order: Uint16Array): Uint16Array {
  const places = new Uint16Array(order.length);
  order.forEach((index, place) => {
    places[index] = place;
  });
  return places;
}

function u16(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1);
}

function u32(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
}
