/** The value among bytes for an id that is not the id of a byte. */
export const NO_BYTE = 256;

/** The number of code points. */
export const CODE_POINTS = 0x110000;

/** The implementation of an encoding, in both directions. */
export interface ByteCode {
  /** True if the encoding has bytes for a lone surrogate. */
  readonly encodesSurrogates: boolean;
  /**
   * The bytes of a code point in one 32-bit integer, with the last byte in the lowest bits. The first of several bytes
   * is never 0, so the integer determines the number of bytes.
   */
  pack(code: number): number;
  /** True if a character ends between two neighbours. Each neighbour may be a value that is not a byte. */
  endsBefore(byte: number, next: number): boolean;
  /**
   * Decodes the first `count` elements of the buffer, bytes or {@link NO_BYTE}, to UTF-16 code units in place. No
   * character has more code units than bytes, so no unread byte is overwritten.
   *
   * @param replace true to replace a fault by U+FFFD, false to drop it
   * @returns the number of code units
   */
  decode(buffer: Uint16Array, count: number, replace: boolean): number;
}

/** Writes a code point as UTF-16 and returns the position after it. */
export function writeCodePoint(units: Uint16Array, at: number, code: number): number {
  if (code < 0x10000) {
    units[at] = code;
    return at + 1;
  }
  units[at] = 0xd7c0 + (code >> 10);
  units[at + 1] = 0xdc00 | (code & 0x3ff);
  return at + 2;
}
