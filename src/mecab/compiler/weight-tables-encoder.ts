import { ClassFields } from "../matrix/class-labels.js";
import { columnHint, LAST_RANK, rankedOrder } from "../matrix/residual.js";
import { nearerDirection, truncated, WeightSums } from "../matrix/weight-sums.js";
import { FREQUENCIES, WEIGHT_SECTIONS, WeightTableMatrix } from "../matrix/weight-tables.js";
import { FRACTION_BITS, gapHint, isByColumns, REVERSED_FRACTIONS, weightHint } from "../matrix/weights.js";
import { bytesOf } from "./bytes-of.js";
import { encodeColumnBounds } from "./column-bounds-encoder.js";
import { encodeNumbers, folded } from "./rans-encoder.js";
import { type FittedTable, fitWeightTables, type SetPair } from "./weight-fit.js";

/** Gaps have 16 bits. A longer gap is divided by weights, or by cells of the residual, that are 0. */
const LONGEST_GAP = 0xffff;

/** For each field, the value of each class, from 1; 0 if no weight depends on the field for this class. */
export interface MatrixFields {
  readonly rows: readonly Uint16Array[];
  readonly columns: readonly Uint16Array[];
}

/**
 * Fits weight tables to a matrix and codes it as the sections that {@link WeightTableMatrix} reads.
 *
 * @param matrix the cells, row after row
 * @param fields the fields on which the costs may depend
 * @param pairs the pairs of sets that tables may have, as {@link fitWeightTables} takes them
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
  return encodeFittedTables(matrix, rows, columns, fields, tables);
}

/** Codes a matrix as sections with tables that were fitted before. The residual corrects what they miss. */
export function encodeFittedTables(
  matrix: Int16Array,
  rows: number,
  columns: number,
  fields: MatrixFields,
  tables: readonly FittedTable[],
): Map<string, Uint8Array> {
  const rowFields = new ClassFields(fields.rows, rows);
  const columnFields = new ClassFields(fields.columns, columns);
  const { heads, weights } = encodeWeights(tables, rowFields, columnFields);
  const bounds = encodeColumnBounds(matrix, columns);
  const sectionsWith = (residual: EncodedResidual): Map<string, Uint8Array> =>
    new Map([
      [
        WEIGHT_SECTIONS.fields,
        bytesOf(Uint16Array.from(fields.rows.flatMap((values, field) => [...values, ...fields.columns[field]]))),
      ],
      [WEIGHT_SECTIONS.tables, bytesOf(Uint32Array.of(...heads, residual.count))],
      ...weights,
      [WEIGHT_SECTIONS.residualRanks, residual.ranks],
      ...residual.numbers,
      [WEIGHT_SECTIONS.bounds, bounds],
    ]);
  // The residual is measured against the sums that the decoder makes of the coded weights.
  const withoutResidual = sectionsWith(encodeResidual(() => undefined, rowFields, columnFields));
  const section = (name: string): Uint8Array => withoutResidual.get(name) as Uint8Array;
  const sums = new WeightSums(new WeightTableMatrix(section, rows, columns, "weight tables"), new Int16Array(0));
  const residualOf = (row: number): Int16Array =>
    Int16Array.from(sums.sumsOf(row), (sum, column) => {
      return nearerDirection(sum) * (matrix[row * columns + column] - truncated(sum));
    });
  return sectionsWith(encodeResidual(residualOf, rowFields, columnFields));
}

/** Codes the weights as matrix/weights.ts describes. */
function encodeWeights(
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
    const withStops = inOrder.flatMap(({ place, value }, at) => {
      const before = at === 0 ? -1 : inOrder[at - 1].place;
      const count = Math.floor((place - before - 1) / LONGEST_GAP);
      const stops = Array.from({ length: count }, (_, stop) => ({
        place: before + (stop + 1) * LONGEST_GAP,
        value: 0,
      }));
      return [...stops, { place, value }];
    });
    const hint = gapHint(rowLabels, columnLabels, withStops.length);
    withStops.forEach(({ place, value }, at) => {
      const cells = weightHint(outer, 1 + Math.floor(place / inner.count), inner, 1 + (place % inner.count));
      gaps.add(place - (at === 0 ? -1 : withStops[at - 1].place), hint);
      // Sums are modulo 65,536 costs, so 16 bits of the whole part are enough.
      wholes.add(folded(((value >> FRACTION_BITS) << 16) >> 16), cells);
      fractions.add(REVERSED_FRACTIONS[value & (2 ** FRACTION_BITS - 1)], cells);
    });
    heads.push(rowSet, columnSet, withStops.length);
  }
  return {
    heads,
    weights: [
      ...gaps.sections(WEIGHT_SECTIONS.gaps),
      ...wholes.sections(WEIGHT_SECTIONS.wholes),
      ...fractions.sections(WEIGHT_SECTIONS.fractions),
    ],
  };
}

interface EncodedResidual {
  readonly count: number;
  readonly ranks: Uint8Array;
  readonly numbers: [string, Uint8Array][];
}

/**
 * Codes the residual as matrix/residual.ts describes.
 *
 * @param residualOf returns the residual of each cell of a row; undefined for every row if there is none
 */
function encodeResidual(
  residualOf: (row: number) => Int16Array | undefined,
  rowFields: ClassFields,
  columnFields: ClassFields,
): EncodedResidual {
  const rows = Array.from(rowFields.order, residualOf);
  const counts = new Uint32Array(columnFields.classes);
  for (const row of rows) {
    row?.forEach((residual, column) => {
      if (residual !== 0) counts[column]++;
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
      gaps.add(gap, columnHint(before, columnOrder, ranks));
      values.add(folded(row[column]), columnHint(place, columnOrder, ranks));
      before = place;
      gap = 0;
    });
  }
  return {
    count: values.length,
    ranks,
    numbers: [...gaps.sections(WEIGHT_SECTIONS.residualGaps), ...values.sections(WEIGHT_SECTIONS.residual)],
  };
}

/** The rank of a column: lower for more cells with a residual, one for each doubling. */
function rankOf(cells: number): number {
  return Math.max(0, LAST_RANK - 32 + Math.clz32(cells));
}

/** A growing list of 16-bit numbers and their hints. */
class Numbers {
  #numbers = new Uint16Array(0x10000);
  #hints = new Uint8Array(0x10000);
  length = 0;

  add(number: number, hint: number): void {
    if (this.length === this.#numbers.length) {
      const numbers = new Uint16Array(2 * this.length);
      const hints = new Uint8Array(2 * this.length);
      numbers.set(this.#numbers);
      hints.set(this.#hints);
      this.#numbers = numbers;
      this.#hints = hints;
    }
    this.#numbers[this.length] = number;
    this.#hints[this.length++] = hint;
  }

  /** The section of the numbers and that of their symbols' frequencies. */
  sections(name: string): [string, Uint8Array][] {
    const { frequencies, stream } = encodeNumbers(
      this.#numbers.subarray(0, this.length),
      this.#hints.subarray(0, this.length),
    );
    return [
      [name, stream],
      [name + FREQUENCIES, frequencies],
    ];
  }
}
