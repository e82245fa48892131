import { type Kernel, kernelIn } from "../kernel/kernel.js";
import { CONTEXT_BYTES } from "../memory/layout.js";
import { aligned, inFirstThatFits, Region, scratchIn } from "../memory/region.js";
import { hashTableSize, lastField, withoutLastField } from "./class-labels.js";
import { CODING, type CodedList, damagedNumbers, FIRST_WORD, firstState } from "./rans.js";
import { type MatrixRows, rowStart } from "./row-groups.js";
import { isCoarse } from "./weight-sums.js";
import type { WeightTableMatrix } from "./weight-tables.js";
import { mostWeights, weightCount } from "./weights.js";

/** Records as kernel/weight-tables.ts has them. */
const LABELS_INTS = 4;
const TABLE_INTS = 5;
const PAIR_INTS = 2;
const REST_INTS = 4;
/** What the kernel needs for each weight of a table that it decodes, and for each entry of a hash table. */
const WEIGHT_BYTES = 8;
const ENTRY_BYTES = 8;
/** Labels and values have 16 bits, and where they begin is listed for two more. */
const STARTS_BYTES = 4 * (0x10000 + 2);
const CELL_BYTES = 2;
/** So many sums of coarse tables are kept at a time. */
const KEPT_SUMS = 256;

/** How much memory {@link weightTableRowsInKernel} needs, at most. */
export function weightTableBytes({ rows, columns, weights: coded, residual }: WeightTableMatrix): number {
  const { tables } = coded;
  const ofLabels = (classes: number, sets: number): number =>
    sets * (aligned(4 * LABELS_INTS) + 2 * aligned(2 * classes) + aligned(4 * (classes + 2)));
  const weights = weightCount(tables);
  return [
    ofLabels(rows, allSets(tables.map(({ rowSet }) => rowSet)).size),
    ofLabels(columns, allSets(tables.map(({ columnSet }) => columnSet)).size),
    aligned(4 * TABLE_INTS * tables.length),
    tables.length * aligned(4 * (rows + 2)),
    aligned(4 * PAIR_INTS) + aligned(2 * weights) + aligned(4 * weights),
    aligned(4 * REST_INTS) + 2 * aligned(4 * rows) + 2 * aligned(2 * residual.count),
    aligned(4 * columns) + KEPT_SUMS * aligned(4 * columns),
  ].reduce((sum, bytes) => sum + bytes);
}

/** Sets, and those that their labels are refined from. */
function allSets(sets: readonly number[]): Set<number> {
  const all = new Set<number>();
  for (const set of sets) {
    for (let rest = set; rest !== 0; rest = withoutLastField(rest)) all.add(rest);
  }
  return all;
}

/**
 * Its rows, made by the kernel; undefined where it has too little memory.
 *
 * @param cells where they are to be, in the kernel's memory
 * @param memory a dictionary's, in which no search was made yet
 * @param address from where on it is all zeros, and has room for {@link weightTableBytes}
 * @throws DictionaryError where the numbers are damaged
 */
export function weightTableRowsInKernel(
  matrix: WeightTableMatrix,
  cells: Int16Array,
  memory: WebAssembly.Memory,
  address: number,
): MatrixRows | undefined {
  const kernel = kernelIn(memory);
  const room = new Region(memory, address, address + weightTableBytes(matrix));
  // Memory costs time when it is first used: where rows are to be, what they are made of may be before.
  const rowRoom = new Region(memory, cells.byteOffset, cells.byteOffset + cells.byteLength);
  return inFirstThatFits([rowRoom, scratchIn(memory)], (scratch) => {
    const decoder = new SumDecoder(matrix, kernel, room, scratch);
    return scratch.fits ? new SumRows(matrix, decoder.decode(), memory, cells) : undefined;
  });
}

/** What was decoded, by addresses. */
interface DecodedSum {
  readonly kernel: Kernel;
  readonly tables: number;
  readonly tablesEnd: number;
  readonly weights: number;
  readonly rest: number;
  /** Region for the sums of one row, and for those of coarse tables that are kept. */
  readonly sums: number;
  readonly keptSums: number;
  /** By row, a number that rows share which are the same to all coarse tables. */
  readonly coarseLabels: Uint16Array;
}

/** As the rows of WeightSums in weight-tables.ts. */
class SumRows implements MatrixRows {
  readonly #sum: DecodedSum;
  readonly #columns: number;
  readonly #bytes: Uint8Array;
  readonly #cells: number;
  /** By place, of which label the sums are that are kept there. */
  readonly #kept = new Int32Array(KEPT_SUMS).fill(-1);

  constructor({ columns }: WeightTableMatrix, sum: DecodedSum, memory: WebAssembly.Memory, cells: Int16Array) {
    this.#sum = sum;
    this.#columns = columns;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#cells = cells.byteOffset;
  }

