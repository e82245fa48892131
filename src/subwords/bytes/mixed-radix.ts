import { OptionError } from "../../base/errors.js";
import { type ByteCode, CODE_POINTS, NO_BYTE, writeCodePoint } from "./byte-code.js";
import type { MixedRadixEncoding } from "./encoding.js";

const LARGEST_PLACES = 4;
/** The place of a byte that no character has. */
const NOWHERE = 255;

/**
 * A mixed radix. Decoding takes what the bytes sum up to, be there more of them than needed; a value beyond U+10FFFF is
 * a fault as a whole.
 *
 * Without patches a character ends at its byte of place 0, and each byte before it is one place higher. The longest
 * start of a character that is cut off or goes wrong is one fault, and what follows it is read anew; a reserved value
 * is a fault by itself.
 *
 * With patches a character has a byte for each place, and the bare head stands where it has no digit, which reads as
 * the digit 0. A patch is a character, or one fault, as a whole: also one that is cut off, and a special token.
 */
export class MixedRadix implements ByteCode {
  readonly encodesSurrogates = true;
  readonly #patchWidth: number;
  readonly #radices: readonly number[];
  /** The value of each place's digit 0. */
  readonly #bases: readonly number[];
  /** What a patch starts from: all places but the last byte's hold their bare heads. */
  readonly #bareHeads: readonly number[];
  /** By byte. */
  readonly #places = new Uint8Array(NO_BYTE + 1).fill(NOWHERE);
  readonly #digits = new Uint8Array(NO_BYTE + 1);

  /**
   * @param patchWidth 1 for no patches, or the number of places
   * @throws OptionError where no such encoding can be, none for all code points, or none with such patches
   */
  constructor(encoding: MixedRadixEncoding, patchWidth: number) {
    validate(encoding);
    const { heads, reserved, radices } = encoding;
    if (patchWidth !== 1 && patchWidth !== heads.length) {
      throw new OptionError("patchWidth", patchWidth, `1 or ${heads.length}, the encoding's places`);
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
    // Only the last byte may be 0, see ByteCode.pack.
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

/** The one length that all lists have. */
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
  throw new OptionError(name, value, least > most ? "no further place" : `an integer from ${least} to ${most}`);
}
