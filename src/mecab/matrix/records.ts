// Made from kernel/matrix-schema.ts by `npm run kernel`. TypeScript and AssemblyScript at once.

/** The size in bytes of one `Stream`. A list of coded numbers that is being decoded (CodedList and NumberDecoder in rans.ts). */
export const STREAM_BYTES = 20;
/** Its contexts. */
export const STREAM_CONTEXTS = 0;
/** The next word. */
export const STREAM_NEXT = 4;
/** The end of the words. */
export const STREAM_END = 8;
/** The state of the decoder. */
export const STREAM_STATE = 12;
/** The activity that selects the next context. */
export const STREAM_ACTIVITY = 16;

/** The size in bytes of one `Row`. The row of difference trees to decode, rewritten for each row. */
export const ROW_BYTES = 20;
/** Its words. */
export const ROW_WORDS = 0;
/** The end of its words. */
export const ROW_WORDS_END = 4;
/** Its contexts. */
export const ROW_CONTEXTS = 8;
/** Its cells. */
export const ROW_CELLS = 12;
/** The cells of its parent row. */
export const ROW_PARENT_CELLS = 16;

/** The size in bytes of one `Column`. A column of difference trees. The records of all columns follow each other in the order of their tree. */
export const COLUMN_BYTES = 16;
/** Its binary logarithm. */
export const COLUMN_SHIFT = 4;
/** The offset of its contexts in a row's contexts. */
export const COLUMN_CONTEXTS = 0;
/** The offset of its cell in a row's cells. */
export const COLUMN_CELL = 4;
/** The current row's difference from its parent row in this column. */
export const COLUMN_DIFFERENCE = 8;
/** The record of the parent column. */
export const COLUMN_PARENT = 12;

/** The size in bytes of one `Labels`. The labels of a set of fields (Labels in class-labels.ts). */
export const LABELS_BYTES = 16;
/** Its binary logarithm. */
export const LABELS_SHIFT = 4;
/** The number of labels, without label 0. */
export const LABELS_COUNT = 0;
/** The label of each class, in 16 bits. */
export const LABELS_BY_CLASS = 4;
/** The classes by label, in 16 bits. */
export const LABELS_CLASSES = 8;
/** The start of each label in that list. One more start than in TypeScript follows; it has no meaning. */
export const LABELS_STARTS = 12;

/** The size in bytes of one `Classes`. The classes of the rows or of the columns (ClassFields in class-labels.ts), after labels to sort them by. */
export const CLASSES_BYTES = 32;
/** Its binary logarithm. */
export const CLASSES_SHIFT = 5;
/** The number of classes. */
export const CLASSES_COUNT = 16;
/** The classes in order, in 16 bits. */
export const CLASSES_ORDER = 20;
/** A hash table, with a power of two entries. */
export const CLASSES_ENTRIES = 24;
/** The offset of its last entry, used as a mask of offsets. */
export const CLASSES_LAST_ENTRY = 28;

/** The size in bytes of one `Entry`. An entry of that hash table. */
export const ENTRY_BYTES = 8;
/** Its binary logarithm. */
export const ENTRY_SHIFT = 3;
/** A label and a value, in 16 bits each; 0 if the entry is free. */
export const ENTRY_KEY = 0;
/** Their number. */
export const ENTRY_NUMBER = 4;

/** The size in bytes of one `Table`. A weight table (Table in weights.ts). */
export const TABLE_BYTES = 28;
/** The labels of the rows. */
export const TABLE_ROWS = 0;
/** The labels of the columns. */
export const TABLE_COLUMNS = 4;
/** The number of its weights. */
export const TABLE_WEIGHTS = 8;
/** The first weight of each row label. */
export const TABLE_FIRST_WEIGHTS = 12;
/** The result of isByColumns (weights.ts). */
export const TABLE_IS_BY_COLUMNS = 16;
/** The result of gapHint (weights.ts). */
export const TABLE_GAP_HINT = 20;
/** The result of isCoarse (weight-sums.ts). */
export const TABLE_IS_COARSE = 24;

/** The size in bytes of one `Weight`. A weight of a table while the table is decoded. */
export const WEIGHT_BYTES = 8;
/** Its binary logarithm. */
export const WEIGHT_SHIFT = 3;
/** The label of its rows. */
export const WEIGHT_ROW = 0;
/** The label of its columns. */
export const WEIGHT_COLUMN = 2;
/** Its value, in 256ths of a cost. */
export const WEIGHT_VALUE = 4;

/** The size in bytes of one `Matrix`. A decoded matrix of weight tables. */
export const MATRIX_BYTES = 32;
/** Its binary logarithm. */
export const MATRIX_SHIFT = 5;
/** The number of columns. */
export const MATRIX_COLUMNS = 0;
/** The records of its tables. */
export const MATRIX_TABLES = 4;
/** The end of these records. */
export const MATRIX_TABLES_END = 8;
/** The column label of each weight, in 16 bits (Weights in weights.ts). */
export const MATRIX_COLUMN_LABELS = 12;
/** The value of each weight. */
export const MATRIX_VALUES = 16;
/** The cells of the residual. */
export const MATRIX_RESIDUAL = 20;
/** The end of these cells. */
export const MATRIX_RESIDUAL_END = 24;
/** The range of each row in the residual. */
export const MATRIX_RANGES = 28;

/** The size in bytes of one `Range`. The range of a row in the residual. */
export const RANGE_BYTES = 8;
/** Its binary logarithm. */
export const RANGE_SHIFT = 3;
/** Its first cell. */
export const RANGE_START = 0;
/** The address after its last cell. */
export const RANGE_END = 4;

/** The size in bytes of one `Residual`. A cell of the residual. */
export const RESIDUAL_BYTES = 4;
/** Its binary logarithm. */
export const RESIDUAL_SHIFT = 2;
/** Its column. */
export const RESIDUAL_COLUMN = 0;
/** Its value, signed. */
export const RESIDUAL_VALUE = 2;

/** The size in bytes of one `Coded`. The input of the decoder of weights and residual. */
export const CODED_BYTES = 36;
/** The classes of the rows. */
export const CODED_ROWS = 0;
/** The classes of the columns. */
export const CODED_COLUMNS = 4;
/** The stream of the gaps between weights. */
export const CODED_GAPS = 8;
/** The stream of the whole parts of weights. */
export const CODED_WHOLES = 12;
/** The stream of the fractions of weights. */
export const CODED_FRACTIONS = 16;
/** Space for the weights of one table. */
export const CODED_TABLE = 20;
/** The stream of the gaps between cells of the residual. */
export const CODED_RESIDUAL_GAPS = 24;
/** The stream of the values of the residual. */
export const CODED_RESIDUAL_VALUES = 28;
/** The rank of each column, in 16 bits. */
export const CODED_RANKS = 32;
