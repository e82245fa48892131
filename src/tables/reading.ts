import { TextError } from "../base/errors.js";
import { readTexts } from "./arrow.js";

type Arrow = typeof import("apache-arrow");
type DataType = import("apache-arrow").DataType;
type RecordBatch = import("apache-arrow").RecordBatch;
type Schema = import("apache-arrow").Schema;

/** A file that is read at any place. */
export interface RandomAccess {
  /** The number of its bytes. */
  readonly size: number;
  /** Reads the bytes from a place up to another. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/**
 * The texts of a column of a record batch, in one part. Those before a value that is no string come before the error about it.
 *
 * @param from the first row to read, counted from 0 in the whole input
 * @param first the number of rows before the batch in the whole input
 * @throws TextError for null or another value that is no string
 */
export function* textsOf(
  arrow: Arrow,
  batch: RecordBatch,
  name: string,
  from: number,
  first: number,
): Generator<readonly string[]> {
  const texts: string[] = [];
  try {
    readTexts(arrow, batch, batch.schema.names.indexOf(name), first, texts);
  } catch (error) {
    if (first + texts.length > from) yield texts.slice(Math.max(0, from - first));
    throw error;
  }
  if (first + texts.length > from) yield texts.slice(Math.max(0, from - first));
}

/**
 * The name of the column of texts.
 *
 * @param name the name that the user gave; undefined for the only column with strings
 * @throws TextError if there is no such column, or more than one
 */
export function stringColumn(arrow: Arrow, { fields }: Schema, name: string | undefined): string {
  if (name !== undefined) {
    if (fields.some((field) => field.name === name)) return name;
    throw noColumn(fields, name);
  }
  const strings = fields.filter(({ type }) => isString(arrow, type)).map((field) => field.name);
  if (strings.length === 1) return strings[0];
  throw new TextError("columns", `the columns ${namesOf(fields)}`, "--field NAME, the column of texts");
}

function isString(arrow: Arrow, type: DataType): boolean {
  const { DataType } = arrow;
  if (DataType.isDictionary(type)) return isString(arrow, type.dictionary);
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

/** The error for a column that is not there. */
export function noColumn(fields: readonly { readonly name: string }[], name: string): TextError {
  return new TextError("columns", `the columns ${namesOf(fields)}`, `a column ${name}`);
}

function namesOf(fields: readonly { readonly name: string }[]): string {
  return fields.map((field) => field.name).join(", ") || "none";
}