  make(row: number): void {
    const { kernel, tables, tablesEnd, weights, rest, sums, keptSums, coarseLabels } = this.#sum;
    const bytes = 4 * this.#columns;
    const label = coarseLabels[row];
    const place = label % KEPT_SUMS;
    const coarse = keptSums + place * bytes;
    if (this.#kept[place] !== label) {
      this.#bytes.fill(0, coarse, coarse + bytes);
      kernel.addTables(tables, tablesEnd, 1, weights, row, coarse);
      this.#kept[place] = label;
    }
    this.#bytes.copyWithin(sums, coarse, coarse + bytes);
    kernel.addTables(tables, tablesEnd, 0, weights, row, sums);
    kernel.fillRow(sums, this.#columns, rest, row, this.#cells + CELL_BYTES * rowStart(row, this.#columns));
  }
}

/** As WeightSums in weight-tables.ts is made. What it needs of the scratch it takes at once. */
class SumDecoder {
  readonly #matrix: WeightTableMatrix;
  readonly #kernel: Kernel;
  readonly #room: Region;
  readonly #rows: PlacedClasses;
  readonly #columns: PlacedClasses;
  readonly #lists: readonly number[];
  readonly #restLists: readonly number[];
  readonly #ranks: number;
  readonly #comingWeights: number;
  readonly #next: number;

  constructor(matrix: WeightTableMatrix, kernel: Kernel, room: Region, scratch: Region) {
    this.#matrix = matrix;
    this.#kernel = kernel;
    this.#room = room;
    const starts = scratch.reserve(STARTS_BYTES);
    this.#next = scratch.reserve(STARTS_BYTES);
    const place = { kernel, room, scratch, starts, next: this.#next };
    this.#rows = new PlacedClasses(place, matrix.rowFields, matrix.rows);
    this.#columns = new PlacedClasses(place, matrix.columnFields, matrix.columns);
    const placed = (list: CodedList): number => placeList(kernel, scratch, list);
    this.#lists = [matrix.weights.gaps, matrix.weights.wholes, matrix.weights.fractions].map(placed);
    this.#restLists = [matrix.residual.gaps, matrix.residual.values].map(placed);
    this.#ranks = scratch.place(Uint16Array.from(matrix.residual.ranks));
    this.#comingWeights = scratch.reserve(WEIGHT_BYTES * mostWeights(matrix.weights.tables));
  }

  decode(): DecodedSum {
    this.#rows.sort();
    this.#columns.sort();
    const tables = this.#placeTables();
    const tablesEnd = tables + 4 * TABLE_INTS * this.#matrix.weights.tables.length;
    const { columns } = this.#matrix;
    return {
      kernel: this.#kernel,
      tables,
      tablesEnd,
      weights: this.#decodeWeights(tables, tablesEnd),
      rest: this.#decodeRest(),
      coarseLabels: this.#coarseLabels(),
      sums: this.#room.reserve(4 * columns),
      keptSums: this.#room.reserve(KEPT_SUMS * 4 * columns),
    };
  }

  #placeTables(): number {
    const { rows, weights: coded } = this.#matrix;
    const ints = coded.tables.flatMap(({ rowSet, columnSet, weights }) => {
      const rowLabels = this.#rows.labels(rowSet);
      const columnLabels = this.#columns.labels(columnSet);
      const first = this.#room.reserve(4 * (rowLabels.count + 2));
      return [rowLabels.address, columnLabels.address, weights, first, Number(isCoarse(rowLabels, rows))];
    });
    return this.#room.place(Int32Array.from(ints));
  }

  #decodeWeights(tables: number, tablesEnd: number): number {
    const { tables: heads, gaps } = this.#matrix.weights;
    const count = weightCount(heads);
    const weights = this.#room.place(Int32Array.of(this.#room.reserve(2 * count), this.#room.reserve(4 * count)));
    const [gapList, wholes, fractions] = this.#lists;
    const room = this.#comingWeights;
    if (!this.#kernel.decodeWeights(tables, tablesEnd, gapList, wholes, fractions, weights, room, this.#next)) {
      throw damagedNumbers(gaps.name);
    }
    return weights;
  }

  #decodeRest(): number {
    const { rows, columns, residual } = this.#matrix;
    const sizes = [4 * rows, 4 * rows, 2 * residual.count, 2 * residual.count];
    const rest = this.#room.place(Int32Array.from(sizes, (bytes) => this.#room.reserve(bytes)));
    const [gaps, numbers] = this.#restLists;
    this.#columns.sortBy(this.#ranks);
    const [rowOrder, columnOrder] = [this.#rows.order, this.#columns.order];
    const ranks = this.#ranks;
    if (!this.#kernel.decodeRest(gaps, numbers, residual.count, rowOrder, rows, columnOrder, ranks, columns, rest)) {
      throw damagedNumbers(residual.gaps.name);
    }
    return rest;
  }

