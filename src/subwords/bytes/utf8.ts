import { type ByteCode, writeCodePoint } from "./byte-code.js";

/**
 * The implementation of UTF-8. Faults are those of Python's `bytes.decode`: the longest beginning of a character that
 * is truncated or continues wrongly is one fault, and decoding resumes after it.
 */
export const utf8Code: ByteCode = {
  encodesSurrogates: false,

  pack(code) {
    if (code < 0x80) return code;
    const last = 0x80 | (code & 0x3f);
    if (code < 0x800) return ((0xc0 | (code >> 6)) << 8) | last;
    const lastTwo = ((0x80 | ((code >> 6) & 0x3f)) << 8) | last;
    if (code < 0x10000) return ((0xe0 | (code >> 12)) << 16) | lastTwo;
    return ((0xf0 | (code >> 18)) << 24) | ((0x80 | ((code >> 12) & 0x3f)) << 16) | lastTwo;
  },

  endsBefore(_byte, next) {
    return next < 0x80 || next > 0xbf;
  },

  decode(buffer, count, replace) {
    let written = 0;
    for (let at = 0; at < count; ) {
      const lead = buffer[at++];
      if (lead < 0x80) {
        buffer[written++] = lead;
        continue;
      }
      let missing = continuationsOf(lead);
      let code = lead & (0x3f >> missing);
      // The range of the second byte excludes overlong forms, surrogates and values above U+10FFFF.
      let least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      let most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      while (missing > 0 && at < count && buffer[at] >= least && buffer[at] <= most) {
        code = (code << 6) | (buffer[at++] & 0x3f);
        missing--;
        least = 0x80;
        most = 0xbf;
      }
      if (missing === 0) written = writeCodePoint(buffer, written, code);
      else if (replace) buffer[written++] = 0xfffd;
    }
    return written;
  },
};

/** The number of continuation bytes after a first byte of at least 0x80; -1 if the byte starts no character. */
function continuationsOf(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return -1;
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
}
