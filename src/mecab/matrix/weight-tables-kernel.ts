import { type Kernel, kernelIn } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { CELL_BYTES, CONTEXT_BYTES, INT_BYTES } from "../memory/layout.js";
import { aligned } from "../memory/region.js";
import type { WasmMemory } from "../memory/wasm-memory.js";
import { KernelClasses, type KernelSpace, labelBytes, startsBytes } from "./class-labels-kernel.js";
import { placeRecords } from "./place-records.js";
import { CODING, type CodedList, damagedNumbers, FIRST_WORD, firstState } from "./rans.js";
import {
  CODED_BYTES,
  CODED_COLUMNS,
  CODED_FRACTIONS,
  CODED_GAPS,
  CODED_RANKS,
  CODED_RESIDUAL_GAPS,
  CODED_RESIDUAL_VALUES,
  CODED_ROWS,
  CODED_TABLE,
  CODED_WHOLES,
  MATRIX_BYTES,
  MATRIX_COLUMN_LABELS,
  MATRIX_COLUMNS,
  MATRIX_RANGES,
  MATRIX_RESIDUAL,
  MATRIX_RESIDUAL_END,
  MATRIX_TABLES,
  MATRIX_TABLES_END,
  MATRIX_VALUES,
  RANGE_BYTES,
  RESIDUAL_BYTES,
  STREAM_BYTES,
  STREAM_CONTEXTS,
  STREAM_END,
  STREAM_NEXT,
  STREAM_STATE,
  TABLE_BYTES,
  TABLE_COLUMNS,
  TABLE_FIRST_WEIGHTS,
  TABLE_GAP_HINT,
  TABLE_IS_BY_COLUMNS,
  TABLE_IS_COARSE,
  TABLE_ROWS,
  TABLE_WEIGHTS,
  WEIGHT_BYTES,
} from "./records.js";
import { type MatrixRows, rowStart } from "./row-groups.js";
import { isCoarse } from "./weight-sums.js";
import type { WeightTableMatrix } from "./weight-tables.js";
import { gapHint, isByColumns, mostWeights, weightCount } from "./weights.js";

/** The values of a field have 16 bits. */
const LARGEST_VALUE = 0xffff;
/** The number of sums of coarse tables that are kept at a time. */
const KEPT_SUMS = 256;

/** The most bytes that {@link weightTableRowsInKernel} needs in the kernel's memory. */
export function weightTableBytes({ rows, columns, weights, residual }: WeightTableMatrix): number {
  const { tables } = weights;
  const count = weightCount(tables);
  const rowSets = tables.map(({ rowSet }) => rowSet);
  const columnSets = tables.map(({ columnSet }) => columnSet);
  return [
    labelBytes(rows, rowSets),
    labelBytes(columns, columnSets),
    aligned(TABLE_BYTES * tables.length),
    tables.length * aligned(startsBytes(rows)),
    aligned(MATRIX_BYTES),
    aligned(CELL_BYTES * count),
    aligned(INT_BYTES * count),
    aligned(RANGE_BYTES * rows),
    aligned(RESIDUAL_BYTES * residual.count),
    (1 + KEPT_SUMS) * aligned(INT_BYTES * columns),
  ].reduce((sum, bytes) => sum + bytes);
}

/**
 * Prepares to decode the rows in the kernel: decodes the weights and the residual. Borrows the region "cells", which the
 * rows fill later, because the first use of a page of memory is slow.
 *
 * @param wasm the memory as the kernel takes it
 * @returns undefined if there is too little memory to decode in
 * @throws DictionaryError if the numbers are damaged
 */
export function weightTableRowsInKernel(
  matrix: WeightTableMatrix,
  memory: KernelMemory,
  wasm: WasmMemory,
): MatrixRows | undefined {
  const kernel = kernelIn(wasm);
  const kept = memory.region("rows");
  return memory.borrow(["cells", "search"], (scratch) => {
    const decoder = new WeightDecoder(matrix, { kernel, kept, scratch });
    return scratch.fits ? new KernelWeightSums(matrix, decoder.decode(), memory) : undefined;
  });
}

/** The decoded matrix in the kernel's memory. */
interface DecodedMatrix {
  readonly kernel: Kernel;
  /** The address of the record. */
  readonly address: number;
  /** Addresses of space for the sums of one row, and for those of coarse tables that are kept. */
  readonly sums: number;
  readonly keptSums: number;
  /** For each row a number; rows with equal labels in every coarse table share it. */
  readonly coarseLabels: Uint16Array;
}

/** WeightSums of weight-sums.ts in the kernel. */
class KernelWeightSums implements MatrixRows {
  readonly #matrix: DecodedMatrix;
  readonly #columns: number;
  readonly #bytes: Uint8Array;
  readonly #cells: number;
  /** The coarse label of the sums in each place of those kept; -1 if there are none. */
  readonly #kept = new Int32Array(KEPT_SUMS).fill(-1);

  constructor({ columns }: WeightTableMatrix, matrix: DecodedMatrix, memory: KernelMemory) {
    this.#matrix = matrix;
    this.#columns = columns;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#cells = memory.region("cells").address;
  }

