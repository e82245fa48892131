import type { ClassFields, Labels } from "../matrix/class-labels.js";
import { FRACTION_BITS } from "../matrix/weights.js";
import { BIT, WeightCosts } from "./weight-costs.js";

/** A set of row fields and a set of column fields, as masks. */
export type SetPair = readonly [rowSet: number, columnSet: number];

/**
 * A table with its weights, in 256ths, in the order of their places. The place of row label r and column label c is
 * (r - 1) times the number of column labels, plus c - 1.
 */
export interface FittedTable {
  readonly rowSet: number;
  readonly columnSet: number;
  readonly places: Int32Array;
  readonly values: Int32Array;
}

/** For each sweep, the bits that a new weight must save. */
const SWEEPS = [100, 60, 35, 20, 12, 6] as const;
/** After a sweep of at least LAST_SETTLED bits, every weight is settled SETTLING_ROUNDS times. */
const SETTLING_ROUNDS = 4;
const LAST_SETTLED = 12;
/** A table that saves fewer bits than this in the first sweep is left out. */
const LEAST_SAVING = 1000;

/** The estimated cost of a cell that the sum misses: by 2 or less, and by more. */
const NEAR_CELL = 9 * BIT;
const FAR_CELL = 15 * BIT;
const ONE = 2 ** FRACTION_BITS;
const HALF = ONE / 2;
const NEAR = 2 * ONE;
/** If most cells of a weight are right already, a better value is searched for this far from the current one. */
const REACH = 2.5 * ONE;
/** Otherwise it is searched for around a guess, made from this many cells. */
const SAMPLE = 1024;

/**
 * Finds tables whose sum gives most cells of a matrix with few weights.
 *
 * This is coordinate descent. Table after table, coarse tables first, each weight takes the value that saves the most
 * bits while all other weights stay. Each sweep accepts new weights that save less than the sweep before required.
 * After a sweep all weights are settled: moved by the mean error of their cells. Without that, small errors add up to
 * many cells that are off by one. All arithmetic is on integers, so the result is the same on every machine.
 *
 * @param pairs the pairs of sets that tables may have, in groups. Tables of a later group correct the errors that
 * earlier groups leave.
 */
export function fitWeightTables(
  matrix: Int16Array,
  rowFields: ClassFields,
  columnFields: ClassFields,
  pairs: readonly (readonly SetPair[])[],
): FittedTable[] {
  const fit = new Fit(matrix, rowFields, columnFields);
  const size = ([rowSet, columnSet]: SetPair): number =>
    rowFields.labels(rowSet).count * columnFields.labels(columnSet).count;
  let tables = pairs
    .flatMap((group) => [...group].sort((a, b) => size(a) - size(b)))
    .map((pair) => new Entry(pair, rowFields, columnFields));
  for (const [sweep, leastBits] of SWEEPS.entries()) {
    tables = tables.filter((entry) => {
      const saved = fit.improve(entry, leastBits * BIT);
      if (sweep > 0 || saved >= LEAST_SAVING * BIT) return true;
      fit.remove(entry);
      return false;
    });
    fit.learnCosts(tables);
    if (leastBits < LAST_SETTLED) continue;
    for (let round = 0; round < SETTLING_ROUNDS; round++) for (const entry of tables) fit.settle(entry);
  }
  return tables.map(({ table }) => table);
}

/** A table that is being fitted. */
class Entry {
  table: FittedTable;
  readonly rows: Side;
  readonly columns: Side;

  constructor([rowSet, columnSet]: SetPair, rowFields: ClassFields, columnFields: ClassFields) {
    this.table = { rowSet, columnSet, places: new Int32Array(0), values: new Int32Array(0) };
    this.rows = sideOf(rowFields.labels(rowSet), rowFields.order);
    this.columns = sideOf(columnFields.labels(columnSet), columnFields.order);
  }

