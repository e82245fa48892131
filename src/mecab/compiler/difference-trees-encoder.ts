import { NO_PARENT, TREE_SECTIONS, type Tree } from "../matrix/difference-trees.js";
import { bytesOf } from "./bytes-of.js";
import { encodeColumnBounds } from "./column-bounds-encoder.js";
import { encodeGrid } from "./rans-encoder.js";

/** The number of times that each tree is built, the row tree and the column tree in turn. */
const ROUNDS = 2;
/**
 * The distance that each step from the root adds in the row tree, in the unit of {@link differenceBits}. It keeps the
 * tree shallow: for the first row requested of IPADIC, 9 rows must be decoded on average, without it 27.
 */
const DEPTH_COST = 50;
/** The approximate number of cells by which two rows are compared. */
const SAMPLE = 400;
/** Rows are compared this many cells at a time before the limit is checked. */
const COMPARED_CELLS = 64;

/**
 * Codes a matrix as the sections of difference trees (matrix/difference-trees.ts).
 *
 * @param matrix the cells, row after row
 */
export function encodeDifferenceTrees(matrix: Int16Array, rows: number, columns: number): Map<string, Uint8Array> {
  // Each tree is built from the differences that the other tree leaves.
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
    const start = row * columns;
    for (let place = 0; place < columns; place++) {
      const parent = columnTree.parents[place];
      const parentDifference = parent === NO_PARENT ? 0 : byRows[start + columnTree.order[parent]];
      grid[cell++] = byRows[start + columnTree.order[place]] - parentDifference;
    }
  }
  const { frequencies, lengths, ranks, stream } = encodeGrid(grid, columns);
  return new Map([
    [TREE_SECTIONS.rows, bytesOfTree(rowTree)],
    [TREE_SECTIONS.columns, bytesOfTree(columnTree)],
    [TREE_SECTIONS.bounds, encodeColumnBounds(matrix, columns)],
    [TREE_SECTIONS.frequencies, frequencies],
    [TREE_SECTIONS.lengths, lengths],
    [TREE_SECTIONS.ranks, ranks],
    [TREE_SECTIONS.stream, stream],
  ]);
}

/** A matrix of each row's differences from its parent row. */
function differences(matrix: Int16Array, columns: number, { order, parents }: Tree): Int16Array {
  const result = new Int16Array(matrix.length);
  order.forEach((row, place) => {
    const parent = parents[place];
    const start = row * columns;
    const parentStart = parent === NO_PARENT ? -1 : order[parent] * columns;
    for (let c = 0; c < columns; c++) {
      result[start + c] = matrix[start + c] - (parentStart < 0 ? 0 : matrix[parentStart + c]);
    }
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
 * Builds a minimum spanning tree over the rows by Prim's algorithm: each next row of the order is the one nearest to the
 * rows before it.
 *
 * @param depthCost added to the distance from a row for each step between that row and the root
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
    parents[k] = nearest[current] < 0 ? NO_PARENT : place[nearest[current]];
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

/**
 * The estimated bits of the differences between two rows.
 *
 * @param a the index of the first row's first cell
 * @param b the index of the second row's first cell
 * @param limit if the sum reaches it, any number from it up may be returned
 */
function distanceBelow(
  cells: Int16Array,
  a: number,
  b: number,
  width: number,
  bits: Uint8Array,
  limit: number,
): number {
  let sum = 0;
  for (let start = 0; start < width && sum < limit; start += COMPARED_CELLS) {
    const end = Math.min(start + COMPARED_CELLS, width);
    for (let c = start; c < end; c++) sum += bits[cells[a + c] - cells[b + c] + 0x10000];
  }
  return sum;
}

/**
 * For each difference from -65,536 up, about twice the bits that it takes when coded; 0 for the difference 0. The
 * numbers are integers, so that the trees are the same on every machine.
 */
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
  return bytesOf(both);
}
