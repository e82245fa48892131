import type { TokenizerError } from "../base/errors.js";

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 strictly, as Python does; a byte order mark is a character like any other.
 *
 * @param fail makes the error from a description of the fault: which byte, at which offset
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

/** The code point that starts at a byte, or -1 if no well-formed sequence does (Unicode 15.0, table 3-7). */
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

/** How many bytes a code point takes. */
export function utf8Size(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Decodes UTF-8 leniently: each byte that is part of no well-formed sequence becomes U+FFFD, as in SentencePiece. */
export function decodeUtf8Leniently(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const code = codePointAt(bytes, at);
    text += code < 0 ? "\ufffd" : String.fromCodePoint(code);
    at += code < 0 ? 1 : utf8Size(code);
  }
  return text;
}
