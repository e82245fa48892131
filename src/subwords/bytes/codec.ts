import { roomFor } from "../../base/buffers.js";
import { OptionError, TextError } from "../../base/errors.js";
import { NATURAL, OBJECT, type OptionKind, type TableOf } from "../../base/options.js";
import { checkArguments } from "../../base/signatures.js";
import { checkText } from "../../text/unit-buffer.js";
import { checkSpan, type TokenBuffer } from "../subword-model.js";
import { type ByteCode, NO_BYTE } from "./byte-code.js";
import type { ByteEncoding } from "./encoding.js";
import { MixedRadix } from "./mixed-radix.js";
import { utf8Code } from "./utf8.js";

/** The options of a {@link ByteCodec}. */
export interface ByteCodecOptions {
  /** The difference between the id of a byte and the byte. Default 0. */
  readonly offset?: number;
  /**
   * The number of ids to which each character is padded. With 1, the default, a character has as many ids as bytes. The
   * only other value is the number of places of a mixed radix (4). With it, a model can predict all ids of a character
   * at once.
   */
  readonly patchWidth?: number;
}

/**
 * The treatment of ids that do not encode text, named as in Python's `bytes.decode`. "ignore" drops each fault;
 * "replace" replaces it by one U+FFFD. The encoding defines the extent of a fault.
 */
export type DecodeErrors = "ignore" | "replace";

/** With it, the id of every byte fits into 32 bits with a sign. */
const LARGEST_OFFSET = 2 ** 31 - NO_BYTE;
const OFFSET: OptionKind = {
  allows: (value) => NATURAL.allows(value) && (value as number) <= LARGEST_OFFSET,
  expected: `an integer from 0 to ${LARGEST_OFFSET}`,
};
const WIDTH: OptionKind = {
  allows: (value) => NATURAL.allows(value) && value !== 0,
  expected: "1, or the number of places of a mixed radix (4)",
};
/** The table of {@link ByteCodecOptions}. */
export const BYTE_CODEC_OPTIONS: TableOf<ByteCodecOptions> = { offset: OFFSET, patchWidth: WIDTH };
const ENCODING: OptionKind = { ...OBJECT, expected: 'of type "utf8" or "mixed-radix"' };
const SIGNATURE = { parameters: { encoding: ENCODING }, options: BYTE_CODEC_OPTIONS, positional: "offset" };
/** A number of arguments that every engine's `apply` accepts. */
const UNITS_AT_ONCE = 1024;

/**
 * Converts text to the ids of its bytes, and ids to text.
 *
 * References: for UTF-8, Python 3.11; for the mixed radix, the public byte tokenizer of an author of the byte models
 * (gokamoda/byte-tokenizer). Both encodings are exact on all code points.
 *
 * @example
 * ```ts
 * import { ByteCodec, MIXED_RADIX } from "tohoku-tokenizers/bytes";
 *
 * const codec = new ByteCodec(MIXED_RADIX, { offset: 6 });
 * console.log(codec.encodeIds("あa")); // => [207,183,42,104]
 * console.log(codec.decode([207, 183, 42, 104])); // => "あa"
 * ```
 */
export class ByteCodec {
  readonly encoding: ByteEncoding;
  readonly offset: number;
  readonly patchWidth: number;
  readonly #code: ByteCode;
  readonly #key: string;
  readonly #units = new Uint16Array(UNITS_AT_ONCE);

  /** @throws OptionError if the encoding, the offset or the patch width is not valid */
  constructor(encoding: ByteEncoding, options: ByteCodecOptions = {}, ...excess: never[]) {
    checkArguments("ByteCodec", [encoding, options, ...excess], SIGNATURE);
    const { offset = 0, patchWidth = 1 } = options ?? {};
    this.encoding = encoding;
    this.offset = offset;
    this.patchWidth = patchWidth;
    this.#code = codeOf(encoding, patchWidth);
    this.#key = JSON.stringify([encoding, patchWidth]);
  }

  /**
   * Appends the tokens of the span [start, end) of a text, one for each byte. Positions are UTF-16 code units; a byte
   * has the span of its whole character.
   *
   * @throws TextError if the encoding is UTF-8 and the span has a lone surrogate, where Python raises
   * UnicodeEncodeError
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    checkSpan(text, start, end, tokens);
    const table = this.#table();
    const offset = this.offset;
    for (let at = start, next = start; at < end; at = next) {
      const unit = text.charCodeAt(at);
      next = at + 1;
      let packed = table[unit];
      if (isSurrogate(unit)) {
        const code = this.#codePointAt(text, at, end);
        packed = this.#code.pack(code);
        if (code > 0xffff) next++;
      }
      if (packed >>> 24 !== 0) tokens.push((packed >>> 24) + offset, at, next);
      if (packed >>> 16 !== 0) tokens.push(((packed >>> 16) & 0xff) + offset, at, next);
      if (packed >>> 8 !== 0) tokens.push(((packed >>> 8) & 0xff) + offset, at, next);
      tokens.push((packed & 0xff) + offset, at, next);
    }
  }

  /**
   * The ids of a text.
   *
   * @throws TextError if the encoding is UTF-8 and the text has a lone surrogate
   */
  encodeIds(text: string): number[] {
    const ids = roomFor(this.countIds(text));
    this.#fill(text, ids);
    return ids;
  }

  /**
   * Writes the ids of a text to the start of an array and returns their number, which is that of {@link countIds}.
   *
   * @throws TextError if the encoding is UTF-8 and the text has a lone surrogate
   * @throws OptionError if the array is too short
   */
  encodeInto(text: string, ids: Int32Array): number {
    if (!ArrayBuffer.isView(ids)) throw new OptionError("ids", ids, "an Int32Array");
    const count = this.countIds(text);
    if (ids.length < count) throw new OptionError("ids", `${ids.length} elements`, `at least ${count}`);
    this.#fill(text, ids);
    return count;
  }

