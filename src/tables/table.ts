/** A column with one number for each row. */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  readonly values: Int32Array;
}

/** A column with a list of numbers for each row. */
export interface ListColumn {
  readonly kind: "list";
  readonly name: string;
  /** For each row, the number of values in it and in all earlier rows. */
  readonly ends: Uint32Array;
  readonly values: Int32Array | Uint16Array | Int8Array;
  /** True if -1 stands for null. */
  readonly hasNulls?: boolean;
}

/** A column with a list of pairs of numbers for each row. */
export interface PairColumn {
  readonly kind: "pairs";
  readonly name: string;
  /** For each row, the number of pairs in it and in all earlier rows. */
  readonly ends: Uint32Array;
  /** Two for each pair. */
  readonly values: Int32Array;
}

/** A column with a list of strings for each row. */
export interface StringColumn {
  readonly kind: "strings";
  readonly name: string;
  /** For each row, the number of strings in it and in all earlier rows. */
  readonly ends: Uint32Array;
  readonly values: readonly string[];
}

export type Column = NumberColumn | ListColumn | PairColumn | StringColumn;

/** Rows in columns. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** The rows of a table as a part of a file. */
export interface Block {
  readonly bytes: Uint8Array;
  /** The information about the block that the end of its file needs, as a value of JSON. */
  readonly about: unknown;
}

/**
 * A format of files of tables. A file is a start, blocks and an end. Each block has whole rows and does not depend on the other
 * blocks, so that several threads can make blocks.
 */
export interface TableFormat {
  /** @param empty a table with the columns of the file and no rows */
  start(empty: Table): Uint8Array;
  block(table: Table): Block;
  /**
   * @param empty a table with the columns of the file and no rows
   * @param about that of all blocks, in the order of the file
   */
  end(empty: Table, about: readonly unknown[]): Uint8Array;
}