  #coarseLabels(): Uint16Array {
    const { rows, weights } = this.#matrix;
    const { tables } = weights;
    const coarse = tables.map(({ rowSet }) => this.#rows.labels(rowSet)).filter((labels) => isCoarse(labels, rows));
    return this.#rows.common(new Set(coarse));
  }
}

/** Labels of a set of fields: their record, their number, by class its label. */
interface PlacedLabels {
  readonly address: number;
  readonly count: number;
  readonly of: number;
}

interface RowAllocation {
  readonly kernel: Kernel;
  readonly room: Region;
  readonly scratch: Region;
  /** In the scratch, lists of where what has a label begins. */
  readonly starts: number;
  readonly next: number;
}

/** As ClassFields in weight-tables.ts. What it needs of the scratch it takes at once. */
class PlacedClasses {
  readonly #place: RowAllocation;
  readonly #classes: number;
  readonly #fields: readonly number[];
  readonly #labels = new Map<number, PlacedLabels>();
  /** The classes in the order of their fields, and room for another order. */
  #order: number;
  #otherOrder: number;
  readonly #entries: number;
  readonly #entryMask: number;
  readonly #common: readonly number[];

  constructor(place: RowAllocation, fields: readonly Uint16Array[], classes: number) {
    const { scratch } = place;
    this.#place = place;
    this.#classes = classes;
    const itself = Uint16Array.from({ length: classes }, (_, index) => index);
    this.#fields = [...fields, itself.map((index) => index + 1)].map((values) => scratch.place(values));
    this.#order = scratch.place(itself);
    this.#otherOrder = scratch.reserve(itself.byteLength);
    const entries = hashTableSize(classes);
    this.#entries = scratch.reserve(ENTRY_BYTES * entries);
    this.#entryMask = entries - 1;
    this.#common = [scratch.reserve(itself.byteLength), scratch.reserve(itself.byteLength)];
  }

  get order(): number {
    return this.#order;
  }

  /** Sorts the classes by their fields, the first before the others. */
  sort(): void {
    for (let field = this.#fields.length - 2; field >= 0; field--) this.sortBy(this.#fields[field]);
  }

  /** Sorts the classes by values; those with the same stay in their order. */
  sortBy(values: number): void {
    const highest = this.#place.kernel.highest(values, this.#classes);
    this.#group(values, highest, this.#otherOrder, this.#place.starts);
    [this.#order, this.#otherOrder] = [this.#otherOrder, this.#order];
  }

  labels(set: number): PlacedLabels {
    let labels = this.#labels.get(set);
    if (labels === undefined) {
      const { room } = this.#place;
      const before = withoutLastField(set);
      const of = room.reserve(CELL_BYTES * this.#classes);
      const count = this.#refine(before === 0 ? 0 : this.labels(before).of, this.#fields[lastField(set)], 0, of);
      const classes = room.reserve(CELL_BYTES * this.#classes);
      const starts = room.reserve(4 * (count + 2));
      this.#group(of, count, classes, starts);
      labels = { address: room.place(Int32Array.of(count, of, classes, starts)), count, of };
      this.#labels.set(set, labels);
    }
    return labels;
  }

  /** By class a number that those share which have the same of each of the given labels. */
  common(all: Iterable<PlacedLabels>): Uint16Array {
    let common = 0;
    for (const { of } of all) {
      const refined = this.#common[common === this.#common[0] ? 1 : 0];
      this.#refine(common, of, 1, refined);
      common = refined;
    }
    if (common === 0) return new Uint16Array(this.#classes);
    return new Uint16Array(this.#place.scratch.copy(common, CELL_BYTES * this.#classes).buffer);
  }

  #refine(labels: number, values: number, plus: number, of: number): number {
    const { kernel } = this.#place;
    return kernel.refine(labels, values, plus, this.#order, this.#classes, of, this.#entries, this.#entryMask);
  }

  #group(of: number, count: number, classes: number, starts: number): void {
    this.#place.kernel.groupClasses(of, count, this.#order, this.#classes, classes, starts, this.#place.next);
  }
}

/** Places a list where the kernel decodes it; returns the address of its record. */
function placeList(kernel: Kernel, scratch: Region, { frequencies: { counts }, words }: CodedList): number {
  const frequencies = scratch.place(counts);
  const contexts = scratch.reserve(CODING.LIST_CONTEXTS * CONTEXT_BYTES);
  const start = scratch.place(words);
  if (scratch.fits) kernel.openContexts(frequencies, CODING.LIST_CONTEXTS, contexts);
  const next = start + CELL_BYTES * FIRST_WORD;
  return scratch.place(Int32Array.of(contexts, next, start + words.byteLength, firstState(words, 0), 0));
}
