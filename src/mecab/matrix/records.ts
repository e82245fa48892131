/**
 * The records that TypeScript passes to the kernel to decode the rows of a connection matrix.
 *
 * A record is passed by its address and is written once, except that of a row. Its fields are 32-bit integers unless noted
 * otherwise; a constant below is the offset of a field in bytes. An address is the number of a byte in the kernel's
 * memory. "Space" is memory that the kernel uses while it works.
 *
 * This file is TypeScript and AssemblyScript at once.
 */

/** A list of coded numbers that is being decoded (CodedList and NumberDecoder in rans.ts). */
export const STREAM_CONTEXTS = 0;
/** Addresses: the next word, and the end of the words. */
export const STREAM_NEXT = 4;
export const STREAM_END = 8;
export const STREAM_STATE = 12;
export const STREAM_ACTIVITY = 16;
export const STREAM_BYTES = 20;

// Difference trees (difference-trees.ts).

/**
 * The row to decode, rewritten for each row: its words and their end, its contexts, its cells, those of its parent row.
 */
export const ROW_WORDS = 0;
export const ROW_WORDS_END = 4;
export const ROW_CONTEXTS = 8;
export const ROW_CELLS = 12;
export const ROW_PARENT_CELLS = 16;
export const ROW_BYTES = 20;

/**
 * A column: the offset of its contexts in a row's contexts, and of its cell in a row's cells. The records of all columns
 * follow each other in the order of their tree.
 */
export const COLUMN_CONTEXTS = 0;
export const COLUMN_CELL = 4;
/** The current row's difference from its parent row in this column, and the record of the parent column. */
export const COLUMN_DIFFERENCE = 8;
export const COLUMN_PARENT = 12;
export const COLUMN_BYTES = 16;

// Weight tables (weight-tables.ts).

/**
 * The labels of a set of fields (Labels in class-labels.ts). In the kernel there is one more start than in TypeScript,
 * after the others; it has no meaning.
 */
export const LABELS_COUNT = 0;
export const LABELS_BY_CLASS = 4;
export const LABELS_CLASSES = 8;
export const LABELS_STARTS = 12;
export const LABELS_BYTES = 16;

/**
 * The classes of the rows or of the columns (ClassFields in class-labels.ts). The record begins with a record of labels,
 * which is used to sort the classes; the three constants are the number of classes, their order and a hash table.
 */
export const CLASSES_COUNT = 16;
export const CLASSES_ORDER = 20;
export const CLASSES_ENTRIES = 24;
/** The hash table has a power of two entries. This is the offset of its last one, used as a mask of offsets. */
export const CLASSES_LAST_ENTRY = 28;
export const CLASSES_BYTES = 32;

/** An entry of that hash table. */
export const ENTRY_KEY = 0;
export const ENTRY_NUMBER = 4;
export const ENTRY_BYTES = 8;

/** A table (Table in weights.ts): its labels, its number of weights, the first weight of each row label. */
export const TABLE_ROWS = 0;
export const TABLE_COLUMNS = 4;
export const TABLE_WEIGHTS = 8;
export const TABLE_FIRST_WEIGHTS = 12;
/** The results of isByColumns and gapHint (weights.ts) and of isCoarse (weight-sums.ts). */
export const TABLE_IS_BY_COLUMNS = 16;
export const TABLE_GAP_HINT = 20;
export const TABLE_IS_COARSE = 24;
export const TABLE_BYTES = 28;

/** A weight of a table while the table is decoded: its labels, 16 bits each, and its value. */
export const WEIGHT_ROW = 0;
export const WEIGHT_COLUMN = 2;
export const WEIGHT_VALUE = 4;
export const WEIGHT_BYTES = 8;

/** A matrix: its number of columns, and the records of its tables and their end. */
export const MATRIX_COLUMNS = 0;
export const MATRIX_TABLES = 4;
export const MATRIX_TABLES_END = 8;
/** The decoded weights (Weights in weights.ts). */
export const MATRIX_COLUMN_LABELS = 12;
export const MATRIX_VALUES = 16;
/** The cells of the residual and their end, and the range of each row. */
export const MATRIX_RESIDUAL = 20;
export const MATRIX_RESIDUAL_END = 24;
export const MATRIX_RANGES = 28;
export const MATRIX_BYTES = 32;

/** The range of a row in the residual: the address of its first cell and that after its last one. */
export const RANGE_START = 0;
export const RANGE_END = 4;
export const RANGE_BYTES = 8;

/** A cell of the residual: its column and its value, 16 bits each. */
export const RESIDUAL_COLUMN = 0;
export const RESIDUAL_VALUE = 2;
export const RESIDUAL_BYTES = 4;

/** The input of the decoder of weights and residual: the classes of the rows and of the columns. */
export const CODED_ROWS = 0;
export const CODED_COLUMNS = 4;
/** The streams of the weights, and space for the weights of one table. */
export const CODED_GAPS = 8;
export const CODED_WHOLES = 12;
export const CODED_FRACTIONS = 16;
export const CODED_TABLE = 20;
/** The streams of the residual, and the rank of each column, in 16 bits. */
export const CODED_RESIDUAL_GAPS = 24;
export const CODED_RESIDUAL_VALUES = 28;
export const CODED_RANKS = 32;
export const CODED_BYTES = 36;
