import { type ClassFields, FRACTION_BITS, type Labels } from "../matrix-sum.js";

/** Two sets of fields, as bits: of the left class and of the right class. */
export type SetPair = readonly [rowSet: number, columnSet: number];

/** A table with what weights it has, in 256ths, by place: row label after row label, column label after label. */
export interface FittedTable {
  readonly rowSet: number;
  readonly columnSet: number;
  readonly places: Int32Array;
  readonly values: Int32Array;
}

/** By sweep, how many bits a new weight must save. */
const SWEEPS = [60, 30, 12, 4] as const;
/** How often every weight is settled between sweeps. */
const SETTLING_ROUNDS = 3;
/** A table that saves fewer bits in the first sweep than this is left out. */
const LEAST_SAVING = 2000;
/** What a cell that the tables do not tell costs, in bits. */
const CELL_BITS = 10;
/** What a weight costs besides its own digits. */
const WEIGHT_BITS = 11;

const ONE = 2 ** FRACTION_BITS;
const HALF = ONE / 2;
/** Weights are looked for near what they are where most cells are told already: as far as this. */
const REACH = 2.5 * ONE;
/** Elsewhere among the guesses of so many cells. */
const SAMPLE = 1024;
/**
 * Finds tables whose sum tells most cells of a matrix at little cost.
 *
 * Table after table, the coarse ones first, each weight becomes that which tells the most of its cells while the others
 * stay; sweep after sweep, finer weights are let in. Between sweeps all weights are settled together, without which their
 * small errors would add up to many cells that are off by one. All in integers, so that the result is the same everywhere.
 *
 * @param pairs the sets of the left and of the right classes' fields that tables may pair
 */
export function fitTables(
  matrix: Int16Array,
  rowFields: ClassFields,
  columnFields: ClassFields,
  pairs: readonly SetPair[],
): FittedTable[] {
  const columns = columnFields.classes;
  const fit = new Fit(matrix, columns);
  const size = ([rowSet, columnSet]: SetPair): number =>
    rowFields.labels(rowSet).count * columnFields.labels(columnSet).count;
  let tables = [...pairs]
    .sort((a, b) => size(a) - size(b))
    .map(([rowSet, columnSet]) => ({
      table: { rowSet, columnSet, places: new Int32Array(0), values: new Int32Array(0) } as FittedTable,
      rows: rowFields.labels(rowSet),
      columns: columnFields.labels(columnSet),
    }));
  for (const [sweep, leastGain] of SWEEPS.entries()) {
    tables = tables.filter((entry) => {
      const saved = fit.improve(entry, leastGain);
      if (sweep > 0 || saved >= LEAST_SAVING) return true;
      fit.remove(entry);
      return false;
    });
    if (sweep === SWEEPS.length - 1) break;
    for (let round = 0; round < SETTLING_ROUNDS; round++) for (const entry of tables) fit.settle(entry);
  }
  return tables.map(({ table }) => table);
}

interface Entry {
  table: FittedTable;
  readonly rows: Labels;
  readonly columns: Labels;
}

/** What weights to change, and the bits that it saves. */
interface Change {
  value: number;
  gain: number;
}

/** How far the sum of the tables is from every cell. */
class Fit {
  /**
   * Of each cell, by how much the sum of its weights exceeds the least one that tells it, times two; plus one where it
   * is 0, which more sums tell, as they are cut from both sides.
   */
  readonly #excess: Int32Array;
  readonly #columns: number;
  /** The excesses of one weight's cells. */
  readonly #cells: Int32Array;
  readonly #sample = new Int32Array(SAMPLE);
  readonly #steps = new Int32Array(2 * REACH + 2);

