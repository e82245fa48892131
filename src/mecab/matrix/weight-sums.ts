import { GROUP_ROWS } from "../memory/layout.js";
import { ClassFields, type Labels } from "./class-labels.js";
import { type CodedResidual, decodeResidual, type Residual, rankedOrder } from "./residual.js";
import { type MatrixRows, rowStart } from "./row-groups.js";
import { type CodedWeights, decodeWeights, FRACTION_BITS, type Table, type Weights } from "./weights.js";

const FRACTION_MASK = 2 ** FRACTION_BITS - 1;
const HALF = 2 ** (FRACTION_BITS - 1);
/** A table is coarse if it has less than one row label for this many rows. */
const ROWS_PER_COARSE_LABEL = 64;

/** A matrix as weight tables, not yet decoded. */
export interface CodedWeightTables {
  readonly rows: number;
  readonly columns: number;
  /** The value of each row's and of each column's class in each field. */
  readonly rowFields: readonly Uint16Array[];
  readonly columnFields: readonly Uint16Array[];
  readonly weights: CodedWeights;
  readonly residual: CodedResidual;
}

/**
 * True if a table is coarse: many rows have the same label in it. The sums of all coarse tables are kept for the next
 * rows with the same labels.
 */
export function isCoarse(rowLabels: Pick<Labels, "count">, rows: number): boolean {
  return rowLabels.count < rows / ROWS_PER_COARSE_LABEL;
}

/** The rows of a matrix of weight tables, decoded in TypeScript. */
export class WeightSums implements MatrixRows {
  readonly #weights: Weights;
  readonly #residual: Residual;
  readonly #cells: Int16Array;
  readonly #sums: Int32Array;
  readonly #coarse: readonly Table[];
  readonly #fine: readonly Table[];
  /** For each row a number; rows with equal labels in every coarse table share it. */
  readonly #coarseLabels: Uint16Array;
  /** The sums of the coarse tables, by that number. */
  readonly #coarseSums: (Int32Array | undefined)[] = [];

  /**
   * Decodes the weights and the residual.
   *
   * @param cells the cells in row groups, which {@link make} writes
   * @throws DictionaryError if the numbers are damaged
   */
  constructor(coded: CodedWeightTables, cells: Int16Array) {
    const { rows, columns, residual } = coded;
    this.#cells = cells;
    this.#sums = new Int32Array(columns);
    const rowFields = new ClassFields(coded.rowFields, rows);
    const columnFields = new ClassFields(coded.columnFields, columns);
    this.#weights = decodeWeights(coded.weights, rowFields, columnFields);
    this.#residual = decodeResidual(residual, rowFields.order, rankedOrder(columnFields.order, residual.ranks));
    const { tables } = this.#weights;
    this.#coarse = tables.filter(({ rowLabels }) => isCoarse(rowLabels, rows));
    this.#fine = tables.filter(({ rowLabels }) => !isCoarse(rowLabels, rows));
    let labels: Uint16Array = new Uint16Array(rows).fill(1);
    for (const { byClass } of new Set(this.#coarse.map(({ rowLabels }) => rowLabels))) {
      labels = rowFields.refine(
        labels,
        byClass.map((label) => label + 1),
      ).byClass;
    }
    this.#coarseLabels = labels;
  }

  make(row: number): void {
    const cells = this.#cells;
    const sums = this.sumsOf(row);
    const start = rowStart(row, sums.length);
    for (let column = 0, at = start; column < sums.length; column++, at += GROUP_ROWS)
      cells[at] = truncated(sums[column]);
    const { first, end, columns, values } = this.#residual;
    for (let at = first[row]; at < end[row]; at++) {
      const column = columns[at];
      cells[start + column * GROUP_ROWS] += nearerDirection(sums[column]) * values[at];
    }
  }

  /** The sum of the weights of each of a row's cells, in 256ths. The next call overwrites the array. */
  sumsOf(row: number): Int32Array {
    const sums = this.#sums;
    const label = this.#coarseLabels[row];
    let coarseSums = this.#coarseSums[label];
    if (coarseSums === undefined) {
      coarseSums = new Int32Array(sums.length);
      this.#addTables(this.#coarse, row, coarseSums);
      this.#coarseSums[label] = coarseSums;
    }
    sums.set(coarseSums);
    this.#addTables(this.#fine, row, sums);
    return sums;
  }

  #addTables(tables: readonly Table[], row: number, sums: Int32Array): void {
    const { columnLabels: labels, values } = this.#weights;
    for (const { rowLabels, columnLabels, firstWeights } of tables) {
      const label = rowLabels.byClass[row];
      if (label === 0) continue;
      const { classes, starts } = columnLabels;
      for (let weight = firstWeights[label]; weight < firstWeights[label + 1]; weight++) {
        const value = values[weight];
        const end = starts[labels[weight] + 1];
        for (let at = starts[labels[weight]]; at < end; at++) sums[classes[at]] += value;
      }
    }
  }
}

/** A sum in 256ths as a whole number, truncated towards zero, as MeCab's trainer truncates costs. */
export function truncated(sum: number): number {
  return (sum + ((sum >> 31) & FRACTION_MASK)) >> FRACTION_BITS;
}

/**
 * The direction of the nearest whole number: 1 if it is above, -1 if below. A sum that is slightly wrong mostly lies on
 * the wrong side of that number, so most residuals are one step in this direction. Residuals are stored relative to it:
 * most of them are +1.
 */
export function nearerDirection(sum: number): number {
  return (sum & HALF) === 0 ? -1 : 1;
}
