import { groupByLabel } from "./class-labels.js";
import { type CodedList, HINTS, NumberDecoder, unfolded } from "./rans.js";

// The coding of the residual, the cells that the weights miss (weight-tables.ts).
//
// The cells with a residual are coded in the order of their places: row after row, the rows in the order of their fields
// and the columns by rank. The more cells of a column have a residual, the lower its rank, so columns with many come
// first. Two lists of numbers hold each cell: the gap from the previous cell's place (the first one's from -1) and the
// residual, folded to be positive. Both are coded with a hint: half the rank of the column, for a gap of the column
// before it.

/** Ranks of columns are 0 to this: two ranks to a hint. */
export const LAST_RANK = 2 * HINTS - 1;

/** The residual, not yet decoded. */
export interface CodedResidual {
  /** The rank of each column. */
  readonly ranks: Uint8Array;
  /** The number of cells that have a residual. */
  readonly count: number;
  readonly gaps: CodedList;
  readonly values: CodedList;
}

/** The decoded residual. */
export interface Residual {
  /** The index of each row's first cell with a residual, and the index after its last one. */
  readonly first: Uint32Array;
  readonly end: Uint32Array;
  /** The column of each cell, and its residual, relative to `nearerDirection` (weight-sums.ts). */
  readonly columns: Uint16Array;
  readonly values: Int16Array;
}

/**
 * @param rowOrder the rows in the order in which they are coded
 * @param columnOrder the columns in the order of {@link rankedOrder}
 * @throws DictionaryError if the numbers are damaged
 */
export function decodeResidual(coded: CodedResidual, rowOrder: Uint16Array, columnOrder: Uint16Array): Residual {
  const { ranks, count } = coded;
  const gaps = new NumberDecoder(coded.gaps);
  const residuals = new NumberDecoder(coded.values);
  const first = new Uint32Array(rowOrder.length);
  const end = new Uint32Array(rowOrder.length);
  const columns = new Uint16Array(count);
  const values = new Int16Array(count);
  let row = 0;
  let place = -1;
  for (let at = 0; at < count; at++) {
    place += gaps.next(columnHint(place, columnOrder, ranks));
    while (place >= columnOrder.length) {
      place -= columnOrder.length;
      end[rowOrder[row]] = at;
      if (++row === rowOrder.length) throw gaps.damaged();
      first[rowOrder[row]] = at;
    }
    columns[at] = columnOrder[Math.max(place, 0)];
    values[at] = unfolded(residuals.next(columnHint(place, columnOrder, ranks)));
  }
  end[rowOrder[row]] = count;
  gaps.end();
  residuals.end();
  return { first, end, columns, values };
}

/** Sorts the columns by rank. Columns of one rank keep the order of their fields. */
export function rankedOrder(order: Uint16Array, ranks: Uint8Array): Uint16Array {
  return groupByLabel(Uint16Array.from(ranks), 0xff, order).classes;
}

/** The hint of the column at a place in the order; the first column's for place -1. */
export function columnHint(place: number, columnOrder: Uint16Array, ranks: Uint8Array): number {
  return (ranks[columnOrder[Math.max(place, 0)]] & LAST_RANK) >> 1;
}
