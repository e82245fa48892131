/** In packed lists, null. No id, offset or number of a word is as small. */
const NULL = -(2 ** 31);
const MOST = 2 ** 31 - 1;

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
 * A result with its lists of integers as typed arrays, which go to another thread without a copy.
 *
 * @param buffers receives the buffers of the arrays
 */
export function pack(value: unknown, buffers: ArrayBufferLike[]): unknown {
  if (Array.isArray(value)) return packList(value, buffers);
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
  if (list.every(fits)) {
    const numbers = Int32Array.from(list as (number | null)[], packed);
    buffers.push(numbers.buffer);
    return { packed: "row", numbers } satisfies Row;
  }
  if (!list.every((each): each is (number | null)[] => Array.isArray(each) && each.every(fits))) {
    return list.map((each) => pack(each, buffers));
  }
  const lengths = Int32Array.from(list, ({ length }) => length);
  const numbers = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const row of list) for (const each of row) numbers[at++] = packed(each);
  buffers.push(numbers.buffer, lengths.buffer);
  return { packed: "rows", numbers, lengths } satisfies Rows;
}

function fits(value: unknown): value is number | null {
  return value === null || (Number.isInteger(value) && (value as number) > NULL && (value as number) <= MOST);
}

function packed(value: number | null): number {
  return value ?? NULL;
}

function listsOf({ numbers, lengths }: Rows): (number | null)[][] {
  const lists: (number | null)[][] = [];
  let at = 0;
  for (const length of lengths) lists.push(listOf(numbers, at, (at += length)));
  return lists;
}

function listOf(numbers: Int32Array, start: number, end: number): (number | null)[] {
  const list: (number | null)[] = [];
  for (let at = start; at < end; at++) list.push(numbers[at] === NULL ? null : numbers[at]);
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
