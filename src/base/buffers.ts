/** V8 makes a longer array a hash table at once, but not one that grew to its length. */
const LONGEST_PREALLOCATED = 2 ** 24;

/** A list to be filled from 0 up to `length`, with room for that many numbers. */
export function roomFor(length: number): number[] {
  return length <= LONGEST_PREALLOCATED ? new Array<number>(length) : [];
}

/** A list of one number, repeated. `Array.prototype.fill` takes longer for the short lists that texts become. */
export function repeated(value: number, length: number): number[] {
  const list = roomFor(length);
  for (let at = 0; at < length; at++) list[at] = value;
  return list;
}

/** Returns the array, or a larger one with the same head, that holds at least `length`. */
export function grownInt32(array: Int32Array, length: number): Int32Array {
  if (array.length >= length) return array;
  const larger = new Int32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/** As {@link grownInt32}, unsigned. */
export function grownUint32(array: Uint32Array, length: number): Uint32Array {
  if (array.length >= length) return array;
  const larger = new Uint32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/** As {@link grownInt32}, of double precision. */
export function grownFloat64(array: Float64Array, length: number): Float64Array {
  if (array.length >= length) return array;
  const larger = new Float64Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