  make(row: number): void {
    const { kernel, address, sums, keptSums, coarseLabels } = this.#matrix;
    const bytes = INT_BYTES * this.#columns;
    const label = coarseLabels[row];
    const place = label % KEPT_SUMS;
    const coarseSums = keptSums + place * bytes;
    if (this.#kept[place] !== label) {
      this.#bytes.fill(0, coarseSums, coarseSums + bytes);
      kernel.addTables(address, row, 1, coarseSums);
      this.#kept[place] = label;
    }
    this.#bytes.copyWithin(sums, coarseSums, coarseSums + bytes);
    kernel.addTables(address, row, 0, sums);
    kernel.fillRow(address, row, sums, this.#cells + CELL_BYTES * rowStart(row, this.#columns));
  }
}

/** Decodes the weights and the residual in the kernel. All the scratch that it needs is reserved when it is made. */
class WeightDecoder {
  readonly #matrix: WeightTableMatrix;
  readonly #space: KernelSpace;
  readonly #rows: KernelClasses;
  readonly #columns: KernelClasses;
  /** The address of the record of the coded input. */
  readonly #coded: number;

  constructor(matrix: WeightTableMatrix, space: KernelSpace) {
    const { weights, residual } = matrix;
    const { scratch } = space;
    this.#matrix = matrix;
    this.#space = space;
    const sortStarts = scratch.reserve(startsBytes(LARGEST_VALUE));
    this.#rows = new KernelClasses(space, matrix.rowFields, matrix.rows, sortStarts);
    this.#columns = new KernelClasses(space, matrix.columnFields, matrix.columns, sortStarts);
    this.#coded = placeRecords(scratch, CODED_BYTES, [
      {
        [CODED_ROWS]: this.#rows.address,
        [CODED_COLUMNS]: this.#columns.address,
        [CODED_GAPS]: placeStream(space, weights.gaps),
        [CODED_WHOLES]: placeStream(space, weights.wholes),
        [CODED_FRACTIONS]: placeStream(space, weights.fractions),
        [CODED_TABLE]: scratch.reserve(WEIGHT_BYTES * mostWeights(weights.tables)),
        [CODED_RESIDUAL_GAPS]: placeStream(space, residual.gaps),
        [CODED_RESIDUAL_VALUES]: placeStream(space, residual.values),
        [CODED_RANKS]: scratch.place(Uint16Array.from(residual.ranks)),
      },
    ]);
  }

  decode(): DecodedMatrix {
    const { rows, columns, weights, residual } = this.#matrix;
    const { kernel, kept } = this.#space;
    this.#rows.sort();
    this.#columns.sort();
    const count = weightCount(weights.tables);
    const tables = this.#placeTables();
    const cells = kept.reserve(RESIDUAL_BYTES * residual.count);
    const address = placeRecords(kept, MATRIX_BYTES, [
      {
        [MATRIX_COLUMNS]: columns,
        [MATRIX_TABLES]: tables,
        [MATRIX_TABLES_END]: tables + TABLE_BYTES * weights.tables.length,
        [MATRIX_COLUMN_LABELS]: kept.reserve(CELL_BYTES * count),
        [MATRIX_VALUES]: kept.reserve(INT_BYTES * count),
        [MATRIX_RESIDUAL]: cells,
        [MATRIX_RESIDUAL_END]: cells + RESIDUAL_BYTES * residual.count,
        [MATRIX_RANGES]: kept.reserve(RANGE_BYTES * rows),
      },
    ]);
    if (!kernel.decodeWeights(address, this.#coded)) throw damagedNumbers(weights.gaps.name);
    if (!kernel.decodeResidual(address, this.#coded)) throw damagedNumbers(residual.gaps.name);
    return {
      kernel,
      address,
      coarseLabels: this.#coarseLabels(),
      sums: kept.reserve(INT_BYTES * columns),
      keptSums: kept.reserve(KEPT_SUMS * INT_BYTES * columns),
    };
  }

  #placeTables(): number {
    const { rows, weights: coded } = this.#matrix;
    const { kept } = this.#space;
    const records = coded.tables.map(({ rowSet, columnSet, weights }) => {
      const rowLabels = this.#rows.labels(rowSet);
      const columnLabels = this.#columns.labels(columnSet);
      return {
        [TABLE_ROWS]: rowLabels.address,
        [TABLE_COLUMNS]: columnLabels.address,
        [TABLE_WEIGHTS]: weights,
        [TABLE_FIRST_WEIGHTS]: kept.reserve(startsBytes(rowLabels.count)),
        [TABLE_IS_BY_COLUMNS]: Number(isByColumns(rowLabels, columnLabels)),
        [TABLE_GAP_HINT]: gapHint(rowLabels, columnLabels, weights),
        [TABLE_IS_COARSE]: Number(isCoarse(rowLabels, rows)),
      };
    });
    return placeRecords(kept, TABLE_BYTES, records);
  }

  #coarseLabels(): Uint16Array {
    const { rows, weights } = this.#matrix;
    const labels = weights.tables.map(({ rowSet }) => this.#rows.labels(rowSet));
    return this.#rows.common(new Set(labels.filter((each) => isCoarse(each, rows))));
  }
}

/** Places a list for the kernel to decode; returns the address of its record. */
function placeStream({ kernel, scratch }: KernelSpace, { frequencies, words }: CodedList): number {
  const counts = scratch.place(frequencies.counts);
  const contexts = scratch.reserve(CODING.LIST_CONTEXTS * CONTEXT_BYTES);
  const start = scratch.place(words);
  if (scratch.fits) kernel.openContexts(counts, CODING.LIST_CONTEXTS, contexts);
  return placeRecords(scratch, STREAM_BYTES, [
    {
      [STREAM_CONTEXTS]: contexts,
      [STREAM_NEXT]: start + words.BYTES_PER_ELEMENT * FIRST_WORD,
      [STREAM_END]: start + words.byteLength,
      [STREAM_STATE]: firstState(words, 0),
    },
  ]);
}
