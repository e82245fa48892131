import { DictionaryError } from "../../base/errors.js";
import { boundsOf, type StatedBounds } from "./column-bounds.js";
import { CodedList } from "./rans.js";
import type { CodedResidual } from "./residual.js";
import type { MatrixRows } from "./row-groups.js";
import { uint16s, uint32s } from "./section-numbers.js";
import { type CodedWeightTables, WeightSums } from "./weight-sums.js";
import { type CodedWeights, type TableHead, weightCount } from "./weights.js";

/**
 * A connection matrix coded as the sum of small tables of weights.
 *
 * MeCab's trainer gives a weight to every combination of features that one of its templates names: for example, to a
 * noun before a particle, or to the conjugation form of the left word and the base form of the right word. A connection
 * cost is the sum of the weights of all templates that apply to the two ids, truncated to a whole number. If the fields
 * of the ids are known (UniDic lists them in left-id.def and right-id.def), such weights can be found again. They are
 * far fewer than the cells.
 *
 * Terms, here and in the other files of this folder:
 * - A row is a class of left ids and a column a class of right ids; ids with the same costs are one class.
 * - A field is a property of a class such as its part of speech. Its value is a number from 1, or 0 for "none" ("*").
 * - A set of fields is a mask of bits. One field more than those stored may be in a set: the class itself.
 * - A set gives each class a label: a number for the combination of its values, or 0 if one of the values is 0
 *   (class-labels.ts).
 * - A table pairs a set of row fields with a set of column fields. It has a weight for each pair of a row label and a
 *   column label that are not 0. Most weights are 0 and not stored (weights.ts).
 * - P, a cell's sum, is the sum of its weights over all tables, in 256ths of a cost.
 * - The cell is P / 256, truncated towards zero, plus a residual, which is 0 for most cells (residual.ts).
 *
 * For example, with one field on each side, rows with the values 1, 1, 2 and columns with the values 1, 2, the weights
 * 10.5 for (1, 1) and -3 for (2, 2) make the matrix 10 0 / 10 0 / 0 -3 (weight-sums.ts). The sums are modulo 65,536,
 * so every matrix can be coded, whatever the weights are.
 *
 * A row needs only its own weights, so rows are decoded one at a time, on first use. The matrix of unidic-lite, 4,243 ×
 * 4,228 cells, takes 1.4 MB instead of 36 MB: 422 tables of 464,704 weights, and a residual in 2.2% of the cells.
 *
 * Sections: the values of all classes, field after field; the tables; the gaps, whole parts and fractions of the
 * weights; the ranks of the columns; the gaps and values of the residual; the lowest and the highest cell of every
 * column. The section of the tables has three integers for each table, its row set, its column set and its number of
 * weights. At its end it has the number of cells that have a residual.
 */
export const WEIGHT_SECTIONS = {
  fields: "sum.fields",
  tables: "sum.tables",
  gaps: "sum.gaps",
  wholes: "sum.wholes",
  fractions: "sum.bits",
  residualRanks: "rest.ranks",
  residualGaps: "rest.gaps",
  residual: "rest.values",
  bounds: "sum.bounds",
} as const;
/** The suffix of the section that holds the symbol frequencies of a section of numbers. */
export const FREQUENCIES = ".odds";

const TABLE_INTS = 3;
/** A set is a 32-bit mask, and one field is added to those stored. */
const MOST_FIELDS = 30;

/** A matrix read from the sections of weight tables, its weights and residual not decoded yet. */
export class WeightTableMatrix implements CodedWeightTables {
  readonly bounds: StatedBounds;
  readonly rowFields: readonly Uint16Array[];
  readonly columnFields: readonly Uint16Array[];
  readonly weights: CodedWeights;
  readonly residual: CodedResidual;

  /**
   * @param section returns the bytes of the section of a name
   * @param name the file's name in errors
   * @throws DictionaryError if sections are damaged or do not fit together
   */
  constructor(
    section: (name: string) => Uint8Array,
    readonly rows: number,
    readonly columns: number,
    name: string,
  ) {
    const nameOf = (part: string): string => `${name}, section ${part}`;
    const list = (part: string): CodedList => new CodedList(section(part + FREQUENCIES), section(part), nameOf(part));
    const expect = (holds: boolean, part: string, found: string): void => {
      if (!holds) throw new DictionaryError(nameOf(part), found, "weight tables for these classes");
    };
    const values = uint16s(section(WEIGHT_SECTIONS.fields));
    const fieldCount = Math.floor(values.length / (rows + columns));
    const isWhole = values.length === fieldCount * (rows + columns);
    expect(isWhole && fieldCount <= MOST_FIELDS, WEIGHT_SECTIONS.fields, `${values.length} values`);
    const fieldsOf = (start: number, classes: number): Uint16Array[] =>
      Array.from({ length: fieldCount }, (_, field) => {
        const at = field * (rows + columns) + start;
        return values.subarray(at, at + classes);
      });
    this.rowFields = fieldsOf(0, rows);
    this.columnFields = fieldsOf(rows, columns);

    const heads = uint32s(section(WEIGHT_SECTIONS.tables));
    const isSet = (set: number): boolean => set > 0 && set < 2 ** (fieldCount + 1);
    const tables = Array.from({ length: Math.floor(heads.length / TABLE_INTS) }, (_, table): TableHead => {
      const [rowSet, columnSet, weights] = heads.subarray(TABLE_INTS * table);
      expect(isSet(rowSet) && isSet(columnSet), WEIGHT_SECTIONS.tables, `sets ${rowSet}, ${columnSet}`);
      return { rowSet, columnSet, weights };
    });
    const count = heads[TABLE_INTS * tables.length] ?? 0;
    const total = weightCount(tables);
    const isBounded = Math.max(total, count) <= rows * columns;
    expect(isBounded, WEIGHT_SECTIONS.tables, `${total} weights, ${count} residuals`);

    this.weights = {
      tables,
      gaps: list(WEIGHT_SECTIONS.gaps),
      wholes: list(WEIGHT_SECTIONS.wholes),
      fractions: list(WEIGHT_SECTIONS.fractions),
    };
    const ranks = section(WEIGHT_SECTIONS.residualRanks);
    expect(ranks.length === columns, WEIGHT_SECTIONS.residualRanks, `${ranks.length} ranks`);
    this.residual = {
      ranks,
      count,
      gaps: list(WEIGHT_SECTIONS.residualGaps),
      values: list(WEIGHT_SECTIONS.residual),
    };
    this.bounds = boundsOf(section(WEIGHT_SECTIONS.bounds), columns, nameOf(WEIGHT_SECTIONS.bounds));
  }

  /** Prepares to decode the rows in TypeScript. @throws DictionaryError if the numbers are damaged */
  makeRows(cells: Int16Array): MatrixRows {
    return new WeightSums(this, cells);
  }
}
