// The numbers of a section, as views over its bytes: little-endian, without the bytes of an incomplete last number. A
// section's bytes begin a buffer of their own, so the views are aligned.

export function uint16s({ buffer, byteOffset, length }: Uint8Array): Uint16Array {
  return new Uint16Array(buffer, byteOffset, Math.floor(length / Uint16Array.BYTES_PER_ELEMENT));
}

export function int16s({ buffer, byteOffset, length }: Uint8Array): Int16Array {
  return new Int16Array(buffer, byteOffset, Math.floor(length / Int16Array.BYTES_PER_ELEMENT));
}

export function uint32s({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, Math.floor(length / Uint32Array.BYTES_PER_ELEMENT));
}