  /**
   * The number of ids of a text.
   *
   * @throws TextError if the encoding is UTF-8 and the text has a lone surrogate
   */
  countIds(text: string): number {
    checkText(text);
    const table = this.#table();
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let packed = table[unit];
      if (isSurrogate(unit)) {
        const code = this.#codePointAt(text, at, text.length);
        packed = this.#code.pack(code);
        if (code > 0xffff) at++;
      }
      count += packed >>> 16 === 0 ? (packed >>> 8 === 0 ? 1 : 2) : packed >>> 24 === 0 ? 3 : 4;
    }
    return count;
  }

  /**
   * The text of the ids [start, end) of a list.
   *
   * An id that is not the id of a byte is a fault by itself. In UTF-8, the other faults are those of Python's
   * `bytes.decode`. In a mixed radix, the longest beginning of a character that is truncated or continues wrongly is
   * one fault, and so is a value above U+10FFFF. With patches, a faulty patch is one fault.
   *
   * The mixed radix decodes lone surrogates too, as UTF-16 code units. In JavaScript, a high one before a low one forms
   * one character, where Python keeps two.
   *
   * @throws OptionError if an id is not an integer
   */
  decode(ids: ArrayLike<number>, errors: DecodeErrors = "ignore", start = 0, end = ids?.length): string {
    if (errors !== "ignore" && errors !== "replace") throw new OptionError("errors", errors, '"ignore" or "replace"');
    if (!isArrayLike(ids)) throw new OptionError("ids", ids, "a list of integers");
    if (!(start >= 0 && end <= ids.length)) throw new OptionError("start and end", [start, end], "a part of the list");
    const count = Math.max(0, end - start);
    const units = count <= this.#units.length ? this.#units : new Uint16Array(count);
    for (let at = 0; at < count; at++) {
      const id = ids[start + at];
      if (typeof id !== "number") throw new OptionError("ids", id, "integers");
      const byte = id - this.offset;
      if ((byte & 0xff) === byte) {
        units[at] = byte;
        continue;
      }
      if (!Number.isInteger(id)) throw new OptionError("ids", id, "integers");
      units[at] = NO_BYTE;
    }
    return textOf(units, this.#code.decode(units, count, errors === "replace"));
  }

  /**
   * True if a character can start at an index of a list of ids. Ids that are not ids of bytes belong to no character.
   */
  startsCharacter(ids: ArrayLike<number>, at: number): boolean {
    if (!isArrayLike(ids)) throw new OptionError("ids", ids, "a list of integers");
    if (!NATURAL.allows(at)) throw new OptionError("at", at, NATURAL.expected);
    if (this.patchWidth > 1) return at % this.patchWidth === 0;
    if (at === 0) return true;
    const [before, here] = [ids[at - 1], ids[at]];
    // At the end of the list, `here` is undefined.
    if (typeof before !== "number" || typeof (here ?? 0) !== "number") throw new OptionError("ids", before, "integers");
    return this.#code.endsBefore(before - this.offset, here - this.offset);
  }

  #fill(text: string, ids: number[] | Int32Array): void {
    const table = this.#table();
    const offset = this.offset;
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let packed = table[unit];
      if (isSurrogate(unit)) {
        const code = this.#codePointAt(text, at, text.length);
        packed = this.#code.pack(code);
        if (code > 0xffff) at++;
      }
      if (packed >>> 8 !== 0) {
        if (packed >>> 16 !== 0) {
          if (packed >>> 24 !== 0) ids[count++] = (packed >>> 24) + offset;
          ids[count++] = ((packed >>> 16) & 0xff) + offset;
        }
        ids[count++] = ((packed >>> 8) & 0xff) + offset;
      }
      ids[count++] = (packed & 0xff) + offset;
    }
  }

  /** The code point of a surrogate pair, or of a lone surrogate if the encoding has bytes for it. */
  #codePointAt(text: string, at: number, end: number): number {
    const code = at + 1 < end ? (text.codePointAt(at) ?? 0) : text.charCodeAt(at);
    if (code > 0xffff || this.#code.encodesSurrogates) return code;
    throw new TextError("text", `lone surrogate \\u${code.toString(16)}`, "well-formed UTF-16", { offset: at });
  }

  #table(): Int32Array {
    let table = tables.get(this.#key);
    if (!table) {
      table = new Int32Array(0x10000);
      for (let unit = 0; unit < table.length; unit++) table[unit] = this.#code.pack(unit);
      tables.set(this.#key, table);
    }
    return table;
  }
}

/** By encoding and patch width, the packed bytes of every UTF-16 code unit. Made on first use, shared by all codecs. */
const tables = new Map<string, Int32Array>();

function codeOf(encoding: ByteEncoding, patchWidth: number): ByteCode {
  if (encoding.type === "mixed-radix") return new MixedRadix(encoding, patchWidth);
  if (encoding.type !== "utf8") throw new OptionError("encoding", encoding, 'of type "utf8" or "mixed-radix"');
  if (patchWidth !== 1) throw new OptionError("patchWidth", patchWidth, "1 for UTF-8");
  return utf8Code;
}

function isArrayLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && "length" in value && NATURAL.allows(value.length);
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}

/** The string of the first `count` UTF-16 code units. */
function textOf(units: Uint16Array, count: number): string {
  let text = "";
  for (let at = 0; at < count; at += UNITS_AT_ONCE) {
    text += String.fromCharCode.apply(
      null,
      units.subarray(at, Math.min(at + UNITS_AT_ONCE, count)) as unknown as number[],
    );
  }
  return text;
}
