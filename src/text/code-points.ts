import * as sets from "./unicode-14.js";

const LIMIT = 0x110000;

/** A set of code points, stored as one bit for each code point. */
export class CodePointSet {
  readonly #bits: Uint8Array;

  /**
   * @param lengths the lengths of ranges that lie alternately outside and inside the set, from U+0000 on. The last
   * digit of a number is written in base 36; the digits before it are capital letters in base 26.
   * @param other a similar set; then the ranges are those of the code points that are in only one of the two
   */
  constructor(lengths: string, other?: CodePointSet) {
    this.#bits = other ? other.#bits.slice() : new Uint8Array(LIMIT / 8);
    let at = 0;
    let inside = false;
    for (const [, rest, last] of lengths.matchAll(/([A-Z]*)([0-9a-z])/g)) {
      let end = 0;
      for (let digit = 0; digit < rest.length; digit++) end = 26 * end + rest.charCodeAt(digit) - 0x41;
      end = at + 36 * end + Number.parseInt(last, 36);
      if (inside) this.#toggle(at, end);
      at = end;
      inside = !inside;
    }
  }

  has(code: number): boolean {
    return ((this.#bits[code >>> 3] >>> (code & 7)) & 1) === 1;
  }

  #toggle(start: number, end: number): void {
    const bits = this.#bits;
    for (let code = start; code < end; ) {
      const isWholeByte = (code & 7) === 0 && end - code >= 8;
      bits[code >>> 3] ^= isWholeByte ? 0xff : 1 << (code & 7);
      code += isWholeByte ? 8 : 1;
    }
  }
}

function lazily(lengths: string, other?: () => CodePointSet): () => CodePointSet {
  let set: CodePointSet | undefined;
  return () => (set ??= new CodePointSet(lengths, other?.()));
}

// The sets of Unicode 14.0 that Python 3.11 uses. Each is decoded on first use. The mark PURE lets bundlers leave out
// those that are not used.
export const unassigned = /* @__PURE__ */ lazily(sets.UNASSIGNED);
export const controls = /* @__PURE__ */ lazily(sets.CONTROLS);
export const spaces = /* @__PURE__ */ lazily(sets.SPACES);
export const separators = /* @__PURE__ */ lazily(sets.SEPARATORS);
export const punctuation = /* @__PURE__ */ lazily(sets.PUNCTUATION);
export const nfkcJoining = /* @__PURE__ */ lazily(sets.NFKC_JOINING);
export const nonspacingMarks = /* @__PURE__ */ lazily(sets.NONSPACING_MARKS, nfkcJoining);
export const nfkcActive = /* @__PURE__ */ lazily(sets.NFKC_ACTIVE, nfkcJoining);

/** Python 3.11's `str.isprintable` for one code point: false for categories C* and Z*, except U+0020. */
export function isPrintable(code: number): boolean {
  return (
    code === 0x20 || !(unassigned().has(code) || controls().has(code) || spaces().has(code) || separators().has(code))
  );
}