  get size(): number {
    return this.rows.count * this.columns.count;
  }

  /** The number of cells for which the weight at a place counts. */
  cellsAt(place: number): number {
    const row = 1 + Math.floor(place / this.columns.count);
    return heightOf(this.rows, row) * heightOf(this.columns, 1 + (place % this.columns.count));
  }
}

/**
 * Labels whose members are places of classes in the order of their fields, instead of the classes themselves. The members
 * of a label are mostly next to each other, and so are their cells.
 */
interface Side {
  readonly count: number;
  readonly members: Uint16Array;
  readonly starts: Uint32Array;
}

function sideOf({ count, classes, starts }: Labels, order: Uint16Array): Side {
  const places = new Uint16Array(order.length);
  order.forEach((index, place) => {
    places[index] = place;
  });
  return { count, members: classes.map((index) => places[index]), starts };
}

function heightOf({ starts }: Side, label: number): number {
  return starts[label + 1] - starts[label];
}

/** A new value of a weight, and the cost that it saves. */
interface Change {
  value: number;
  gain: number;
}

/** The distance of the sum of the tables from every cell. */
class Fit {
  /**
   * For each cell, twice the excess of its sum over the least sum that gives the cell. Plus one if the cell is 0, because
   * twice as many sums are truncated to 0 as to any other number.
   */
  readonly #excess: Int32Array;
  readonly #width: number;
  /** The excesses of the cells of one weight. */
  readonly #cells: Int32Array;
  readonly #sample = new Int32Array(SAMPLE);
  readonly #steps = new Int32Array(2 * REACH + 2);
  #costs = new WeightCosts([]);

  constructor(matrix: Int16Array, rowFields: ClassFields, columnFields: ClassFields) {
    const width = columnFields.classes;
    this.#width = width;
    this.#cells = new Int32Array(matrix.length);
    this.#excess = new Int32Array(matrix.length);
    rowFields.order.forEach((row, rowPlace) => {
      columnFields.order.forEach((column, columnPlace) => {
        const cell = matrix[row * width + column];
        const least = cell > 0 ? ONE * cell : ONE * cell - ONE + 1;
        this.#excess[rowPlace * width + columnPlace] = -2 * least + (cell === 0 ? 1 : 0);
      });
    });
  }

  /** Improves the weights of a table one by one, and returns the cost that this saves. */
  improve(entry: Entry, leastGain: number): number {
    const { table, rows, columns } = entry;
    const places: number[] = [];
    const values: number[] = [];
    const change: Change = { value: 0, gain: 0 };
    const placeCost = this.#costs.place(entry.size, table.places.length);
    const leastMissed = Math.floor((leastGain + placeCost) / FAR_CELL);
    const missed = new Uint32Array(columns.count + 1);
    let saved = 0;
    let next = 0;
    for (let row = 1; row <= rows.count; row++) {
      this.#countMissed(rows, row, columns, missed);
      const firstPlace = (row - 1) * columns.count - 1;
      for (let column = 1; column <= columns.count; column++) {
        const place = firstPlace + column;
        const value = next < table.places.length && table.places[next] === place ? table.values[next++] : 0;
        if (value === 0 && missed[column] <= leastMissed) continue;
        const cells = this.#gather(rows, row, columns, column);
        this.#best(cells, missed[column], value, leastGain, placeCost, change);
        saved += change.gain;
        if (change.value !== value) this.#add(rows, row, columns, column, change.value - value);
        if (change.value === 0) continue;
        places.push(place);
        values.push(change.value);
      }
    }
    entry.table = { ...table, places: Int32Array.from(places), values: Int32Array.from(values) };
    return saved;
  }

