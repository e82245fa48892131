import { OptionError } from "../base/errors.js";
import type { ListColumn, Table } from "../tables/table.js";

type Values = ListColumn["values"];

/** The numbers that wait for the end of their row, by the names of their columns. */
export type Carry = Readonly<Record<string, readonly number[]>>;

/**
 * Puts the lists of rows together and cuts them into rows of one length, so that no row needs padding. The last row may be
 * shorter: nothing is lost.
 */
export class Packer {
  readonly #length: number;
  #carry: Carry;

  /** @param carry the numbers that an earlier packer had left */
  constructor(length: number, carry: Carry = {}) {
    this.#length = length;
    this.#carry = carry;
  }

  /** The numbers that are not in a row yet. */
  get carry(): Carry {
    return this.#carry;
  }

  /**
   * Adds rows and takes the rows that are complete.
   *
   * @throws OptionError if a column is no list of numbers as long as the ids
   */
  add(table: Table): Table {
    const columns = table.columns.map((column) => {
      if (column.kind !== "list") throw new OptionError("--pack", column.name, "columns with a number for each id");
      return { ...column, values: joined(this.#carry[column.name] ?? [], column.values) };
    });
    const total = columns[0].values.length;
    const rows = Math.floor(total / this.#length);
    const end = rows * this.#length;
    this.#carry = Object.fromEntries(columns.map(({ name, values }) => [name, Array.from(values.subarray(end))]));
    const ends = Uint32Array.from({ length: rows }, (_, row) => (row + 1) * this.#length);
    return { rows, columns: columns.map((column) => ({ ...column, ends, values: column.values.subarray(0, end) })) };
  }

  /**
   * Takes the last row, which may be shorter than the others.
   *
   * @param empty a table with the columns and no rows
   */
  rest(empty: Table): Table {
    const { columns } = this.add(empty);
    const length = Object.values(this.#carry)[0].length;
    const ends = Uint32Array.from(length === 0 ? [] : [length]);
    const lists = columns as readonly ListColumn[];
    const rest = lists.map((column) => ({ ...column, ends, values: joined(this.#carry[column.name], column.values) }));
    this.#carry = {};
    return { rows: ends.length, columns: rest };
  }
}

/** Numbers before others, in an array like that of the others. */
function joined(before: readonly number[], values: Values): Values {
  const Type = values.constructor as new (length: number) => Values;
  const all = new Type(before.length + values.length);
  all.set(before);
  all.set(values, before.length);
  return all;
}
