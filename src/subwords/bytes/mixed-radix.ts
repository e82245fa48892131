import { OptionError } from "../../base/errors.js";
import { type ByteCode, CODE_POINTS, NO_BYTE, writeCodePoint } from "./byte-code.js";
import type { MixedRadixEncoding } from "./encoding.js";

/** The largest number of places: the bytes of a code point are packed into 32 bits. */
const LARGEST_PLACES = 4;
/** The place of a byte that occurs in no character. */
const NOWHERE = 255;

/**
 * The implementation of a mixed radix. Decoding accepts characters with more bytes than necessary. A value above
 * U+10FFFF is one fault.
 *
 * Without patches, a character ends at its byte of place 0, and each byte before that is one place higher. The longest
 * beginning of a character that is truncated or continues wrongly is one fault; decoding resumes after it. A reserved
 * value is a fault by itself.
 *
 * With patches, a character has a byte for each place. A missing digit is the bare head, which decodes as the digit 0.
 * A patch is one character or one fault. Truncated patches and special tokens are faults.
 */
export class MixedRadix implements ByteCode {
  readonly encodesSurrogates = true;
  readonly #patchWidth: number;
  readonly #radices: readonly number[];
  /** By place, the byte value of the digit 0. */
  readonly #bases: readonly number[];
  /** By place, the byte of a missing digit: with patches the bare head, except for place 0; without patches 0. */
  readonly #bareHeads: readonly number[];
  /** By byte, its place or NOWHERE. */
  readonly #places = new Uint8Array(NO_BYTE + 1).fill(NOWHERE);
  /** By byte, its digit. */
  readonly #digits = new Uint8Array(NO_BYTE + 1);

  /**
   * @param patchWidth 1 for no patches, or the number of places
   * @throws OptionError if the encoding is not valid or does not cover all code points, or if the patch width is
   * neither
   */
  constructor(encoding: MixedRadixEncoding, patchWidth: number) {
    validate(encoding);
    const { heads, reserved, radices } = encoding;
    if (patchWidth !== 1 && patchWidth !== heads.length) {
      throw new OptionError("patchWidth", patchWidth, `1 or ${heads.length}, the number of places`);
    }
    const patched = patchWidth > 1;
    this.#patchWidth = patchWidth;
    this.#radices = radices;
    this.#bases = heads.map((head, place) => head + reserved[place]);
    this.#bareHeads = heads.map((head, place) => (patched && place > 0 ? head : 0));
    for (let place = 0; place < radices.length; place++) {
      if (patched && place > 0) this.#places[heads[place]] = place;
      for (let digit = 0; digit < radices[place]; digit++) {
        this.#places[this.#bases[place] + digit] = place;
        this.#digits[this.#bases[place] + digit] = digit;
      }
    }
  }

  pack(code: number): number {
    let packed = 0;
    let rest = code;
    let place = 0;
    do {
      packed |= (this.#bases[place] + (rest % this.#radices[place])) << (8 * place);
      rest = Math.floor(rest / this.#radices[place]);
      place++;
    } while (rest > 0);
    for (; place < this.#bareHeads.length; place++) packed |= this.#bareHeads[place] << (8 * place);
    return packed;
  }

  endsBefore(byte: number, _next: number): boolean {
    const place = this.#places[byte] ?? NOWHERE;
    return place === 0 || place === NOWHERE;
  }

  decode(buffer: Uint16Array, count: number, replace: boolean): number {
    const places = this.#places;
    const digits = this.#digits;
    const radices = this.#radices;
    const patchWidth = this.#patchWidth;
    let written = 0;
    for (let at = 0, next = 0; at < count; at = next) {
      let place = places[buffer[at]];
      let code = digits[buffer[at]];
      next = at + 1;
      while (place > 0 && next < count && places[buffer[next]] === place - 1) {
        place--;
        code = code * radices[place] + digits[buffer[next++]];
      }
      if (patchWidth > 1) {
        if (next !== at + patchWidth) place = NOWHERE;
        next = at + patchWidth;
      }
      if (place === 0 && code < CODE_POINTS) written = writeCodePoint(buffer, written, code);
      else if (replace) buffer[written++] = 0xfffd;
    }
    return written;
  }
}

function validate({ heads, reserved, radices }: MixedRadixEncoding): void {
  const places = checkedLength({ heads, reserved, radices });
  let free = 0;
  let values = 1;
  for (let place = 0; place < places; place++) {
    const name = (list: string): string => `encoding.${list}[${place}]`;
    // Only the last byte may be 0, as ByteCode.pack requires.
    check(name("heads"), heads[place], place === 0 ? 0 : Math.max(1, free), 255);
    check(name("reserved"), reserved[place], 0, 255 - heads[place]);
    check(name("radices"), radices[place], 2, 256 - heads[place] - reserved[place]);
    free = heads[place] + reserved[place] + radices[place];
    values *= radices[place];
  }
  if (values < CODE_POINTS) {
    throw new OptionError("encoding.radices", radices.join(" × "), `a product of at least ${CODE_POINTS}`);
  }
}

/** The common length of the lists. */
function checkedLength(lists: Pick<MixedRadixEncoding, "heads" | "reserved" | "radices">): number {
  for (const [name, list] of Object.entries(lists) as [string, unknown][]) {
    if (!Array.isArray(list)) throw new OptionError(`encoding.${name}`, list, "a list of integers");
    if (list.length !== lists.heads.length || list.length > LARGEST_PLACES) {
      const expected = `as many as heads, at most ${LARGEST_PLACES}`;
      throw new OptionError(`encoding.${name}`, `${list.length} values`, expected);
    }
  }
  return lists.heads.length;
}

function check(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new OptionError(name, value, least > most ? "fewer places" : `an integer from ${least} to ${most}`);
}