  /**
   * Moves every weight of a table by the mean error of its cells, measured from the middle of the sums that give each
   * cell. Cells that are far off are left out.
   */
  settle({ table, rows, columns }: Entry): void {
    const { places, values } = table;
    for (let index = 0; index < places.length; index++) {
      const row = 1 + Math.floor(places[index] / columns.count);
      const column = 1 + (places[index] % columns.count);
      const change = meanOff(this.#cells, this.#gather(rows, row, columns, column));
      if (change === 0 || values[index] === change) continue;
      values[index] -= change;
      this.#add(rows, row, columns, column, -change);
    }
  }

  /** Removes a table from the sum. */
  remove({ table, rows, columns }: Entry): void {
    table.places.forEach((place, at) => {
      const row = 1 + Math.floor(place / columns.count);
      this.#add(rows, row, columns, 1 + (place % columns.count), -table.values[at]);
    });
  }

  /** Estimates costs from now on by the statistics of the current weights. */
  learnCosts(entries: readonly Entry[]): void {
    this.#costs = new WeightCosts(
      entries.map((entry) => ({
        values: entry.table.values,
        cells: entry.table.places.map((at) => entry.cellsAt(at)),
      })),
    );
  }

  /** Counts, for each column label, the cells of a row label that the sum misses. */
  #countMissed(rows: Side, row: number, columns: Side, missed: Uint32Array): void {
    const excess = this.#excess;
    const { count, members, starts } = columns;
    missed.fill(0);
    for (let at = rows.starts[row]; at < rows.starts[row + 1]; at++) {
      const start = rows.members[at] * this.#width;
      for (let column = 1, k = starts[1]; column <= count; column++) {
        const end = starts[column + 1];
        let missedHere = 0;
        for (; k < end; k++) if (!isRight(excess[start + members[k]])) missedHere++;
        missed[column] += missedHere;
      }
    }
  }

  /** Lists the excesses of the cells of a row label and a column label, and returns their number. */
  #gather(rows: Side, row: number, columns: Side, column: number): number {
    const excess = this.#excess;
    const cells = this.#cells;
    const { members, starts } = columns;
    const first = starts[column];
    const end = starts[column + 1];
    let count = 0;
    for (let at = rows.starts[row]; at < rows.starts[row + 1]; at++) {
      const start = rows.members[at] * this.#width;
      for (let k = first; k < end; k++) cells[count++] = excess[start + members[k]];
    }
    return count;
  }

  #add(rows: Side, row: number, columns: Side, column: number, value: number): void {
    const excess = this.#excess;
    const { members, starts } = columns;
    const first = starts[column];
    const end = starts[column + 1];
    for (let at = rows.starts[row]; at < rows.starts[row + 1]; at++) {
      const start = rows.members[at] * this.#width;
      for (let k = first; k < end; k++) excess[start + members[k]] += 2 * value;
    }
  }

  /** Finds the best value of a weight for the gathered cells. */
  #best(count: number, missed: number, value: number, leastGain: number, placeCost: number, change: Change): void {
    const cells = this.#cells;
    const costOf = (weight: number): number => (weight === 0 ? 0 : placeCost + this.#costs.value(weight, count));
    // A weight of few cells has fewer bits in its fraction.
    const zeros = count < 64 ? 4 : count < 512 ? 2 : 0;
    const unit = 1 << zeros;
    const reach = REACH >> zeros;
    const tried = 2 * reach + 1;
    const guess = value + (2 * missed > count ? this.#guess(count) : 0);
    const lowest = ((guess >> zeros) - reach) * unit;
    // For each value tried, the saving of the cells that it gives or nearly gives. At first these are differences
    // between steps.
    const savings = this.#steps.fill(0, 0, tried + 1);
    const add = (from: number, to: number, saving: number): void => {
      const first = (from + unit - 1) >> zeros;
      const end = (to + unit - 1) >> zeros;
      if (end <= 0 || first >= tried) return;
      savings[first < 0 ? 0 : first] += saving;
      savings[end > tried ? tried : end] -= saving;
    };
    let now = 0;
    for (let at = 0; at < count; at++) {
      const cell = cells[at];
      const from = value - (cell >> 1) - lowest;
      const to = from + ONE + (cell & 1) * (ONE - 1);
      add(from, to, NEAR_CELL);
      add(from - NEAR, to + NEAR, FAR_CELL - NEAR_CELL);
      now += savingOf(cell);
    }
    for (let step = 1; step < tried; step++) savings[step] += savings[step - 1];
    change.value = value;
    change.gain = 0;
    const cost = costOf(value);
    for (let rounded = FRACTION_BITS; rounded >= zeros; rounded--) {
      const stride = 1 << (rounded - zeros);
      let most = -1;
      let first = 0;
      let last = 0;
      for (let step = -(lowest >> zeros) & (stride - 1); step < tried; step += stride) {
        if (savings[step] > most) {
          most = savings[step];
          first = step;
          last = step;
        } else if (savings[step] === most && last === step - stride) last = step;
      }
      const middle = first + ((((last - first) / stride) >> 1) << (rounded - zeros));
      const better = lowest + middle * unit;
      if (better === 0) continue;
      const gain = most - now - costOf(better) + cost;
      if (gain <= change.gain || (value === 0 && gain <= leastGain)) continue;
      change.value = better;
      change.gain = gain;
    }
    if (value === 0) return;
    let without = 0;
    for (let at = 0; at < count; at++) without += savingOf(cells[at] - 2 * value);
    const gainWithout = without - now + cost;
    if (gainWithout <= change.gain) return;
    change.value = 0;
    change.gain = gainWithout;
  }

  /** The change that gives most cells of a sample. */
  #guess(count: number): number {
    const stride = Math.ceil(count / SAMPLE);
    let size = 0;
    for (let at = 0; at < count; at += stride) {
      const cell = this.#cells[at];
      this.#sample[size++] = -(cell >> 1) + (cell & 1) * (ONE >> 1);
    }
    const sample = sortStart(this.#sample, size);
    let most = 0;
    let guess = 0;
    for (let at = 0, first = 0; at < size; at++) {
      while (sample[at] - sample[first] >= ONE) first++;
      if (at - first < most) continue;
      most = at - first + 1;
      guess = sample[at];
    }
    return guess;
  }
}

