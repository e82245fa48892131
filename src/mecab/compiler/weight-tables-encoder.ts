import {
  ClassFields,
  caseOfCells,
  caseOfPlace,
  caseOfTable,
  cut,
  FRACTION_BITS,
  isByColumns,
  LAST_RANK,
  nearerSide,
  ODDS,
  REVERSED,
  rankedOrder,
  SECTIONS,
  WeightSums,
  WeightTableMatrix,
} from "../matrix/weight-tables.js";
import { bytesOf } from "./bytes-of.js";
import { encodeColumnBounds } from "./column-bounds-encoder.js";
import { encodeNumbers, folded } from "./rans-encoder.js";
import { type FittedTable, fitWeightTables, type SetPair } from "./weight-fit.js";

/** A gap is at most this long. A longer one is divided by weights, or residuals, of 0. */
const LONGEST_GAP = 0xffff;

/** By field the value of each class, from 1; 0 where no weight depends on it. */
export interface MatrixFields {
  readonly rows: readonly Uint16Array[];
  readonly columns: readonly Uint16Array[];
}

/**
 * Codes a matrix, row after row, as {@link WeightTableMatrix} decodes it.
 *
 * @param fields what the costs may depend on
 * @param pairs the sets of them that tables may pair, as {@link fitWeightTables} takes them
 */
export function encodeWeightTables(
  matrix: Int16Array,
  rows: number,
  columns: number,
  fields: MatrixFields,
  pairs: readonly (readonly SetPair[])[],
): Map<string, Uint8Array> {
  const rowFields = new ClassFields(fields.rows, rows);
  const columnFields = new ClassFields(fields.columns, columns);
  const tables = fitWeightTables(matrix, rowFields, columnFields, pairs);
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
  const rowFields = new ClassFields(fields.rows, rows);
  const columnFields = new ClassFields(fields.columns, columns);
  const { heads, weights } = codeWeights(tables, rowFields, columnFields);
  const bounds = encodeColumnBounds(matrix, columns);
  const sections = (rest: CodedRest): Map<string, Uint8Array> =>
    new Map([
      [
        SECTIONS.fields,
        bytesOf(Uint16Array.from(fields.rows.flatMap((values, field) => [...values, ...fields.columns[field]]))),
      ],
      [SECTIONS.tables, bytesOf(Uint32Array.of(...heads, rest.cells))],
      ...weights,
      [SECTIONS.restRanks, rest.ranks],
      ...rest.numbers,
      [SECTIONS.bounds, bounds],
    ]);
  const nothing = codeRest(() => undefined, rowFields, columnFields);
  const bare = sections(nothing);
  const part = (name: string): Uint8Array => bare.get(name) as Uint8Array;
  const sum = new WeightSums(new WeightTableMatrix(part, rows, columns, "the sum of the tables"));
  const left = (row: number): Int16Array =>
    Int16Array.from(sum.sumsOf(row), (each, column) => {
      return nearerSide(each) * (matrix[row * columns + column] - cut(each));
    });
  return sections(codeRest(left, rowFields, columnFields));
}

function codeWeights(
  tables: readonly FittedTable[],
  rowFields: ClassFields,
  columnFields: ClassFields,
): { heads: number[]; weights: [string, Uint8Array][] } {
  const gaps = new Numbers();
  const wholes = new Numbers();
  const fractions = new Numbers();
  const heads: number[] = [];
  for (const { rowSet, columnSet, places, values } of tables) {
    const rowLabels = rowFields.labels(rowSet);
    const columnLabels = columnFields.labels(columnSet);
    const byColumns = isByColumns(rowLabels, columnLabels);
    const [outer, inner] = byColumns ? [columnLabels, rowLabels] : [rowLabels, columnLabels];
    const inOrder = Array.from(places, (place, at) => {
      const row = Math.floor(place / columnLabels.count);
      const column = place % columnLabels.count;
      return { place: byColumns ? column * rowLabels.count + row : place, value: values[at] };
    }).sort((a, b) => a.place - b.place);
    const far = inOrder.flatMap(({ place, value }, at) => {
      const before = at === 0 ? -1 : inOrder[at - 1].place;
      const stops = Math.floor((place - before - 1) / LONGEST_GAP);
      const between = Array.from({ length: stops }, (_, stop) => ({
        place: before + (stop + 1) * LONGEST_GAP,
        value: 0,
      }));
      return [...between, { place, value }];
    });
    const density = caseOfTable(rowLabels, columnLabels, far.length);
    far.forEach(({ place, value }, at) => {
      const cells = caseOfCells(outer, 1 + Math.floor(place / inner.count), inner, 1 + (place % inner.count));
      gaps.add(place - (at === 0 ? -1 : far[at - 1].place), density);
      wholes.add(folded(((value >> FRACTION_BITS) << 16) >> 16), cells);
      fractions.add(REVERSED[value & (2 ** FRACTION_BITS - 1)], cells);
    });
    heads.push(rowSet, columnSet, far.length);
  }
  return {
    heads,
    weights: [
      ...gaps.sections(SECTIONS.gaps),
      ...wholes.sections(SECTIONS.wholes),
      ...fractions.sections(SECTIONS.fractions),
    ],
  };
}

interface CodedRest {
  readonly cells: number;
  readonly ranks: Uint8Array;
  readonly numbers: [string, Uint8Array][];
}

/** @param left what the tables leave of a row; nothing is left where it gives none */
function codeRest(
  left: (row: number) => Int16Array | undefined,
  rowFields: ClassFields,
  columnFields: ClassFields,
): CodedRest {
  const rows = Array.from(rowFields.order, left);
  const counts = new Uint32Array(columnFields.classes);
  for (const row of rows) {
    row?.forEach((cell, column) => {
      if (cell !== 0) counts[column]++;
    });
  }
  const ranks = Uint8Array.from(counts, rankOf);
  const columnOrder = rankedOrder(columnFields.order, ranks);
  const gaps = new Numbers();
  const values = new Numbers();
  let before = -1;
  let gap = 0;
  for (const row of rows) {
    if (row === undefined) break;
    columnOrder.forEach((column, place) => {
      gap++;
      if (row[column] === 0 && gap < LONGEST_GAP) return;
      gaps.add(gap, caseOfPlace(before, columnOrder, ranks));
      values.add(folded(row[column]), caseOfPlace(place, columnOrder, ranks));
      before = place;
      gap = 0;
    });
  }
  return {
    cells: values.length,
    ranks,
    numbers: [...gaps.sections(SECTIONS.restGaps), ...values.sections(SECTIONS.rest)],
  };
}

/** The more cells of a column are left over, the lower its rank. */
function rankOf(cells: number): number {
  return Math.max(0, LAST_RANK - 32 + Math.clz32(cells));
}

/** A list of 16-bit numbers that grows, and what is known of each. */
class Numbers {
  #numbers = new Uint16Array(0x10000);
  #known = new Uint8Array(0x10000);
  length = 0;

  add(number: number, known: number): void {
    if (this.length === this.#numbers.length) {
      const numbers = new Uint16Array(2 * this.length);
      const known = new Uint8Array(2 * this.length);
      numbers.set(this.#numbers);
      known.set(this.#known);
      this.#numbers = numbers;
      this.#known = known;
    }
    this.#numbers[this.length] = number;
    this.#known[this.length++] = known;
  }

  sections(name: string): [string, Uint8Array][] {
    const { frequencies, stream } = encodeNumbers(
      this.#numbers.subarray(0, this.length),
      this.#known.subarray(0, this.length),
    );
    return [
      [name, stream],
      [name + ODDS, frequencies],
    ];
  }
}
