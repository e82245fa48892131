/** How a code point becomes bytes. Plain data, which JSON can carry. */
export type ByteEncoding = Utf8Encoding | MixedRadixEncoding;

/** UTF-8 as Python's strict codec has it: a lone surrogate has no bytes. */
export interface Utf8Encoding {
  readonly type: "utf8";
}

/**
 * A code point as a number whose digits are bytes, the most significant one first. Each place of the number has byte
 * values of its own: a head, that many reserved values from the head on, then a value for each digit. So a byte tells
 * its place, and the byte of place 0 ends its character.
 *
 * The lists go by place, that of the last byte first. A lone surrogate is a code point like any other.
 */
export interface MixedRadixEncoding {
  readonly type: "mixed-radix";
  readonly heads: readonly number[];
  readonly reserved: readonly number[];
  readonly radices: readonly number[];
}

export const UTF8: Utf8Encoding = { type: "utf8" };

/**
 * The Unicode encoding made for bybert-jp-v2 and bygpt-jp ("V2"): one byte up to U+007E, two up to U+1BC7, three up to
 * U+29ABF, else four. Its reserved values leave room for special tokens.
 */
export const MIXED_RADIX: MixedRadixEncoding = {
  type: "mixed-radix",
  heads: [0, 128, 192, 224],
  reserved: [1, 8, 8, 25],
  radices: [127, 56, 24, 7],
};

/**
 * Its forerunner ("V1"), of 7, 6, 5 and 4 bits behind the tag bits 0, 10, 110 and 1110: a mixed radix that reserves
 * nothing.
 */
export const BIT_FIELD: MixedRadixEncoding = {
  type: "mixed-radix",
  heads: [0, 128, 192, 224],
  reserved: [0, 0, 0, 0],
  radices: [128, 64, 32, 16],
};