function isRight(cell: number): boolean {
  const excess = cell >> 1;
  return excess >= 0 && excess < ONE + (cell & 1) * (ONE - 1);
}

/** The cost that a cell saves compared to a cell that is missed by more than 2. */
function savingOf(cell: number): number {
  const excess = cell >> 1;
  const end = ONE + (cell & 1) * (ONE - 1);
  if (excess >= 0 && excess < end) return FAR_CELL;
  return excess >= -NEAR && excess < end + NEAR ? FAR_CELL - NEAR_CELL : 0;
}

/** The mean error of those cells that are not far off; 0 if there are fewer than two. */
function meanOff(cells: Int32Array, count: number): number {
  let sum = 0;
  let near = 0;
  for (let at = 0; at < count; at++) {
    const cell = cells[at];
    let off = (cell >> 1) - HALF;
    // Sums from -ONE to ONE give a 0. The error is counted only outside the middle half of that range.
    if ((cell & 1) === 1) {
      if (off >= 0 && off < ONE) continue;
      if (off > 0) off -= ONE;
    }
    if (off > 3 * HALF || off < -3 * HALF) continue;
    sum += off;
    near++;
  }
  return near < 2 ? 0 : Math.trunc(sum / near);
}

/** The first numbers of an array, sorted in place. */
function sortStart(numbers: Int32Array, size: number): Int32Array {
  if (size > 32) return numbers.subarray(0, size).sort();
  for (let at = 1; at < size; at++) {
    const number = numbers[at];
    let to = at;
    for (; to > 0 && numbers[to - 1] > number; to--) numbers[to] = numbers[to - 1];
    numbers[to] = number;
  }
  return numbers;
}
