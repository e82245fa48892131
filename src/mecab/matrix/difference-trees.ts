import { DictionaryError } from "../../base/errors.js";
import { encodeGrid } from "../compiler/rans-encoder.js";
import type { ColumnBounds } from "../file/tables.js";
import { CodedGrid } from "./rans.js";
import { boundsOf, columnBounds, layOutRow, type MatrixRows, sectionOfBounds } from "./row-groups.js";

/**
 * A connection matrix as differences along two trees.
 *
 * Row i resembles its parent row p(i), column j its parent column q(j); what is stored is
 * D[i,j] = M[i,j] - M[p(i),j] - M[i,q(j)] + M[p(i),q(j)], mostly zero, in an order in which parents come first. A root's
 * parent counts as zeros. All sums are modulo 65,536, so every difference fits 16 bits.
 *
 * A row needs only those on its way to a root, so rows are made when they are first needed.
 *
 * The trees are minimum spanning trees over estimated code lengths of differences, the row tree of column differences
 * and the other way round. Sections: the order and parents of rows and columns, the least and the greatest cell of every
 * column, and the differences as {@link CodedGrid} takes them.
 */
const SECTIONS = {
  rows: "matrix.rows",
  columns: "matrix.columns",
  bounds: "matrix.bounds",
  frequencies: "grid.odds",
  lengths: "grid.lengths",
  ranks: "grid.ranks",
  stream: "grid.rans",
} as const;

/** The parent of what has none. */
export const ROOT = 0xffff;
/** Trees are refined this often, in turn. */
const ROUNDS = 2;
/** What a step more from the root counts in the row tree, as bits do below: a row then needs a third of the rows. */
const DEPTH_COST = 50;
/** A distance looks at no more than about this many cells. */
const SAMPLE = 400;

/** A tree over indices: order[k] is the k-th index, parents[k] < k the place of its parent in the order, or ROOT. */
export interface Tree {
  readonly order: Uint16Array;
  readonly parents: Uint16Array;
}

/** Codes a matrix of rows by columns, row after row. */
export function encodeMatrix(matrix: Int16Array, rows: number, columns: number): Map<string, Uint8Array> {
  const turned = transpose(matrix, rows, columns);
  let rowTree = spanningTree(matrix, rows, columns, DEPTH_COST);
  let columnTree = spanningTree(transpose(differences(matrix, columns, rowTree), rows, columns), columns, rows);
  for (let round = 1; round < ROUNDS; round++) {
    rowTree = spanningTree(transpose(differences(turned, rows, columnTree), columns, rows), rows, columns, DEPTH_COST);
    columnTree = spanningTree(transpose(differences(matrix, columns, rowTree), rows, columns), columns, rows);
  }

  const grid = new Int16Array(rows * columns);
  let cell = 0;
  const byRows = differences(matrix, columns, rowTree);
  for (const row of rowTree.order) {
    for (let k = 0; k < columns; k++) {
      const at = row * columns;
      const parent = columnTree.parents[k];
      const before = parent === ROOT ? 0 : byRows[at + columnTree.order[parent]];
      grid[cell++] = byRows[at + columnTree.order[k]] - before;
    }
  }
  const { frequencies, lengths, ranks, stream } = encodeGrid(grid, columns);
  return new Map([
    [SECTIONS.rows, bytesOfTree(rowTree)],
    [SECTIONS.columns, bytesOfTree(columnTree)],
    [SECTIONS.bounds, sectionOfBounds(columnBounds(matrix, columns))],
    [SECTIONS.frequencies, frequencies],
    [SECTIONS.lengths, lengths],
    [SECTIONS.ranks, ranks],
    [SECTIONS.stream, stream],
  ]);
}

/** What {@link encodeMatrix} made. */
export class DifferenceTreeMatrix {
  readonly rowTree: Tree;
  readonly columnTree: Tree;
  readonly grid: CodedGrid;
  readonly bounds: ColumnBounds;

  /** @throws DictionaryError where a section is not of the right size or holds no tree */
  constructor(
    section: (name: string) => Uint8Array,
    readonly rows: number,
    readonly columns: number,
    name: string,
  ) {
    const called = (part: string): string => `${name}, section ${part}`;
    this.rowTree = treeOfBytes(section(SECTIONS.rows), rows, called(SECTIONS.rows));
    this.columnTree = treeOfBytes(section(SECTIONS.columns), columns, called(SECTIONS.columns));
    this.bounds = boundsOf(section(SECTIONS.bounds), columns, called(SECTIONS.bounds));
    const parts = {
      frequencies: section(SECTIONS.frequencies),
      lengths: section(SECTIONS.lengths),
      ranks: section(SECTIONS.ranks),
      stream: section(SECTIONS.stream),
    };
    this.grid = new CodedGrid(parts, rows, columns, called(SECTIONS.stream));
  }

  /** Its rows, made in TypeScript. */
  makeRows(cells: Int16Array): MatrixRows {
    const { rows, columns, rowTree, columnTree, grid } = this;
    const matrix = new Int16Array(rows * columns);
    const stored = new Int16Array(columns);
    // The current row's differences from its parent; the last place stays 0, for columns that are roots.
    const line = new Int32Array(columns + 1);
    const parentPlaces = columnTree.parents.map((parent) => (parent === ROOT ? columns : parent));
    const decode = (place: number): void => {
      const start = rowTree.order[place] * columns;
      const parent = rowTree.parents[place];
      // A root's own cells are still zeros.
      const parentStart = parent === ROOT ? start : rowTree.order[parent] * columns;
      grid.decodeRow(place, stored);
      for (let c = 0; c < columns; c++) {
        line[c] = stored[c] + line[parentPlaces[c]];
        const column = columnTree.order[c];
        matrix[start + column] = line[c] + matrix[parentStart + column];
      }
    };
    return new DifferenceTreeRows(rowTree, decode, (row) => layOutRow(matrix, row, columns, cells));
  }
}

