/** A typed array that is only read. */
export interface ReadonlyInts {
  readonly length: number;
  readonly byteOffset: number;
  readonly [index: number]: number;
  slice(start: number, end: number): ReadonlyInts & Iterable<number>;
}
