import { FIRST_STATE, FREQUENCY_BITS, FREQUENCY_SUM } from "../rans.js";

/** An operation of 32 bits: a symbol (8 bits) under a context, or with this bit a number (15 bits) of some bits (4). */
const NUMBER = 2 ** 31;

/** Codes what RansDecoder decodes. Takes symbols and numbers in the order in which they will be decoded. */
export class RansEncoder {
  readonly #symbols: number;
  readonly #counts: Uint32Array;
  #operations = new Uint32Array(1 << 16);
  #length = 0;

  constructor(contexts: number, symbols: number) {
    this.#symbols = symbols;
    this.#counts = new Uint32Array(contexts * symbols);
  }

  symbol(context: number, symbol: number): void {
    this.#counts[context * this.#symbols + symbol]++;
    this.#add((context << 8) | symbol);
  }

  /** A number of so many bits, at most 15. */
  bits(count: number, value: number): void {
    this.#add(NUMBER + ((count << 16) | value));
  }

  #add(operation: number): void {
    if (this.#length === this.#operations.length) {
      const more = new Uint32Array(2 * this.#length);
      more.set(this.#operations);
      this.#operations = more;
    }
    this.#operations[this.#length++] = operation;
  }

  /** The frequencies and the stream of all that came. */
  finish(): { frequencies: Uint8Array; stream: Uint8Array } {
    const symbols = this.#symbols;
    const frequencies = new Uint16Array(this.#counts.length);
    const starts = new Uint16Array(this.#counts.length);
    for (let first = 0; first < frequencies.length; first += symbols) {
      frequencies.set(frequenciesOf(this.#counts.subarray(first, first + symbols)), first);
      for (let at = first + 1; at < first + symbols; at++) starts[at] = starts[at - 1] + frequencies[at - 1];
    }

    // What is decoded first is coded last, so words are written from the back.
    const words = new Uint16Array(this.#length + 2);
    let first = words.length;
    let state = FIRST_STATE;
    for (let index = this.#length - 1; index >= 0; index--) {
      const operation = this.#operations[index];
      const isNumber = operation >= NUMBER;
      const bits = isNumber ? (operation >>> 16) & 0xf : FREQUENCY_BITS;
      const at = (operation >>> 8) * symbols + (operation & 0xff);
      const frequency = isNumber ? 1 : frequencies[at];
      const start = isNumber ? operation & 0xffff : starts[at];
      if (state >= (FIRST_STATE >>> bits) * frequency * 0x10000) {
        words[--first] = state & 0xffff;
        state >>>= 16;
      }
      state = Math.floor(state / frequency) * 2 ** bits + start + (state % frequency);
    }
    words[--first] = state >>> 16;
    words[--first] = state & 0xffff;
    return { frequencies: new Uint8Array(frequencies.buffer), stream: new Uint8Array(words.slice(first).buffer) };
  }
}

/** Counts scaled to sum up to FREQUENCY_SUM, at least 1 for what occurs; what rounding leaves goes to the commonest. */
function frequenciesOf(counts: Uint32Array): Uint32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts;
  const spare = FREQUENCY_SUM - counts.length;
  const frequencies = counts.map((count) => (count === 0 ? 0 : 1 + Math.floor((count * spare) / total)));
  const rest = FREQUENCY_SUM - frequencies.reduce((sum, frequency) => sum + frequency, 0);
  frequencies[counts.indexOf(Math.max(...counts))] += rest;
  return frequencies;
}
