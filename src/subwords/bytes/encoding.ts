/** An encoding of code points as bytes. It is plain data that JSON can represent. */
export type ByteEncoding = Utf8Encoding | MixedRadixEncoding;

/** UTF-8 as in Python's strict codec: a lone surrogate has no bytes. */
export interface Utf8Encoding {
  readonly type: "utf8";
}

/**
 * An encoding of a code point as a number whose digits are bytes, the most significant first.
 *
 * Each place of the number has its own range of byte values. The range starts at the place's head with the reserved
 * values; after them comes a value for each digit. A byte therefore determines its place, and the byte of place 0 ends
 * its character. A lone surrogate is encoded like any other code point.
 *
 * The three lists are indexed by place; place 0 is that of the last byte.
 */
export interface MixedRadixEncoding {
  readonly type: "mixed-radix";
  /** By place, the first byte value of its range. */
  readonly heads: readonly number[];
  /** By place, the number of reserved values. */
  readonly reserved: readonly number[];
  /** By place, the number of digits. */
  readonly radices: readonly number[];
}

/** UTF-8. */
export const UTF8: Utf8Encoding = { type: "utf8" };

/**
 * The encoding of bybert-jp-v2 and bygpt-jp ("V2"): one byte up to U+007E, two up to U+1BC7, three up to U+29ABF, and
 * four above. Its 42 reserved values can represent special tokens.
 *
 * Reference: the public byte tokenizer of an author of the models (gokamoda/byte-tokenizer).
 */
export const MIXED_RADIX: MixedRadixEncoding = {
  type: "mixed-radix",
  heads: [0, 128, 192, 224],
  reserved: [1, 8, 8, 25],
  radices: [127, 56, 24, 7],
};

/**
 * The predecessor of {@link MIXED_RADIX} ("V1"). Its bytes have 7, 6, 5 or 4 bits after the tag bits 0, 10, 110 or
 * 1110, which makes it a mixed radix without reserved values.
 */
export const BIT_FIELD: MixedRadixEncoding = {
  type: "mixed-radix",
  heads: [0, 128, 192, 224],
  reserved: [0, 0, 0, 0],
  radices: [128, 64, 32, 16],
};
