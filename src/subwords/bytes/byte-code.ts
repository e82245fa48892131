/** Stands among bytes for an id that is no byte's. */
export const NO_BYTE = 256;

export const CODE_POINTS = 0x110000;

/** An encoding at work, in both directions. */
export interface ByteCode {
  /** Whether a lone surrogate has bytes. */
  readonly encodesSurrogates: boolean;
  /**
   * The bytes of a code point in one integer of 32 bits, the last byte lowest. The first of several bytes is never 0,
   * so that the integer tells how many they are.
   */
  pack(code: number): number;
  /** Whether a character ends between two neighbours, each of which may be no byte. */
  endsBefore(byte: number, next: number): boolean;
  /**
   * Turns `count` bytes, some of which may be {@link NO_BYTE}, into UTF-16 units. These are written over what has been
   * read: no character has more units than bytes.
   *
   * @param replace whether a fault becomes U+FFFD or vanishes
   * @returns the number of units
   */
  decode(buffer: Uint16Array, count: number, replace: boolean): number;
}

/** Writes a code point as UTF-16; returns where the next one goes. */
export function writeCodePoint(units: Uint16Array, at: number, code: number): number {
  if (code < 0x10000) {
    units[at] = code;
    return at + 1;
  }
  units[at] = 0xd7c0 + (code >> 10);
  units[at + 1] = 0xdc00 | (code & 0x3ff);
  return at + 2;
}
