import { TextError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { loneSurrogate } from "./unit-buffer.js";

/** MeCab's lookup sees no further than this many UTF-8 bytes, whitespace before the word included. */
export const LOOKUP_BYTES = 0xffff;

const log = new OnceLog();

/** The number of UTF-8 bytes of a code point. */
export function utf8Bytes(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code > 0xffff ? 4 : 3;
}

/** The error for whitespace after which not even one character fits into MeCab's lookup: MeCab loses text, or fails. */
export function tooMuchSpace(offset: number): TextError {
  return new TextError(
    "text",
    "a run of whitespace that MeCab cannot skip",
    `less than ${LOOKUP_BYTES} UTF-8 bytes with the next character, as far as MeCab looks`,
    { offset },
  );
}

/**
 * Warns once that MeCab's string interface ends a text at its first U+0000, if that loses text.
 *
 * @param end the offset of the first U+0000
 * @throws TextError at a lone surrogate after it, because MeCab gets the whole text in UTF-8 even so
 */
export function endAtNul(text: string, end: number): void {
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone) throw loneSurrogate(text, lone.index);
  const lost = text.length - end - 1;
  if (lost === 0) return;
  const where = `a text has U+0000 at offset ${end}, where MeCab ends it`;
  log.warn("U+0000", `${where}: the ${lost} code units after it are lost, as in the reference; remove U+0000`);
}
