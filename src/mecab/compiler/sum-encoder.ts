import { columnBounds } from "../matrix-kernel.js";
import {
  ClassFields,
  FRACTION_BITS,
  LONGEST_GAP,
  REST_COLUMNS,
  REVERSED,
  SECTIONS,
  SummedMatrix,
  signed,
  WEIGHT_COLUMNS,
} from "../matrix-sum.js";
import { encodeGrid } from "./rans-grid-encoder.js";
import { type FittedTable, fitTables, type SetPair } from "./sum-fit.js";

/** By field the value of each class, from 1; 0 where no weight depends on it. */
export interface MatrixFields {
  readonly rows: readonly Uint16Array[];
  readonly columns: readonly Uint16Array[];
}

/**
 * Codes a matrix, row after row, as {@link SummedMatrix} decodes it.
 *
 * @param fields what the costs may depend on
 * @param pairs the sets of them that tables may pair
 */
export function encodeSum(
  matrix: Int16Array,
  rows: number,
  columns: number,
  fields: MatrixFields,
  pairs: readonly SetPair[],
): Map<string, Uint8Array> {
  const rowFields = new ClassFields(fields.rows, rows);
  const columnFields = new ClassFields(fields.columns, columns);
  const tables = fitTables(matrix, rowFields, columnFields, pairs);
  return codeTables(matrix, rows, columns, fields, tables);
}

/** The same with tables that are there. */
export function codeTables(
  matrix: Int16Array,
  rows: number,
  columns: number,
  fields: MatrixFields,
  tables: readonly FittedTable[],
): Map<string, Uint8Array> {
  const weights = new Numbers();
  const heads: number[] = [];
  for (const { rowSet, columnSet, places, values } of tables) {
    const before = weights.length;
    let last = -1;
    places.forEach((place, index) => {
      for (; place - last > LONGEST_GAP; last += LONGEST_GAP) weights.add(signed(LONGEST_GAP), 0, 0);
      const fraction = values[index] & (2 ** FRACTION_BITS - 1);
      weights.add(signed(place - last), values[index] >> FRACTION_BITS, signed(REVERSED[fraction]));
      last = place;
    });
    heads.push(rowSet, columnSet, (weights.length - before) / WEIGHT_COLUMNS);
  }
  const { lowest, highest } = columnBounds(matrix, columns);
  const weightGrid = encodeGrid(weights.all(), WEIGHT_COLUMNS);
  const sections = (rest: Int16Array): Map<string, Uint8Array> => {
    const restGrid = encodeGrid(rest, REST_COLUMNS);
    return new Map([
      [
        SECTIONS.fields,
        bytesOf(Uint16Array.from(fields.rows.flatMap((values, field) => [...values, ...fields.columns[field]]))),
      ],
      [SECTIONS.tables, bytesOf(Uint32Array.of(...heads, rest.length / REST_COLUMNS))],
      [SECTIONS.weights, weightGrid.stream],
      [SECTIONS.weightOdds, weightGrid.frequencies],
      [SECTIONS.rest, restGrid.stream],
      [SECTIONS.restOdds, restGrid.frequencies],
      [SECTIONS.bounds, bytesOf(Int16Array.of(...lowest, ...highest))],
    ]);
  };
  const bare = sections(new Int16Array(0));
  const sum = new SummedMatrix((name) => bare.get(name) as Uint8Array, rows, columns, "the sum of the tables");
  return sections(restOf(matrix, sum, fields));
}

function restOf(matrix: Int16Array, sum: SummedMatrix, fields: MatrixFields): Int16Array {
  const rowOrder = new ClassFields(fields.rows, sum.rows).inOrder();
  const columnOrder = new ClassFields(fields.columns, sum.columns).inOrder();
  const rest = new Numbers();
  const cells = new Int16Array(sum.columns);
  let gap = 0;
  for (const row of rowOrder) {
    sum.fillRow(row, cells, 0);
    for (const column of columnOrder) {
      gap++;
      const left = ((matrix[row * sum.columns + column] - cells[column]) << 16) >> 16;
      if (left === 0 && gap < LONGEST_GAP) continue;
      rest.add(signed(gap), left);
      gap = 0;
    }
  }
  return rest.all();
}

/** A list of 16-bit numbers that grows. */
class Numbers {
  #numbers = new Int16Array(0x10000);
  length = 0;

  add(...numbers: number[]): void {
    if (this.length + numbers.length > this.#numbers.length) {
      const larger = new Int16Array(2 * this.#numbers.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    for (const number of numbers) this.#numbers[this.length++] = number;
  }

  all(): Int16Array {
    return this.#numbers.slice(0, this.length);
  }
}

function bytesOf(array: Uint16Array | Int16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
