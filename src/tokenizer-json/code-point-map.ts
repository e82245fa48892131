/** Code points below this are looked up directly. */
const DIRECT = 0x10000;

/** A number for each code point, stored as runs of equal numbers. */
export class CodePointMap {
  /** The first code points of the runs, and after them the end of the last. */
  readonly #starts: Uint32Array;
  readonly #numbers: Uint8Array;
  readonly #direct = new Uint8Array(DIRECT);

  /**
   * @param runs for each run its length and its number, below 256. The last digit of each is written in base 36; the
   * digits before it are capital letters in base 26.
   */
  constructor(runs: string) {
    const starts = [0];
    const numbers: number[] = [];
    let value = 0;
    let isLength = true;
    for (let at = 0; at < runs.length; at++) {
      const digit = runs.charCodeAt(at);
      if (digit >= 0x41 && digit <= 0x5a) {
        value = 26 * value + digit - 0x41;
        continue;
      }
      value = 36 * value + (digit < 0x41 ? digit - 0x30 : digit - 0x61 + 10);
      if (isLength) starts.push(starts[starts.length - 1] + value);
      else numbers.push(value);
      isLength = !isLength;
      value = 0;
    }
    this.#starts = Uint32Array.from(starts);
    this.#numbers = Uint8Array.from(numbers);
    for (let run = 0; run < numbers.length && starts[run] < DIRECT; run++) {
      this.#direct.fill(numbers[run], starts[run], Math.min(starts[run + 1], DIRECT));
    }
  }

  get(code: number): number {
    if (code < DIRECT) return this.#direct[code];
    let low = 0;
    let high = this.#numbers.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#starts[middle] <= code) low = middle;
      else high = middle - 1;
    }
    return this.#numbers[low];
  }
}
