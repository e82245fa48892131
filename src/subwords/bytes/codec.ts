import { OptionError, TextError } from "../../base/errors.js";
import type { TokenBuffer } from "../subword-model.js";
import { type ByteCode, NO_BYTE } from "./byte-code.js";
import type { ByteEncoding } from "./encoding.js";
import { MixedRadix } from "./mixed-radix.js";
import { utf8Code } from "./utf8.js";

export interface ByteCodecOptions {
  /** What is added to a byte to make its id. Default 0. */
  readonly offset?: number;
  /**
   * 1, the default, where a character has as many ids as its encoding needs; or the number of places of a mixed radix
   * (4), where every character has exactly that many, so that a model may predict them at once.
   */
  readonly patchWidth?: number;
}

/**
 * What becomes of ids that are no text, as for Python's `bytes.decode`: each fault vanishes, or becomes one U+FFFD.
 * Where a fault ends is told by the encoding.
 */
export type DecodeErrors = "ignore" | "replace";

/** V8 makes an array longer than this a slow map, but lets one grow beyond it. */
const LONGEST_FAST_ARRAY = 2 ** 25;
const LARGEST_OFFSET = 2 ** 31 - NO_BYTE;
/** UTF-16 units that any engine's `apply` takes as arguments. */
const UNITS_AT_ONCE = 1024;

/**
 * Text to the ids of its bytes, and back.
 *
 * UTF-8 is Python's (3.11); the mixed radix is defined by the public byte tokenizer of the byte models' authors. Both
 * are exact on all code points.
 *
 * @example
 * const codec = new ByteCodec(MIXED_RADIX, { offset: 6 });
 * codec.encodeIds("あa"); // [207, 183, 42, 104]
 * codec.decode([207, 183, 42, 104]); // "あa"
 */
export class ByteCodec {
  readonly encoding: ByteEncoding;
  readonly offset: number;
  readonly patchWidth: number;
  readonly #code: ByteCode;
  readonly #key: string;
  readonly #units = new Uint16Array(UNITS_AT_ONCE);

  /** @throws OptionError where the encoding, the offset or the patch width cannot be */
  constructor(encoding: ByteEncoding, options: ByteCodecOptions = {}) {
    const { offset = 0, patchWidth = 1 } = options;
    if (!Number.isInteger(offset) || offset < 0 || offset > LARGEST_OFFSET) {
      throw new OptionError("offset", offset, `an integer from 0 to ${LARGEST_OFFSET}`);
    }
    this.encoding = encoding;
    this.offset = offset;
    this.patchWidth = patchWidth;
    this.#code = codeOf(encoding, patchWidth);
    this.#key = JSON.stringify([encoding, patchWidth]);
  }

  /**
   * Appends the ids of the text at [start, end), each with the span of its whole character in UTF-16 units.
   *
   * @throws TextError at a lone surrogate where the encoding is UTF-8, as Python raises UnicodeEncodeError
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
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

  /** The ids of a text. @throws TextError as {@link encode} */
  encodeIds(text: string): number[] {
    const ids = new Array<number>(Math.min(this.countIds(text), LONGEST_FAST_ARRAY));
    this.#fill(text, ids);
    return ids;
  }

  /**
   * Writes the ids of a text to the front of an array; returns how many they are, which {@link countIds} foretells.
   *
   * @throws TextError as {@link encode}
   * @throws OptionError where the array is too short
   */
  encodeInto(text: string, ids: Int32Array): number {
    const count = this.countIds(text);
    if (ids.length < count) throw new OptionError("ids", `room for ${ids.length}`, `room for ${count}`);
    this.#fill(text, ids);
    return count;
  }

  /** How many ids a text has. @throws TextError as {@link encode} */
  countIds(text: string): number {
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
   * The text of the ids at [start, end). An id that is no byte's is a fault by itself; what else is one, {@link UTF8} and
   * {@link MixedRadixEncoding} say. Nothing else is ever lost, and no integers make it throw.
   *
   * An encoding that has lone surrogates decodes them too, as the UTF-16 units that they are: a high one before a low
   * one makes one character of them in JavaScript, which Python keeps apart.
   *
   * @throws OptionError where an id is not an integer
   */
  decode(ids: ArrayLike<number>, errors: DecodeErrors = "ignore", start = 0, end = ids.length): string {
    if (errors !== "ignore" && errors !== "replace") throw new OptionError("errors", errors, '"ignore" or "replace"');
    const count = Math.max(0, end - start);
    const units = count <= this.#units.length ? this.#units : new Uint16Array(count);
    for (let at = 0; at < count; at++) {
      const id = ids[start + at];
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

  /** Whether a character may start at a place among ids; what is no byte's id is no part of one. */
  startsCharacter(ids: ArrayLike<number>, at: number): boolean {
    if (this.patchWidth > 1) return at % this.patchWidth === 0;
    return at === 0 || this.#code.endsBefore(ids[at - 1] - this.offset, ids[at] - this.offset);
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

  /** The code point that a surrogate starts, or is. */
  #codePointAt(text: string, at: number, end: number): number {
    const code = at + 1 < end ? (text.codePointAt(at) ?? 0) : text.charCodeAt(at);
    if (code > 0xffff || this.#code.encodesSurrogates) return code;
    throw new TextError("text", `lone surrogate \\u${code.toString(16)} at offset ${at}`, "well-formed UTF-16");
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

/** The packed bytes of every UTF-16 unit, by encoding and patch width: made when first needed, shared by all codecs. */
const tables = new Map<string, Int32Array>();

function codeOf(encoding: ByteEncoding, patchWidth: number): ByteCode {
  if (encoding.type === "mixed-radix") return new MixedRadix(encoding, patchWidth);
  if (encoding.type !== "utf8") throw new OptionError("encoding", encoding, 'of type "utf8" or "mixed-radix"');
  if (patchWidth !== 1) throw new OptionError("patchWidth", patchWidth, "1, for UTF-8 cannot fill patches");
  return utf8Code;
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}

/** A string of UTF-16 units, in pieces that any engine's `apply` takes. */
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