  constructor(matrix: Int16Array, columns: number) {
    this.#columns = columns;
    this.#cells = new Int32Array(matrix.length);
    this.#excess = Int32Array.from(matrix, (cell) => {
      if (cell === 0) return 2 * (ONE - 1) + 1;
      return -2 * (cell > 0 ? ONE * cell : ONE * cell - ONE + 1);
    });
  }

  /** Improves a table's weights one by one, and returns the bits that it saves. */
  improve(entry: Entry, leastGain: number): number {
    const { table, rows, columns } = entry;
    const places: number[] = [];
    const values: number[] = [];
    const change: Change = { value: 0, gain: 0 };
    let saved = 0;
    let next = 0;
    for (let row = 1; row <= rows.count; row++) {
      const height = rows.starts[row + 1] - rows.starts[row];
      for (let column = 1; column <= columns.count; column++) {
        const place = (row - 1) * columns.count + column - 1;
        const value = next < table.places.length && table.places[next] === place ? table.values[next++] : 0;
        const cells = height * (columns.starts[column + 1] - columns.starts[column]);
        const leastMissed = value === 0 ? Math.floor((leastGain + WEIGHT_BITS) / CELL_BITS) : 0;
        if (cells <= leastMissed) continue;
        const missed = this.#gather(rows, row, columns, column);
        if (value === 0 && missed <= leastMissed) continue;
        this.#best(cells, missed, value, leastGain, change);
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
   * Moves every weight by the mean of what its cells are off their middles, those that are far off left out: what the
   * next sweep begins with is nearer to what all cells say together.
   */
  settle({ table, rows, columns }: Entry): void {
    const { places, values } = table;
    for (let index = 0; index < places.length; index++) {
      const row = 1 + Math.floor(places[index] / columns.count);
      const column = 1 + (places[index] % columns.count);
      const change = this.#meanOff(rows, row, columns, column);
      if (change === 0 || values[index] === change) continue;
      values[index] -= change;
      this.#add(rows, row, columns, column, -change);
    }
  }

  /** How far the cells of two labels are above their middles, the mean of those that are not far off; 0 for a single one. */
  #meanOff(rows: Labels, row: number, columns: Labels, column: number): number {
    const excess = this.#excess;
    const width = this.#columns;
    const { classes, starts } = columns;
    const first = starts[column];
    const end = starts[column + 1];
    const lastRow = rows.starts[row + 1];
    let sum = 0;
    let count = 0;
    for (let at = rows.starts[row]; at < lastRow; at++) {
      const start = rows.classes[at] * width;
      let rowSum = 0;
      for (let k = first; k < end; k++) {
        const cell = excess[start + classes[k]];
        let off = (cell >> 1) - HALF;
        // A zero is told in twice the range; only outside of the middle of it is it off.
        if ((cell & 1) === 1) {
          if (off >= 0 && off < 2 * HALF) continue;
          if (off > 0) off -= 2 * HALF;
        }
        if (off > 3 * HALF || off < -3 * HALF) continue;
        rowSum += off;
        count++;
      }
      sum += rowSum;
    }
    return count < 2 ? 0 : Math.trunc(sum / count);
  }

  /** Takes a table out of the sum. */
  remove({ table, rows, columns }: Entry): void {
    table.places.forEach((place, at) => {
      const row = 1 + Math.floor(place / columns.count);
      this.#add(rows, row, columns, 1 + (place % columns.count), -table.values[at]);
    });
  }

  /** Lists the excesses of the cells of two labels, and returns how many of the cells the sum does not tell. */
  #gather(rows: Labels, row: number, columns: Labels, column: number): number {
    const excess = this.#excess;
    const cells = this.#cells;
    const { classes, starts } = columns;
    const first = starts[column];
    const end = starts[column + 1];
    let count = 0;
    let missed = 0;
    for (let at = rows.starts[row]; at < rows.starts[row + 1]; at++) {
      const start = rows.classes[at] * this.#columns;
      for (let k = first; k < end; k++) {
        const cell = excess[start + classes[k]];
        cells[count++] = cell;
        if (!isTold(cell)) missed++;
      }
    }
    return missed;
  }

  #add(rows: Labels, row: number, columns: Labels, column: number, value: number): void {
    const excess = this.#excess;
    const { classes, starts } = columns;
    for (let at = rows.starts[row]; at < rows.starts[row + 1]; at++) {
      const start = rows.classes[at] * this.#columns;
      for (let k = starts[column]; k < starts[column + 1]; k++) excess[start + classes[k]] += 2 * value;
    }
  }

  /** The best value of a weight for the cells that were gathered. */
  #best(count: number, missed: number, value: number, leastGain: number, change: Change): void {
    const cells = this.#cells;
    // The fewer cells, the coarser may the weight be.
    const zeros = count < 64 ? 4 : count < 512 ? 2 : 0;
    const unit = 1 << zeros;
    const reach = REACH >> zeros;
    const tried = 2 * reach + 1;
    const steps = this.#steps.fill(0, 0, tried + 1);
    const guess = value + (2 * missed > count ? this.#guess(count) : 0);
    const lowest = ((guess >> zeros) - reach) * unit;
    for (let at = 0; at < count; at++) {
      const cell = cells[at];
      const from = value - (cell >> 1) - lowest;
      const to = from + ONE + (cell & 1) * (ONE - 1);
      const first = (from + unit - 1) >> zeros;
      const end = (to + unit - 1) >> zeros;
      if (end <= 0 || first >= tried) continue;
      steps[first < 0 ? 0 : first]++;
      steps[end > tried ? tried : end]--;
    }
    for (let step = 1; step < tried; step++) steps[step] += steps[step - 1];
    change.value = value;
    change.gain = 0;
    const cost = bitsOf(value);
    for (let rounded = FRACTION_BITS; rounded >= zeros; rounded--) {
      const stride = 1 << (rounded - zeros);
      let most = -1;
      let first = 0;
      let last = 0;
      for (let step = -(lowest >> zeros) & (stride - 1); step < tried; step += stride) {
        if (steps[step] > most) {
          most = steps[step];
          first = step;
          last = step;
        } else if (steps[step] === most && last === step - stride) last = step;
      }
      const middle = first + ((((last - first) / stride) >> 1) << (rounded - zeros));
      const better = lowest + middle * unit;
      const gain = (most - count + missed) * CELL_BITS - bitsOf(better) + cost;
      if (gain <= change.gain || (value === 0 && gain <= leastGain)) continue;
      change.value = better;
      change.gain = gain;
    }
    if (value === 0) return;
    let toldWithout = 0;
    for (let at = 0; at < count; at++) if (isTold(cells[at] - 2 * value)) toldWithout++;
    const gainWithout = (toldWithout - count + missed) * CELL_BITS + cost;
    if (gainWithout <= change.gain) return;
    change.value = 0;
    change.gain = gainWithout;
  }

  /** A change that tells most of a sample of the cells. */
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

function isTold(cell: number): boolean {
  const excess = cell >> 1;
  return excess >= 0 && excess < ONE + (cell & 1) * (ONE - 1);
}

/** What a weight costs, in bits, as far as it is known before it is coded. */
function bitsOf(value: number): number {
  if (value === 0) return 0;
  const size = Math.abs(value);
  const zeros = Math.min(FRACTION_BITS, 31 - Math.clz32(size & -size));
  return WEIGHT_BITS + 32 - Math.clz32(size >> zeros);
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