/**
 * Makes rows, each after those that it differs from. What is decoded lies one row after the other; where the search
 * wants it lie only rows that it asked for.
 */
export class DifferenceTreeRows implements MatrixRows {
  readonly #parents: Uint16Array;
  readonly #places: Uint16Array;
  readonly #isDecoded: Uint8Array;
  /** The places of rows that are to be decoded, the last one first. */
  readonly #waiting: Uint16Array;

  /**
   * @param decode decodes the row of a place in the tree's order, of which the parent is decoded
   * @param layOut lays out a row that is decoded
   */
  constructor(
    { order, parents }: Tree,
    private readonly decode: (place: number) => void,
    private readonly layOut: (row: number) => void,
  ) {
    this.#parents = parents;
    this.#places = new Uint16Array(order.length);
    for (let place = 0; place < order.length; place++) this.#places[order[place]] = place;
    this.#isDecoded = new Uint8Array(order.length);
    this.#waiting = new Uint16Array(order.length);
  }

  make(row: number): void {
    let count = 0;
    let place = this.#places[row];
    while (place !== ROOT && this.#isDecoded[place] === 0) {
      this.#waiting[count++] = place;
      place = this.#parents[place];
    }
    while (count > 0) {
      place = this.#waiting[--count];
      this.decode(place);
      this.#isDecoded[place] = 1;
    }
    this.layOut(row);
  }
}

/** Rows minus their parents, in place of the rows. */
function differences(matrix: Int16Array, columns: number, { order, parents }: Tree): Int16Array {
  const result = new Int16Array(matrix.length);
  order.forEach((row, k) => {
    const parent = parents[k];
    const at = row * columns;
    const from = parent === ROOT ? -1 : order[parent] * columns;
    for (let c = 0; c < columns; c++) result[at + c] = matrix[at + c] - (from < 0 ? 0 : matrix[from + c]);
  });
  return result;
}

function transpose(matrix: Int16Array, rows: number, columns: number): Int16Array {
  const turned = new Int16Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = matrix[row * columns + column];
  }
  return turned;
}

/**
 * Prim's algorithm over distances between rows; each row of the order is the nearest to those before.
 *
 * @param depthCost what is added to the distance from a row for each step between it and the root
 */
function spanningTree(matrix: Int16Array, rows: number, columns: number, depthCost = 0): Tree {
  const step = Math.max(1, Math.floor(columns / SAMPLE));
  const width = Math.ceil(columns / step);
  const cells = new Int16Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < width; c++) cells[row * width + c] = matrix[row * columns + c * step];
  }
  const bits = differenceBits();
  const order = new Uint16Array(rows);
  const parents = new Uint16Array(rows);
  const place = new Int32Array(rows).fill(-1);
  const distance = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const nearest = new Int32Array(rows).fill(-1);
  const depth = new Int32Array(rows);
  let current = 0;
  for (let k = 0; k < rows; k++) {
    order[k] = current;
    parents[k] = nearest[current] < 0 ? ROOT : place[nearest[current]];
    place[current] = k;
    depth[current] = nearest[current] < 0 ? 0 : depth[nearest[current]] + 1;
    const extra = depthCost * depth[current];
    let next = -1;
    for (let row = 0; row < rows; row++) {
      if (place[row] >= 0) continue;
      const limit = distance[row] - extra;
      const found = extra + distanceBelow(cells, current * width, row * width, width, bits, limit);
      if (found < distance[row]) {
        distance[row] = found;
        nearest[row] = current;
      }
      if (next < 0 || distance[row] < distance[next]) next = row;
    }
    current = next;
  }
  return { order, parents };
}

/** The sum of bits of two rows' differences; some number from the limit up once it is reached. */
function distanceBelow(
  cells: Int16Array,
  a: number,
  b: number,
  width: number,
  bits: Uint8Array,
  limit: number,
): number {
  let sum = 0;
  for (let start = 0; start < width && sum < limit; start += 64) {
    const end = Math.min(start + 64, width);
    for (let c = start; c < end; c++) sum += bits[cells[a + c] - cells[b + c] + 0x10000];
  }
  return sum;
}

/** About twice the bits that a difference from -65,536 up costs; nothing for 0. In integers, the same everywhere. */
function differenceBits(): Uint8Array {
  return Uint8Array.from({ length: 0x20000 }, (_, index) => {
    const size = Math.abs(index - 0x10000);
    return size === 0 ? 0 : 4 + 2 * (32 - Math.clz32(size));
  });
}

function bytesOfTree({ order, parents }: Tree): Uint8Array {
  const both = new Uint16Array(2 * order.length);
  both.set(order);
  both.set(parents, order.length);
  return new Uint8Array(both.buffer);
}

function treeOfBytes(bytes: Uint8Array, size: number, name: string): Tree {
  if (bytes.length !== 4 * size) throw new DictionaryError(name, `${bytes.length} bytes`, `${4 * size}`);
  const both = new Uint16Array(bytes.buffer, bytes.byteOffset, 2 * size);
  const order = both.slice(0, size);
  const parents = both.slice(size);
  const seen = new Uint8Array(size);
  for (let k = 0; k < size; k++) {
    if (order[k] >= size || seen[order[k]]++ > 0 || (parents[k] !== ROOT && parents[k] >= k)) {
      throw new DictionaryError(name, `index ${order[k]} with parent ${parents[k]}`, "a tree, parents first");
    }
  }
  return { order, parents };
}
