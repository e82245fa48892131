import { DictionaryError } from "../errors.js";
import { encodeGrid } from "./compiler/rans-grid-encoder.js";
import { CodedGrid, GridDecoder } from "./rans-grid.js";

/**
 * A connection matrix as differences along two trees.
 *
 * Row i resembles its parent row p(i), column j its parent column q(j); what is stored is
 * D[i,j] = M[i,j] - M[p(i),j] - M[i,q(j)] + M[p(i),q(j)], mostly zero, in an order in which parents come first. A root's
 * parent counts as zeros. All sums are modulo 65,536, so every difference fits 16 bits.
 *
 * The trees are minimum spanning trees over estimated code lengths of differences, the row tree of column differences
 * and the other way round. Sections: the order and parents of rows and columns, and the differences as
 * {@link CodedGrid} takes them.
 */
const ROWS = "matrix.rows";
const COLUMNS = "matrix.columns";
const STREAM = "matrix.rans";
const FREQUENCIES = "matrix.odds";

/** The parent of what has none. */
export const ROOT = 0xffff;
/** Trees are refined this often, in turn. */
const ROUNDS = 2;
/** A distance looks at no more than about this many cells. */
const SAMPLE = 400;

/** A tree over indices: order[k] is the k-th index, parents[k] < k the place of its parent in the order, or ROOT. */
interface Tree {
  readonly order: Uint16Array;
  readonly parents: Uint16Array;
}

/** Codes a matrix of rows by columns, row after row. */
export function encodeMatrix(matrix: Int16Array, rows: number, columns: number): Map<string, Uint8Array> {
  const turned = transpose(matrix, rows, columns);
  let rowTree = spanningTree(matrix, rows, columns);
  let columnTree = spanningTree(transpose(differences(matrix, columns, rowTree), rows, columns), columns, rows);
  for (let round = 1; round < ROUNDS; round++) {
    rowTree = spanningTree(transpose(differences(turned, rows, columnTree), columns, rows), rows, columns);
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
  const { frequencies, stream } = encodeGrid(grid, columns);
  return new Map([
    [ROWS, bytesOfTree(rowTree)],
    [COLUMNS, bytesOfTree(columnTree)],
    [STREAM, stream],
    [FREQUENCIES, frequencies],
  ]);
}

/** What {@link encodeMatrix} made. */
export class TreeMatrix {
  readonly rowTree: Tree;
  readonly columnTree: Tree;
  readonly grid: CodedGrid;

  /** @throws DictionaryError where a section is not of the right size or holds no tree */
  constructor(
    section: (name: string) => Uint8Array,
    readonly rows: number,
    readonly columns: number,
    name: string,
  ) {
    this.rowTree = treeOfBytes(section(ROWS), rows, `${name}, section ${ROWS}`);
    this.columnTree = treeOfBytes(section(COLUMNS), columns, `${name}, section ${COLUMNS}`);
    this.grid = new CodedGrid(section(FREQUENCIES), section(STREAM), `${name}, section ${STREAM}`);
  }

  /** All cells, row after row. @throws DictionaryError where they are damaged */
  decode(): Int16Array {
    const { rows, columns, rowTree, columnTree } = this;
    const cells = new Int16Array(rows * columns);
    const grid = new GridDecoder(this.grid, columns);
    const columnOrder = columnTree.order;
    // The current row's differences from its parent; the last place stays 0, for columns that are roots.
    const line = new Int32Array(columns + 1);
    const parentPlaces = columnTree.parents.map((parent) => (parent === ROOT ? columns : parent));
    const noRow = new Int16Array(columns);
    for (let k = 0; k < rows; k++) {
      const start = rowTree.order[k] * columns;
      const parent = rowTree.parents[k];
      const parentStart = parent === ROOT ? 0 : rowTree.order[parent] * columns;
      const parents = parent === ROOT ? noRow : cells;
      const stored = grid.nextRow();
      for (let c = 0; c < columns; c++) {
        const fromParent = stored[c] + line[parentPlaces[c]];
        line[c] = fromParent;
        const column = columnOrder[c];
        cells[start + column] = fromParent + parents[parentStart + column];
      }
    }
    grid.end();
    return cells;
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

/** Prim's algorithm over distances between rows; each row of the order is the nearest to those before. */
function spanningTree(matrix: Int16Array, rows: number, columns: number): Tree {
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
  let current = 0;
  for (let k = 0; k < rows; k++) {
    order[k] = current;
    parents[k] = nearest[current] < 0 ? ROOT : place[nearest[current]];
    place[current] = k;
    let next = -1;
    for (let row = 0; row < rows; row++) {
      if (place[row] >= 0) continue;
      const found = distanceBelow(cells, current * width, row * width, width, bits, distance[row]);
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
