import { address, i32, type RecordSchema, u16 } from "./schema.js";

/** Labels of the classes, with which the record Classes begins. */
const LABELS: RecordSchema = {
  name: "Labels",
  doc: "The labels of a set of fields (Labels in class-labels.ts).",
  fields: [
    i32("count", "The number of labels, without label 0."),
    address("byClass", "The label of each class, in 16 bits."),
    address("classes", "The classes by label, in 16 bits."),
    address(
      "starts",
      "The start of each label in that list. One more start than in TypeScript follows; it has no meaning.",
    ),
  ],
  hasOffsets: true,
};

/**
 * The records that TypeScript passes to the kernel to decode the rows of a connection matrix, as offsets that both
 * import from src/mecab/matrix/records.ts. A record is passed by its address and is written once, except that of a row.
 * "Space" is memory that the kernel uses while it works.
 */
export const MATRIX_RECORDS: readonly RecordSchema[] = [
  {
    name: "Stream",
    doc: "A list of coded numbers that is being decoded (CodedList and NumberDecoder in rans.ts).",
    fields: [
      address("contexts", "Its contexts."),
      address("next", "The next word."),
      address("end", "The end of the words."),
      i32("state", "The state of the decoder."),
      i32("activity", "The activity that selects the next context."),
    ],
    hasOffsets: true,
  },
  {
    name: "Row",
    doc: "The row of difference trees to decode, rewritten for each row.",
    fields: [
      address("words", "Its words."),
      address("wordsEnd", "The end of its words."),
      address("contexts", "Its contexts."),
      address("cells", "Its cells."),
      address("parentCells", "The cells of its parent row."),
    ],
    hasOffsets: true,
  },
  {
    name: "Column",
    doc: "A column of difference trees. The records of all columns follow each other in the order of their tree.",
    fields: [
      i32("contexts", "The offset of its contexts in a row's contexts."),
      i32("cell", "The offset of its cell in a row's cells."),
      i32("difference", "The current row's difference from its parent row in this column."),
      address("parent", "The record of the parent column."),
    ],
    hasOffsets: true,
  },
  LABELS,
  {
    name: "Classes",
    doc: "The classes of the rows or of the columns (ClassFields in class-labels.ts), after labels to sort them by.",
    begins: LABELS,
    fields: [
      i32("count", "The number of classes."),
      address("order", "The classes in order, in 16 bits."),
      address("entries", "A hash table, with a power of two entries."),
      i32("lastEntry", "The offset of its last entry, used as a mask of offsets."),
    ],
    hasOffsets: true,
  },
  {
    name: "Entry",
    doc: "An entry of that hash table.",
    fields: [
      i32("key", "A label and a value, in 16 bits each; 0 if the entry is free."),
      i32("number", "Their number."),
    ],
    hasOffsets: true,
  },
  {
    name: "Table",
    doc: "A weight table (Table in weights.ts).",
    fields: [
      address("rows", "The labels of the rows."),
      address("columns", "The labels of the columns."),
      i32("weights", "The number of its weights."),
      address("firstWeights", "The first weight of each row label."),
      i32("isByColumns", "The result of isByColumns (weights.ts)."),
      i32("gapHint", "The result of gapHint (weights.ts)."),
      i32("isCoarse", "The result of isCoarse (weight-sums.ts)."),
    ],
    hasOffsets: true,
  },
  {
    name: "Weight",
    doc: "A weight of a table while the table is decoded.",
    fields: [
      u16("row", "The label of its rows."),
      u16("column", "The label of its columns."),
      i32("value", "Its value, in 256ths of a cost."),
    ],
    hasOffsets: true,
  },
  {
    name: "Matrix",
    doc: "A decoded matrix of weight tables.",
    fields: [
      i32("columns", "The number of columns."),
      address("tables", "The records of its tables."),
      address("tablesEnd", "The end of these records."),
      address("columnLabels", "The column label of each weight, in 16 bits (Weights in weights.ts)."),
      address("values", "The value of each weight."),
      address("residual", "The cells of the residual."),
      address("residualEnd", "The end of these cells."),
      address("ranges", "The range of each row in the residual."),
    ],
    hasOffsets: true,
  },
  {
    name: "Range",
    doc: "The range of a row in the residual.",
    fields: [address("start", "Its first cell."), address("end", "The address after its last cell.")],
    hasOffsets: true,
  },
  {
    name: "Residual",
    doc: "A cell of the residual.",
    fields: [u16("column", "Its column."), u16("value", "Its value, signed.")],
    hasOffsets: true,
  },
  {
    name: "Coded",
    doc: "The input of the decoder of weights and residual.",
    fields: [
      address("rows", "The classes of the rows."),
      address("columns", "The classes of the columns."),
      address("gaps", "The stream of the gaps between weights."),
      address("wholes", "The stream of the whole parts of weights."),
      address("fractions", "The stream of the fractions of weights."),
      address("table", "Space for the weights of one table."),
      address("residualGaps", "The stream of the gaps between cells of the residual."),
      address("residualValues", "The stream of the values of the residual."),
      address("ranks", "The rank of each column, in 16 bits."),
    ],
    hasOffsets: true,
  },
];
