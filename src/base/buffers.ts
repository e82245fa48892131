import { TextError } from "./errors.js";

/** V8 stores a longer preallocated array as a hash table. An array that grows to the same length stays dense. */
const LONGEST_PREALLOCATED = 2 ** 24;

/** The most ids of a text. V8 ends the process when a list grows to 113 million items or more. */
export const MOST_IDS = 100_000_000;

/**
 * An empty list for `length` ids of a text, preallocated where that keeps it dense. The caller fills it from index 0 on.
 *
 * @throws TextError for more than {@link MOST_IDS}
 */
export function roomFor(length: number): number[] {
  if (length > MOST_IDS) throw new TextError("text", `a text of ${length} ids`, `at most ${MOST_IDS}: shorter texts`);
  return length <= LONGEST_PREALLOCATED ? new Array<number>(length) : [];
}

/** The values of masks, repeated; a mask is a copy of a part of them, which is faster than filling a new list. */
const ZEROS: readonly number[] = Array.from({ length: 1024 }, () => 0);
const ONES: readonly number[] = Array.from({ length: 1024 }, () => 1);

/** A list of one number, repeated. For the short lists that most texts give, `Array.prototype.fill` is slower. */
export function repeated(value: number, length: number): number[] {
  if ((value === 0 || value === 1) && length <= ZEROS.length) return (value === 0 ? ZEROS : ONES).slice(0, length);
  const list = roomFor(length);
  for (let at = 0; at < length; at++) list[at] = value;
  return list;
}

/** The number of elements that a reusable buffer keeps for the next text. Longer ones would keep a long text's memory. */
export const MOST_KEPT = 2 ** 18;

/** A buffer for the next text: the array itself or, if it has more than {@link MOST_KEPT} elements, a part of it. */
export function trimmed<List extends { readonly length: number; slice(start: number, end: number): List }>(
  array: List,
): List {
  return array.length <= MOST_KEPT ? array : array.slice(0, MOST_KEPT);
}

/** Returns the array itself or, if it has fewer than `length` elements, a larger copy of it. */
export function grownInt32(array: Int32Array, length: number): Int32Array {
  if (array.length >= length) return array;
  const larger = new Int32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/** Like {@link grownInt32}, for unsigned integers. */
export function grownUint32(array: Uint32Array, length: number): Uint32Array {
  if (array.length >= length) return array;
  const larger = new Uint32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/** Like {@link grownInt32}, for numbers of double precision. */
export function grownFloat64(array: Float64Array, length: number): Float64Array {
  if (array.length >= length) return array;
  const larger = new Float64Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/**
 * Bytes in memory of the script's own.
 *
 * In Firefox, what the browser gives to an extension's content script belongs to the page: the script may copy it, but
 * may not take parts of it.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : copyOf(bytes);
}

/** The bytes of all parts, one part after the other, in one new array. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A copy of bytes in memory of the script's own, whoever owns theirs. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  return own;
}
