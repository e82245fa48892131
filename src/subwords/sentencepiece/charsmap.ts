import { VocabularyError } from "../../base/errors.js";
import { codePointIn, isHighSurrogate } from "../../text/unit-buffer.js";
import { decodeUtf8 } from "../../text/utf8.js";

const UNIT_BYTES = 4;
/** The array consists of blocks of 256 units, and an XOR with a byte stays inside a block. */
const BLOCK_BYTES = 1024;
/** SentencePiece considers only the first matches at a position, in the order of their length. */
const MOST_KEYS = 32;
const ROOT = 0;
const NOWHERE = -1;

/**
 * The replacements of characters in a .model file (precompiled_charsmap). A double array in the format of darts-clone
 * maps keys in UTF-8 to positions in a blob. A replacement starts at its position and ends before the next NUL.
 *
 * The children of a unit are around its base, which is its own number XOR its offset. The child for a byte is at the
 * base XOR the byte and has the byte as its label. If a key ends at the unit, the unit at the base holds the key's
 * value.
 */
export class Charsmap {
  readonly #array: Uint32Array;
  readonly #blob: Uint8Array;
  readonly #replacements = new Map<number, string>();
  /** By character of the BMP, the unit that it leads to from the root. */
  readonly #firstUnits = new Int32Array(0x10000);
  #value = 0;

