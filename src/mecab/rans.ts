import { DictionaryError } from "../errors.js";

/**
 * Symbols below 256 coded by rANS, a range asymmetric numeral system, each under a context: the symbols of a context
 * have frequencies of their own, which are part of the file. All arithmetic is of integers below 2^31, so that a file
 * decodes to the same everywhere.
 *
 * A stream is 16-bit words, little-endian: the state, low word first, then words that refill it. It has been read in
 * full when the state is back at {@link FIRST_STATE}, where coding began, and no word is left.
 */
export const FREQUENCY_BITS = 12;
/** What the frequencies of a context sum up to; those of a context that never occurs are all 0. */
export const FREQUENCY_SUM = 1 << FREQUENCY_BITS;
/** A state is at least this and below 65,536 times this between symbols. */
export const FIRST_STATE = 1 << 15;
const FREQUENCY_MASK = FREQUENCY_SUM - 1;

export class RansDecoder {
  /**
   * For each context, for each of the 4,096 slots, the symbol whose interval the slot lies in (8 bits), that symbol's
   * frequency less 1 (12 bits) and the slot's place in the interval (12 bits).
   */
  readonly #slots: Uint32Array;
  readonly #words: Uint16Array;
  readonly #name: string;
  #next = 2;
  #state: number;

  /**
   * @param frequencies 16 bits for each symbol of each context, context after context
   * @param stream the coded symbols
   * @param symbols how many symbols there are, at most 256
   * @param name what to call the stream in errors
   * @throws DictionaryError where the frequencies are not those of so many contexts and symbols
   */
  constructor(frequencies: Uint8Array, stream: Uint8Array, contexts: number, symbols: number, name: string) {
    this.#slots = slotsOf(frequencies, contexts, symbols, name);
    this.#words = new Uint16Array(stream.buffer, stream.byteOffset, stream.length >>> 1);
    this.#name = name;
    this.#state = (this.#words[0] | (this.#words[1] << 16)) & 0x7fffffff;
  }

  symbol(context: number): number {
    const state = this.#state;
    const slot = this.#slots[(context << FREQUENCY_BITS) | (state & FREQUENCY_MASK)];
    const frequency = ((slot >>> FREQUENCY_BITS) & FREQUENCY_MASK) + 1;
    this.#refill(Math.imul(frequency, state >>> FREQUENCY_BITS) + (slot & FREQUENCY_MASK));
    return slot >>> 24;
  }

  /** A number of so many bits, at most 15, whose values are all as likely. */
  bits(count: number): number {
    const state = this.#state;
    this.#refill(state >>> count);
    return state & ((1 << count) - 1);
  }

  /** @throws DictionaryError where the stream does not end here, as one that is damaged or cut does not */
  end(): void {
    if (this.#next !== this.#words.length || this.#state !== FIRST_STATE) {
      throw new DictionaryError(this.#name, "symbols that end elsewhere than the section", "an undamaged file");
    }
  }

  /** Behind the last word come zeros, for {@link end} to tell. */
  #refill(state: number): void {
    this.#state = state < FIRST_STATE ? (state << 16) | this.#words[this.#next++] : state;
  }
}

function slotsOf(bytes: Uint8Array, contexts: number, symbols: number, name: string): Uint32Array {
  const frequencies = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1);
  if (frequencies.length !== contexts * symbols) {
    throw new DictionaryError(name, `${frequencies.length} frequencies`, `${contexts * symbols}`);
  }
  const slots = new Uint32Array(contexts << FREQUENCY_BITS);
  for (let context = 0; context < contexts; context++) {
    const end = (context + 1) << FREQUENCY_BITS;
    let at = context << FREQUENCY_BITS;
    for (let symbol = 0; symbol < symbols; symbol++) {
      const frequency = frequencies[context * symbols + symbol];
      for (let place = 0; place < frequency && at < end; place++) {
        slots[at++] = ((symbol << 24) | ((frequency - 1) << FREQUENCY_BITS) | place) >>> 0;
      }
    }
  }
  return slots;
}
