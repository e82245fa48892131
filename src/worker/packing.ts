/** In packed lists, null. No id, offset or number of a word is as small. */
const NULL = -(2 ** 31);

/** A list of integers or nulls. */
interface Row {
  readonly packed: "row";
  readonly numbers: Int32Array;
}

/** A list of such lists, one after the other. */
interface Rows {
  readonly packed: "rows";
  readonly numbers: Int32Array;
  readonly lengths: Int32Array;
}

/**
 * A result with its lists of integers as typed arrays, which go to another thread without a copy. A typed array in the result
 * must own its whole buffer.
 *
 * @param buffers receives the buffers of the arrays
 */
export function pack(value: unknown, buffers: ArrayBufferLike[]): unknown {
  if (Array.isArray(value)) return packList(value, buffers);
  if (ArrayBuffer.isView(value)) buffers.push(value.buffer);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pack(each, buffers)]));
}

/** The result of {@link pack} as it was. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!isRecord(value)) return value;
  if (isRow(value)) return listOf(value.numbers, 0, value.numbers.length);
  if (isRows(value)) return listsOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpack(each)]));
}

function packList(list: readonly unknown[], buffers: ArrayBufferLike[]): unknown {
  if (list.length === 0) return list;
  if (allFit(list)) {
    const numbers = new Int32Array(list.length);
    write(list, numbers, 0);
    buffers.push(numbers.buffer);
    return { packed: "row", numbers } satisfies Row;
  }
  if (!areRows(list)) return list.map((each) => pack(each, buffers));
  const lengths = Int32Array.from(list, ({ length }) => length);
  const numbers = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const row of list) at = write(row, numbers, at);
  buffers.push(numbers.buffer, lengths.buffer);
  return { packed: "rows", numbers, lengths } satisfies Rows;
}

function areRows(list: readonly unknown[]): list is readonly (readonly (number | null)[])[] {
  for (let at = 0; at < list.length; at++) {
    const row = list[at];
    if (!Array.isArray(row) || !allFit(row)) return false;
  }
  return true;
}

/** True if all of a list are integers of 32 bits, greater than {@link NULL}, or null. */
function allFit(list: readonly unknown[]): list is readonly (number | null)[] {
  for (let at = 0; at < list.length; at++) {
    const value = list[at];
    if (value !== null && ((value as number) | 0) !== value) return false;
    if (value === NULL || Object.is(value, -0)) return false;
  }
  return true;
}

function write(row: readonly (number | null)[], to: Int32Array, start: number): number {
  for (let at = 0; at < row.length; at++) to[start + at] = row[at] ?? NULL;
  return start + row.length;
}

function listsOf({ numbers, lengths }: Rows): (number | null)[][] {
  const lists: (number | null)[][] = [];
  let at = 0;
  for (const length of lengths) lists.push(listOf(numbers, at, (at += length)));
  return lists;
}

function listOf(numbers: Int32Array, start: number, end: number): (number | null)[] {
  const list: (number | null)[] = [];
  for (let at = start; at < end; at++) list[at - start] = numbers[at] === NULL ? null : numbers[at];
  return list;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isRow(value: object): value is Row {
  return "packed" in value && value.packed === "row";
}

function isRows(value: object): value is Rows {
  return "packed" in value && value.packed === "rows";
}
