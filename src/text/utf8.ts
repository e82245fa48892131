import type { TokenizerError } from "../base/errors.js";

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 strictly, as Python does. A byte order mark is an ordinary character.
 *
 * @param fail makes the error to be thrown from a description of the fault, which names the byte and its offset
 */
export function decodeUtf8(bytes: Uint8Array, fail: (fault: string) => TokenizerError): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes);
    const what = offset < bytes.length ? `byte 0x${bytes[offset].toString(16)}` : "an end inside a character";
    throw fail(`${what} at offset ${offset}`);
  }
}

/** The offset of the first byte sequence that is not UTF-8. */
function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // In stream mode, the decoder accepts a prefix that ends inside a character.
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

/** The code point whose UTF-8 starts at a byte, or -1 if the sequence is not well-formed (Unicode 15.0, table 3-7). */
export function codePointAt(bytes: Uint8Array, at: number, end: number = bytes.length): number {
  const lead = bytes[at];
  if (lead < 0x80) return lead;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + size > end) return -1;
  let code = lead & (0x7f >>> size);
  for (let follower = at + 1; follower < at + size; follower++) {
    if ((bytes[follower] & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (bytes[follower] & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isSurrogate || code > 0x10ffff || utf8Size(code) !== size ? -1 : code;
}

/** The number of bytes of a code point in UTF-8. */
export function utf8Size(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Decodes UTF-8 as SentencePiece does: each byte outside a well-formed sequence becomes U+FFFD. */
export function decodeUtf8Leniently(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const code = codePointAt(bytes, at);
    text += code < 0 ? "\ufffd" : String.fromCodePoint(code);
    at += code < 0 ? 1 : utf8Size(code);
  }
  return text;
}