  /**
   * @param bytes the map as the .model file stores it
   * @param name the file's name in error messages
   * @throws VocabularyError if the map is truncated, if it leads out of the array or in circles, or if a key or a
   * replacement is not UTF-8
   */
  constructor(bytes: Uint8Array, name: string) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const fail = (found: string): VocabularyError => new VocabularyError(name, found, "an undamaged charsmap");
    const arrayBytes = bytes.length > UNIT_BYTES ? view.getUint32(0, true) : 0;
    const blobStart = UNIT_BYTES + arrayBytes;
    if (arrayBytes === 0 || arrayBytes % BLOCK_BYTES !== 0 || blobStart >= bytes.length) {
      throw fail(`an array of ${arrayBytes} bytes in a charsmap of ${bytes.length}`);
    }
    this.#array = new Uint32Array(arrayBytes / UNIT_BYTES);
    for (let unit = 0; unit < this.#array.length; unit++) {
      this.#array[unit] = view.getUint32(UNIT_BYTES * (unit + 1), true);
    }
    this.#blob = bytes.subarray(blobStart);
    if (this.#blob.at(-1) !== 0) throw fail("a truncated replacement");
    decodeUtf8(this.#blob, (fault) => fail(`replacements with ${fault}`));
    const fault = this.#findFault();
    if (fault !== undefined) throw fail(fault);
    for (let code = 0; code <= 0xffff; code++) this.#firstUnits[code] = this.#follow(ROOT, code);
  }

  /** The replacement for the key that {@link match} or {@link matchShortest} found last. */
  get replacement(): string {
    const start = this.#value;
    let replacement = this.#replacements.get(start);
    if (replacement === undefined) {
      const bytes = this.#blob.subarray(start, this.#blob.indexOf(0, start));
      replacement = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      this.#replacements.set(start, replacement);
    }
    return replacement;
  }

  /** True if a key can start with a UTF-16 code unit. */
  mayStart(unit: number): boolean {
    return isHighSurrogate(unit) || this.#firstUnits[unit] !== NOWHERE;
  }

  /** The end of the longest key that starts at `start`; `start` itself if there is no key. */
  match(units: Uint16Array, start: number, end: number): number {
    let matched = start;
    let at = start;
    let code = codePointIn(units, at);
    let unit = code <= 0xffff ? this.#firstUnits[code] : this.#follow(ROOT, code);
    for (let keys = 0; unit !== NOWHERE; unit = this.#follow(unit, code)) {
      at += code <= 0xffff ? 1 : 2;
      if (hasValue(this.#array[unit])) {
        this.#value = this.#valueOf(unit);
        matched = at;
        keys++;
      }
      if (at === end || keys === MOST_KEYS) break;
      code = codePointIn(units, at);
    }
    return matched;
  }

  /**
   * Looks for the shortest key at `start` and returns false if there is none. As in tokenizers, keys never contain NUL.
   */
  matchShortest(units: Uint16Array, start: number, end: number): boolean {
    let unit = ROOT;
    for (let at = start; at < end; ) {
      const code = codePointIn(units, at);
      if (code === 0) return false;
      unit = this.#follow(unit, code);
      if (unit === NOWHERE) return false;
      if (hasValue(this.#array[unit])) {
        this.#value = this.#valueOf(unit);
        return true;
      }
      at += code <= 0xffff ? 1 : 2;
    }
    return false;
  }

  /** The unit that the UTF-8 bytes of a code point lead to, or NOWHERE. */
  #follow(from: number, code: number): number {
    if (code < 0x80) return this.#byte(from, code);
    let unit = from;
    if (code < 0x800) unit = this.#byte(unit, 0xc0 | (code >>> 6));
    else {
      if (code < 0x10000) unit = this.#byte(unit, 0xe0 | (code >>> 12));
      else {
        unit = this.#byte(unit, 0xf0 | (code >>> 18));
        unit = this.#byte(unit, 0x80 | ((code >>> 12) & 0x3f));
      }
      unit = this.#byte(unit, 0x80 | ((code >>> 6) & 0x3f));
    }
    return this.#byte(unit, 0x80 | (code & 0x3f));
  }

  #byte(unit: number, byte: number): number {
    if (unit === NOWHERE) return NOWHERE;
    const child = this.#baseOf(unit) ^ byte;
    return labelOf(this.#array[child]) === byte ? child : NOWHERE;
  }

  /** The unit from which the children of a unit are found. */
  #baseOf(unit: number): number {
    return unit ^ offsetOf(this.#array[unit]);
  }

  #valueOf(unit: number): number {
    return this.#array[this.#baseOf(unit)] & 0x7fffffff;
  }

  /** Follows every key to its end. Returns a description of the first fault, or undefined. */
  #findFault(): string | undefined {
    const array = this.#array;
    const { first, next } = listChildren(array);
    const isOutside = (unit: number): boolean => this.#baseOf(unit) >= array.length;
    if (isOutside(ROOT)) return "children outside the array";
    // By unit, the number of bytes that still belong to the character, with a mark once the search has reached the
    // unit.
    const OPEN = 4;
    const CLOSED = 8;
    const states = new Uint8Array(array.length);
    states[ROOT] = OPEN;
    const path = [ROOT];
    const untried = [first[this.#baseOf(ROOT)]];
    while (path.length > 0) {
      const depth = path.length - 1;
      const child = untried[depth];
      if (child === NOWHERE) {
        states[path[depth]] ^= OPEN | CLOSED;
        path.pop();
        untried.pop();
        continue;
      }
      untried[depth] = next[child];
      const pending = bytesPending(states[path[depth]] & 3, labelOf(array[child]));
      if (pending < 0) return `an invalid byte at unit ${child}`;
      // Keys can share their last units. Any other unit that is reached twice closes a circle or splits a character.
      if (states[child] === (CLOSED | pending)) continue;
      if (states[child] !== 0) return `a conflict at unit ${child}`;
      if (isOutside(child)) return `children outside the array at unit ${child}`;
      if (hasValue(array[child]) && !(pending === 0 && this.#isReplacement(this.#valueOf(child)))) {
        return `no replacement at unit ${child}`;
      }
      states[child] = OPEN | pending;
      path.push(child);
      untried.push(first[this.#baseOf(child)]);
    }
    return undefined;
  }

  /** True if a position in the blob is the start of a character. */
  #isReplacement(position: number): boolean {
    return position < this.#blob.length && (this.#blob[position] & 0xc0) !== 0x80;
  }
}

/** The lists of units by base: by base, its first child, and by unit, the next child of the same base. */
function listChildren(array: Uint32Array): { first: Int32Array; next: Int32Array } {
  const first = new Int32Array(array.length).fill(NOWHERE);
  const next = new Int32Array(array.length);
  for (let unit = array.length - 1; unit >= 0; unit--) {
    const label = labelOf(array[unit]);
    if (label < 0) continue;
    next[unit] = first[unit ^ label];
    first[unit ^ label] = unit;
  }
  return { first, next };
}

/** The byte that leads to a unit; negative for a unit that only holds a value. */
function labelOf(unit: number): number {
  return unit & 0x800000ff;
}

/** True if a key ends at the unit. */
function hasValue(unit: number): boolean {
  return ((unit >>> 8) & 1) === 1;
}

/** The distance, by XOR, from a unit to its base. */
function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

/** The number of bytes missing from the character after a byte, given the number before it; -1 if the byte is wrong. */
function bytesPending(pending: number, byte: number): number {
  if (byte >= 0x80 && byte < 0xc0) return pending - 1;
  if (pending > 0 || byte > 0xf4) return -1;
  return byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}
