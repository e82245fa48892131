import type { TokenizerError } from "../errors.js";

/**
 * Decodes UTF-8 strictly, as Python does; a byte order mark is a character like any other.
 *
 * @param fail makes the error from a description of the fault: which byte, at which offset
 */
export function decodeUtf8(bytes: Uint8Array, fail: (fault: string) => TokenizerError): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes);
    const what = offset < bytes.length ? `byte 0x${bytes[offset].toString(16)}` : "an end inside a character";
    throw fail(`${what} at offset ${offset}`);
  }
}

/** Where the first sequence starts that is not UTF-8. */
function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // A prefix that is cut inside a character is no fault yet when decoded as a stream.
  const isPrefixOfUtf8 = (end: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPrefixOfUtf8(middle + 1)) low = middle + 1;
    else high = middle;
  }
  return low;
}
