import { DictionaryError } from "../../base/errors.js";
import { boundsOf, type StatedBounds } from "./column-bounds.js";
import { CodedGrid } from "./rans.js";
import { layOutRow, type MatrixRows } from "./row-groups.js";
import { uint16s } from "./section-numbers.js";

/**
 * A connection matrix M coded as differences along two trees, one over its rows and one over its columns.
 *
 * Many rows resemble another row, and many columns another column. Each row i therefore has a parent row p(i) and each
 * column j a parent column q(j). Stored for each cell is
 *
 *     D[i,j] = M[i,j] − M[p(i),j] − M[i,q(j)] + M[p(i),q(j)]
 *
 * which is the difference, between column j and its parent column, of row i's differences from its parent row. Most of
 * these are 0. A row or column without a parent is a root; its parent's cells count as 0. All sums are modulo 65,536, so
 * every D fits 16 bits, whatever the costs are.
 *
 * To decode row i, walk the columns in an order in which parents come first:
 *
 *     difference[j] = D[i,j] + difference[q(j)]
 *     M[i,j] = difference[j] + M[p(i),j]
 *
 * So a row needs its parent row and, through it, all rows up to a root, but no other row. Rows are decoded on first use.
 *
 * The trees are minimum spanning trees over estimated code lengths of differences
 * (compiler/difference-trees-encoder.ts). IPADIC's matrix of 1,280 × 1,279 cells, 3.3 MB, takes 0.48 MB in this coding.
 *
 * Sections: the order and the parents of the rows, the same of the columns, the lowest and the highest cell of every
 * column, and four that hold the differences as {@link CodedGrid} reads them.
 */
export const TREE_SECTIONS = {
  rows: "matrix.rows",
  columns: "matrix.columns",
  bounds: "matrix.bounds",
  frequencies: "grid.odds",
  lengths: "grid.lengths",
  ranks: "grid.ranks",
  stream: "grid.rans",
} as const;

/** In {@link Tree.parents}, the entry of a root. */
export const NO_PARENT = 0xffff;

/** A tree over the rows or the columns. */
export interface Tree {
  /** The indices of the rows or columns in the order in which they are coded: parents come first. */
  readonly order: Uint16Array;
  /** For each place k in the order, the place of its parent, which is less than k; or {@link NO_PARENT}. */
  readonly parents: Uint16Array;
}

/** A matrix read from the sections of difference trees, none of its rows decoded yet. */
export class DifferenceTreeMatrix {
  readonly rowTree: Tree;
  readonly columnTree: Tree;
  readonly grid: CodedGrid;
  readonly bounds: StatedBounds;

  /**
   * @param section returns the bytes of the section of a name
   * @param name the file's name in errors
   * @throws DictionaryError if a section has the wrong size or holds no tree
   */
  constructor(
    section: (name: string) => Uint8Array,
    readonly rows: number,
    readonly columns: number,
    name: string,
  ) {
    const nameOf = (part: string): string => `${name}, section ${part}`;
    this.rowTree = treeOf(section(TREE_SECTIONS.rows), rows, nameOf(TREE_SECTIONS.rows));
    this.columnTree = treeOf(section(TREE_SECTIONS.columns), columns, nameOf(TREE_SECTIONS.columns));
    this.bounds = boundsOf(section(TREE_SECTIONS.bounds), columns, nameOf(TREE_SECTIONS.bounds));
    const parts = {
      frequencies: section(TREE_SECTIONS.frequencies),
      lengths: section(TREE_SECTIONS.lengths),
      ranks: section(TREE_SECTIONS.ranks),
      stream: section(TREE_SECTIONS.stream),
    };
    this.grid = new CodedGrid(parts, rows, columns, nameOf(TREE_SECTIONS.stream));
  }

  /** Prepares to decode the rows in TypeScript. */
  makeRows(cells: Int16Array): MatrixRows {
    const { rows, columns, rowTree, columnTree, grid } = this;
    const matrix = new Int16Array(rows * columns);
    const coded = new Int16Array(columns);
    // By place in the column tree, the row's differences from its parent row. The last entry stays 0: the parent of roots.
    const differences = new Int32Array(columns + 1);
    const parentPlaces = columnTree.parents.map((parent) => (parent === NO_PARENT ? columns : parent));
    const decode = (place: number): void => {
      const start = rowTree.order[place] * columns;
      const parent = rowTree.parents[place];
      // The cells of a root are still zeros, as its parent's should be.
      const parentStart = parent === NO_PARENT ? start : rowTree.order[parent] * columns;
      grid.decodeRow(place, coded);
      for (let c = 0; c < columns; c++) {
        differences[c] = coded[c] + differences[parentPlaces[c]];
        const column = columnTree.order[c];
        matrix[start + column] = differences[c] + matrix[parentStart + column];
      }
    };
    return new DifferenceTreeRows(rowTree, decode, (row) => layOutRow(matrix, row, columns, cells));
  }
}

/**
 * Decodes rows on first use, each after its parent row.
 *
 * A decoded row is kept in a matrix stored row after row, because other rows need it as their parent. Only rows that the
 * search asked for are copied to the dictionary's row groups.
 */
export class DifferenceTreeRows implements MatrixRows {
  readonly #parents: Uint16Array;
  readonly #places: Uint16Array;
  readonly #isDecoded: Uint8Array;
  /** A stack of the places still to be decoded: a row, its parent, that row's parent, … */
  readonly #waiting: Uint16Array;

  /**
   * @param decode decodes the row at a place of the tree's order, after its parent was decoded
   * @param layOut copies a decoded row to its row group
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
    while (place !== NO_PARENT && this.#isDecoded[place] === 0) {
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

/** Reads a tree from a section: the order, then the parents, in 16 bits each. */
function treeOf(bytes: Uint8Array, size: number, name: string): Tree {
  const both = uint16s(bytes);
  const expected = 2 * size * both.BYTES_PER_ELEMENT;
  if (bytes.length !== expected) throw new DictionaryError(name, `${bytes.length} bytes`, `${expected} bytes`);
  const order = both.slice(0, size);
  const parents = both.slice(size);
  const seen = new Uint8Array(size);
  for (let place = 0; place < size; place++) {
    if (order[place] >= size || seen[order[place]]++ > 0 || (parents[place] !== NO_PARENT && parents[place] >= place)) {
      throw new DictionaryError(name, `index ${order[place]} with parent ${parents[place]}`, "a tree, parents first");
    }
  }
  return { order, parents };
}
