import { MOST_KEPT } from "../base/buffers.js";
import type { Block, Column, Table, TableFormat } from "./table.js";

const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const LEFT_BRACKET = 0x5b;
const RIGHT_BRACKET = 0x5d;
/** The most bytes of a number between -2^31 and 2^31, and of a comma after it. */
const MOST_NUMBER_BYTES = 12;
const NULL = new TextEncoder().encode("null");

/** A JSON object for each row, with the columns as its fields. */
export const JSON_LINES: TableFormat = {
  start: () => new Uint8Array(),
  block: (table) => ({ bytes: linesOf(table), about: null }) satisfies Block,
  end: () => new Uint8Array(),
};

const encoder = new TextEncoder();

function linesOf({ rows, columns }: Table): Uint8Array {
  const to = new ByteWriter();
  const keys = columns.map(({ name }, at) => encoder.encode(`${at === 0 ? "{" : ","}${JSON.stringify(name)}:`));
  const end = encoder.encode("}\n");
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < columns.length; at++) {
      to.bytes(keys[at]);
      writeValue(to, columns[at], row);
    }
    to.bytes(end);
  }
  return to.written();
}

function writeValue(to: ByteWriter, column: Column, row: number): void {
  if (column.kind === "number") {
    to.reserve(MOST_NUMBER_BYTES);
    to.number(column.values[row]);
    return;
  }
  const { ends } = column;
  const start = row === 0 ? 0 : ends[row - 1];
  const end = ends[row];
  if (column.kind === "strings") to.strings(column.values, start, end);
  else if (column.kind === "pairs") to.pairs(column.values, start, end);
  else to.numbers(column.values, start, end, column.hasNulls === true);
}

/** Bytes of JSON in a buffer that grows. */
class ByteWriter {
  #buffer = new Uint8Array(MOST_KEPT);
  #length = 0;

  /** Makes room. The methods for single bytes and numbers do not. */
  reserve(length: number): void {
    if (this.#length + length <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#length + length, 2 * this.#buffer.length));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }

  written(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  number(value: number): void {
    const buffer = this.#buffer;
    let rest = value;
    if (rest < 0) {
      buffer[this.#length++] = MINUS;
      rest = -rest;
    }
    let digits = 1;
    for (let bound = 10; digits < 10 && rest >= bound; bound *= 10) digits++;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const tenth = Math.floor(rest / 10);
      buffer[at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.#length += digits;
  }

  numbers(values: ArrayLike<number>, start: number, end: number, hasNulls: boolean): void {
    this.reserve(MOST_NUMBER_BYTES * (end - start) + 2);
    this.#buffer[this.#length++] = LEFT_BRACKET;
    for (let at = start; at < end; at++) {
      if (at > start) this.#buffer[this.#length++] = COMMA;
      if (hasNulls && values[at] < 0) this.bytes(NULL);
      else this.number(values[at]);
    }
    this.#buffer[this.#length++] = RIGHT_BRACKET;
  }

  pairs(values: ArrayLike<number>, start: number, end: number): void {
    this.reserve((2 * MOST_NUMBER_BYTES + 2) * (end - start) + 2);
    this.#buffer[this.#length++] = LEFT_BRACKET;
    for (let at = start; at < end; at++) {
      if (at > start) this.#buffer[this.#length++] = COMMA;
      this.#buffer[this.#length++] = LEFT_BRACKET;
      this.number(values[2 * at]);
      this.#buffer[this.#length++] = COMMA;
      this.number(values[2 * at + 1]);
      this.#buffer[this.#length++] = RIGHT_BRACKET;
    }
    this.#buffer[this.#length++] = RIGHT_BRACKET;
  }

  strings(values: readonly string[], start: number, end: number): void {
    this.reserve(2);
    this.#buffer[this.#length++] = LEFT_BRACKET;
    for (let at = start; at < end; at++) {
      if (at > start) {
        this.reserve(1);
        this.#buffer[this.#length++] = COMMA;
      }
      this.string(values[at]);
    }
    this.reserve(1);
    this.#buffer[this.#length++] = RIGHT_BRACKET;
  }

  string(value: string): void {
    const json = JSON.stringify(value);
    // A code unit takes at most three bytes.
    this.reserve(3 * json.length);
    this.#length += encoder.encodeInto(json, this.#buffer.subarray(this.#length)).written;
  }
}
