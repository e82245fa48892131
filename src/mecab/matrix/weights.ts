import type { ClassFields, Labels } from "./class-labels.js";
import { type CodedList, hintOf, NumberDecoder, unfolded } from "./rans.js";

// The coding of the weights of tables (weight-tables.ts explains tables).
//
// The weights of a table are coded in the order of their places. A place is an (outer label, inner label) pair, outer
// label after outer label; the side with fewer labels is the outer one, because that makes longer runs of weights with
// similar gaps. Three lists of numbers hold each weight: the gap from the previous weight's place (the first one's from
// place -1), the whole part of the weight, folded to be positive, and its fraction. The bits of the fraction are in
// reverse order, so that a half or a quarter is a small number.
//
// The decoder knows a hint for each number beforehand (see rans.ts). For a gap it is the size of the table per weight;
// for the parts of a weight it is the number of cells that the weight counts for.

/** The bits of a weight after the binary point. */
export const FRACTION_BITS = 8;
const FRACTION_MASK = 2 ** FRACTION_BITS - 1;

/** Every fraction with its bits in reverse order. Reversing twice gives the fraction. */
export const REVERSED_FRACTIONS: Uint8Array = Uint8Array.from({ length: 2 ** FRACTION_BITS }, (_, fraction) => {
  let reversed = 0;
  for (let bit = 0; bit < FRACTION_BITS; bit++) reversed = (reversed << 1) | ((fraction >> bit) & 1);
  return reversed;
});

/** A table's sets of fields, and its number of weights. */
export interface TableHead {
  readonly rowSet: number;
  readonly columnSet: number;
  readonly weights: number;
}

/** The weights of all tables, one table's after another's, not yet decoded. */
export interface CodedWeights {
  readonly tables: readonly TableHead[];
  readonly gaps: CodedList;
  readonly wholes: CodedList;
  readonly fractions: CodedList;
}

/** A decoded table. Its weights are some of those of {@link Weights}, row label after row label. */
export interface Table {
  readonly rowLabels: Labels;
  readonly columnLabels: Labels;
  /** The index of each row label's first weight, and after the last label the index after the table's last weight. */
  readonly firstWeights: Uint32Array;
}

/** The decoded weights of all tables. */
export interface Weights {
  readonly tables: readonly Table[];
  /** The column label of each weight. */
  readonly columnLabels: Uint16Array;
  /** The weights in 256ths of a cost. */
  readonly values: Int32Array;
}

type LabelCount = Pick<Labels, "count">;

/** The number of weights of all tables together. */
export function weightCount(tables: readonly TableHead[]): number {
  return tables.reduce((sum, { weights }) => sum + weights, 0);
}

/** The number of weights of the table that has most. */
export function mostWeights(tables: readonly TableHead[]): number {
  return tables.reduce((most, { weights }) => Math.max(most, weights), 0);
}

/** @throws DictionaryError if the numbers are damaged */
export function decodeWeights(coded: CodedWeights, rowFields: ClassFields, columnFields: ClassFields): Weights {
  const gaps = new NumberDecoder(coded.gaps);
  const wholes = new NumberDecoder(coded.wholes);
  const fractions = new NumberDecoder(coded.fractions);
  const total = weightCount(coded.tables);
  const columnLabelOf = new Uint16Array(total);
  const values = new Int32Array(total);
  const tables: Table[] = [];
  const decoded = new DecodedTable(mostWeights(coded.tables));
  let start = 0;
  for (const { rowSet, columnSet, weights: count } of coded.tables) {
    const rowLabels = rowFields.labels(rowSet);
    const columnLabels = columnFields.labels(columnSet);
    const byColumns = isByColumns(rowLabels, columnLabels);
    const [outer, inner] = byColumns ? [columnLabels, rowLabels] : [rowLabels, columnLabels];
    decoded.hints.fill(gapHint(rowLabels, columnLabels, count), 0, count);
    gaps.read(decoded.wholes, decoded.hints, count);
    if (!decoded.place(count, outer, inner)) throw gaps.damaged();
    wholes.read(decoded.wholes, decoded.hints, count);
    fractions.read(decoded.fractions, decoded.hints, count);
    const firstWeights = decoded.list(count, byColumns, rowLabels.count, start, columnLabelOf, values);
    tables.push({ rowLabels, columnLabels, firstWeights });
    start += count;
  }
  gaps.end();
  wholes.end();
  fractions.end();
  return { tables, columnLabels: columnLabelOf, values };
}

/**
 * The weights of one table while they are decoded.
 *
 * Each step over all weights is a small function that is called for every table, because engines optimize a function
 * sooner if it is called often.
 */
class DecodedTable {
  /** At first the gaps, then the whole parts. */
  readonly wholes: Int32Array;
  readonly fractions: Int32Array;
  readonly hints: Uint8Array;
  readonly #outers: Uint16Array;
  readonly #inners: Uint16Array;

  /** @param size the number of weights of the largest table */
  constructor(size: number) {
    this.wholes = new Int32Array(size);
    this.fractions = new Int32Array(size);
    this.hints = new Uint8Array(size);
    this.#outers = new Uint16Array(size);
    this.#inners = new Uint16Array(size);
  }

  /** Finds the labels of each weight from the gaps, and so its hint; returns false if a gap leads out of the table. */
  place(count: number, outer: Labels, inner: Labels): boolean {
    // The place before the first one.
    let outerLabel = 0;
    let innerLabel = inner.count;
    for (let at = 0; at < count; at++) {
      innerLabel += this.wholes[at];
      while (innerLabel > inner.count) {
        innerLabel -= inner.count;
        if (++outerLabel > outer.count) return false;
      }
      this.#outers[at] = outerLabel;
      this.#inners[at] = innerLabel;
      this.hints[at] = weightHint(outer, outerLabel, inner, innerLabel);
    }
    return true;
  }

  /**
   * Writes the weights, row label after row label, from index `start` on.
   *
   * @returns the index of each row label's first weight
   */
  list(
    count: number,
    byColumns: boolean,
    rowCount: number,
    start: number,
    columnLabels: Uint16Array,
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
      columnLabels[weight] = columns[at];
      const fraction = REVERSED_FRACTIONS[this.fractions[at] & FRACTION_MASK];
      values[weight] = (unfolded(this.wholes[at]) << FRACTION_BITS) | fraction;
    }
    return first;
  }
}

/** True if a table's outer labels are those of the columns: the side with fewer labels is the outer one. */
export function isByColumns(rowLabels: LabelCount, columnLabels: LabelCount): boolean {
  return columnLabels.count < rowLabels.count;
}

/** The hint for the gaps of a table: from the average number of places for each weight. */
export function gapHint(rowLabels: LabelCount, columnLabels: LabelCount, weights: number): number {
  return hintOf(Math.floor((rowLabels.count * columnLabels.count) / Math.max(weights, 1)));
}

/** The hint for a weight: from the number of cells that it counts for. */
export function weightHint(outer: Labels, outerLabel: number, inner: Labels, innerLabel: number): number {
  const height = outer.starts[outerLabel + 1] - outer.starts[outerLabel];
  return hintOf(height * (inner.starts[innerLabel + 1] - inner.starts[innerLabel]));
}
