import { VocabularyError } from "../../base/errors.js";
import { codePointIn, isHighSurrogate } from "../../text/unit-buffer.js";
import { decodeUtf8 } from "../../text/utf8.js";

const UNIT_BYTES = 4;
/** The array comes in blocks of 256 units, and no XOR with a byte leads out of one. */
const BLOCK_BYTES = 1024;
/** How many keys that start at one place SentencePiece looks at, from the shortest on. */
const MOST_KEYS = 32;
const ROOT = 0;
const NOWHERE = -1;

/**
 * What characters become, as a .model has it: a double array (darts-clone) from keys in UTF-8 to places in a blob, from
 * each of which a replacement reaches to the next NUL.
 *
 * A unit's children start at its own number XOR its offset; the child for a byte is at that place XOR the byte, and is
 * labelled with the byte. Where a key ends, the unit at the place itself has the key's value.
 */
export class Charsmap {
  readonly #array: Uint32Array;
  readonly #blob: Uint8Array;
  readonly #replacements = new Map<number, string>();
  /** The unit that each character of the BMP leads to. */
  readonly #firstUnits = new Int32Array(0x10000);
  #value = 0;

  /**
   * @param name what to call the file in errors
   * @throws VocabularyError where the map is cut, leads out of itself or in circles, or is of parts of characters
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
    if (this.#blob.at(-1) !== 0) throw fail("a replacement without an end");
    decodeUtf8(this.#blob, (fault) => fail(`replacements with ${fault}`));
    const fault = this.#findFault();
    if (fault !== undefined) throw fail(fault);
    for (let code = 0; code <= 0xffff; code++) this.#firstUnits[code] = this.#follow(ROOT, code);
  }

  /** What the key becomes that {@link match} found last. */
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

  /** Whether keys may start with a UTF-16 unit. */
  mayStart(unit: number): boolean {
    return isHighSurrogate(unit) || this.#firstUnits[unit] !== NOWHERE;
  }

  /** Where the longest key ends that starts at `start`; there, if none does. */
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

  /** Whether a key starts at `start`; of these the shortest, as tokenizers looks them up, to which NUL is in no key. */
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

  /** The unit that the UTF-8 bytes of a character lead to. */
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
    const child = this.#children(unit) ^ byte;
    return labelOf(this.#array[child]) === byte ? child : NOWHERE;
  }

  #children(unit: number): number {
    return unit ^ offsetOf(this.#array[unit]);
  }

  #valueOf(unit: number): number {
    return this.#array[this.#children(unit)] & 0x7fffffff;
  }

  /** Follows every key to its end; what is found wrong on the way. */
  #findFault(): string | undefined {
    const array = this.#array;
    const { first, next } = listChildren(array);
    const outside = (unit: number): boolean => this.#children(unit) >= array.length;
    if (outside(ROOT)) return "a way out of the array";
    // Of each unit how many bytes of a character are to follow, with one of the marks once it has been reached.
    const OPEN = 4;
    const CLOSED = 8;
    const states = new Uint8Array(array.length);
    states[ROOT] = OPEN;
    const path = [ROOT];
    const untried = [first[this.#children(ROOT)]];
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
      if (pending < 0) return `a byte out of place at unit ${child}`;
      // Keys share their ends.
      if (states[child] === (CLOSED | pending)) continue;
      if (states[child] !== 0) return `unit ${child} in two places`;
      if (outside(child)) return `a way out of the array at unit ${child}`;
      if (hasValue(array[child]) && !(pending === 0 && this.#isReplacement(this.#valueOf(child)))) {
        return `no replacement at unit ${child}`;
      }
      states[child] = OPEN | pending;
      path.push(child);
      untried.push(first[this.#children(child)]);
    }
    return undefined;
  }

  #isReplacement(place: number): boolean {
    return place < this.#blob.length && (this.#blob[place] & 0xc0) !== 0x80;
  }
}

/** The units whose labels make them children of the same place: the first of each place, and the next of each unit. */
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

/** The byte that leads to a unit; below 0 for one that only has a value. */
function labelOf(unit: number): number {
  return unit & 0x800000ff;
}

/** Whether a key ends there. */
function hasValue(unit: number): boolean {
  return ((unit >>> 8) & 1) === 1;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

/** How many bytes of a character are to follow a byte, where `pending` were to follow the one before; -1 for a fault. */
function bytesPending(pending: number, byte: number): number {
  if (byte >= 0x80 && byte < 0xc0) return pending - 1;
  if (pending > 0 || byte > 0xf4) return -1;
  return byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}
