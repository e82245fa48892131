import { DictionaryError } from "../../base/errors.js";
import { uint16s, uint32s } from "./section-numbers.js";

/**
 * Numbers of 16 bits, most of them small, coded with rANS: range asymmetric numeral systems, an entropy coder that, like
 * arithmetic coding, spends a fraction of a bit on a probable symbol.
 *
 * A number below 8 is a symbol of its own. The symbol of a larger number gives its length in bits, and the bits after the
 * highest one follow uncoded. The probability of a symbol depends on a context, which the decoder knows before it decodes
 * the number. For each context the file lists the frequency of each symbol, out of 4,096. All arithmetic is on integers
 * of at most 31 bits, so a file decodes to the same numbers on every machine.
 *
 * The state of the coder is one integer x. A symbol has f of 4,096 slots, where f is its frequency. If s is the first
 * of them, the symbol is decoded as follows:
 *
 *     slot = x mod 4096; the symbol is the one that has this slot
 *     x = f · floor(x / 4096) + slot − s; if x < 32768, x = x · 65536 + next word
 *
 * A stream is 16-bit words, little-endian: the first state, its low word first, then the words that refill the state.
 */
const DIRECT = 8;
/** The symbol of a number from 8 up is this plus the number of bits after its highest one. */
const LONG = 5;
const SYMBOLS = LONG + 16;

const FREQUENCY_BITS = 12;
/** The sum of the frequencies of a context. If a context never occurs, all its frequencies are 0. */
const FREQUENCY_SUM = 2 ** FREQUENCY_BITS;
const FREQUENCY_MASK = FREQUENCY_SUM - 1;

/** The number of words that hold the first state of a stream. */
export const FIRST_WORD = 2;

/** The state with which coding begins and decoding ends. Every state is at least this, and less than 65,536 times this. */
const FIRST_STATE = 2 ** 15;

const HINT_BITS = 3;
/** Hints for the numbers of a list are 0 to 7. */
export const HINTS = 2 ** HINT_BITS;
const LEVEL_BITS = 3;
const HIGHEST_LEVEL = 2 ** LEVEL_BITS - 1;
const LIST_CONTEXTS = HINTS * 2 ** LEVEL_BITS;

const RANK_BITS = 3;
const RANKS = 2 ** RANK_BITS;
const GRID_CONTEXTS = 2 * RANKS * RANKS;

/** The constants, for the encoder. Engines fold them into the loops below only if they are not exported themselves. */
export const CODING = {
  DIRECT,
  LONG,
  SYMBOLS,
  FREQUENCY_BITS,
  FREQUENCY_SUM,
  FIRST_STATE,
  LIST_CONTEXTS,
  GRID_CONTEXTS,
  RANKS,
} as const;

/** The frequency of each symbol in each context. */
export class Frequencies {
  /** For each symbol of each context, the number of its slots, and the first of them. */
  readonly counts: Uint16Array;
  readonly starts: Uint16Array;
  #symbols: Uint8Array | undefined;

  /**
   * @param bytes 16 bits for each symbol of each context, context after context
   * @param name the name of the numbers in errors
   * @throws DictionaryError if the number of frequencies is wrong
   */
  constructor(
    bytes: Uint8Array,
    readonly contexts: number,
    name: string,
  ) {
    this.counts = uint16s(bytes);
    if (this.counts.length !== contexts * SYMBOLS) {
      throw new DictionaryError(name, `${this.counts.length} frequencies`, `${contexts * SYMBOLS}`);
    }
    this.starts = startsOf(this.counts);
  }

  /** The symbol of each of the 4,096 slots of each context. */
  get symbols(): Uint8Array {
    if (this.#symbols === undefined) {
      const symbols = new Uint8Array(this.contexts * FREQUENCY_SUM);
      this.starts.forEach((start, at) => {
        const first = Math.floor(at / SYMBOLS) * FREQUENCY_SUM;
        symbols.fill(at % SYMBOLS, first + start, first + start + this.counts[at]);
      });
      this.#symbols = symbols;
    }
    return this.#symbols;
  }
}

/** The first slot of each symbol: the one after those of the symbols before it in its context. */
export function startsOf(frequencies: Uint16Array): Uint16Array {
  const starts = new Uint16Array(frequencies.length);
  for (let at = 0; at < starts.length; at++) {
    if (at % SYMBOLS > 0) starts[at] = starts[at - 1] + frequencies[at - 1];
  }
  return starts;
}

/**
 * A coded list of unsigned numbers. The context of a number has two parts. The hint, from 0 to 7, is what the user of the
 * list knows about the number. The activity is an average of the symbols before it, because large numbers come together.
 */
export class CodedList {
  readonly frequencies: Frequencies;
  readonly words: Uint16Array;

  /**
   * @param frequencies the bytes of {@link Frequencies}
   * @param name the name of the list in errors
   * @throws DictionaryError if the number of frequencies is wrong
   */
  constructor(
    frequencies: Uint8Array,
    stream: Uint8Array,
    readonly name: string,
  ) {
    this.frequencies = new Frequencies(frequencies, LIST_CONTEXTS, name);
    this.words = uint16s(stream);
  }
}

/** The hint for numbers that depend on a count: the number of bits after its highest one, at most 7. */
export function hintOf(count: number): number {
  return Math.min(31 - Math.clz32(count | 1), HINTS - 1);
}

/** The context of a number of a list. */
export function contextOfNumber(hint: number, activity: number): number {
  return (hint << LEVEL_BITS) | levelOf(activity);
}

/** One of 8 levels of an activity, which is 0 to 20 · 32. Each level is twice as wide as the level below it. */
function levelOf(activity: number): number {
  return Math.min(30 - Math.clz32(activity + 2), HIGHEST_LEVEL);
}

/** The activity after one more symbol: an average of symbols, times 32, in which the newest symbol weighs an eighth. */
export function activityAfter(activity: number, symbol: number): number {
  return activity + (((symbol << 5) - activity) >> 3);
}

/** Decodes a list from its first number to its last. */
export class NumberDecoder {
  readonly #list: CodedList;
  #activity = 0;
  #next = FIRST_WORD;
  #state: number;

  constructor(list: CodedList) {
    this.#list = list;
    this.#state = firstState(list.words, 0);
  }

  /** Decodes `count` numbers, each with its hint. */
  read(numbers: Int32Array, hints: Uint8Array, count: number): void {
    for (let at = 0; at < count; at++) numbers[at] = this.next(hints[at]);
  }

  /** Decodes the next number. After the end of the stream it returns arbitrary numbers. */
  next(hint: number): number {
    const { words, frequencies } = this.#list;
    const context = contextOfNumber(hint, this.#activity);
    const slot = this.#state & FREQUENCY_MASK;
    const symbol = frequencies.symbols[(context << FREQUENCY_BITS) | slot];
    const at = context * SYMBOLS + symbol;
    let state = Math.imul(frequencies.counts[at], this.#state >>> FREQUENCY_BITS) + slot - frequencies.starts[at];
    if (state < FIRST_STATE) state = (state << 16) | words[this.#next++];
    this.#activity = activityAfter(this.#activity, symbol);
    let number = symbol;
    if (symbol >= DIRECT) {
      const bits = symbol - LONG;
      number = (1 << bits) | (state & ((1 << bits) - 1));
      state >>>= bits;
      if (state < FIRST_STATE) state = (state << 16) | words[this.#next++];
    }
    this.#state = state;
    return number;
  }

  /** The error to throw if the numbers make no sense to the user of the list. */
  damaged(): DictionaryError {
    return damagedNumbers(this.#list.name);
  }

  /** @throws DictionaryError if the stream does not end after the last number, because it is damaged or cut */
  end(): void {
    if (this.#next !== this.#list.words.length || this.#state !== FIRST_STATE) throw this.damaged();
  }
}

/**
 * A coded grid of signed numbers, each row a stream of its own. The numbers are folded: 0, -1, 1, -2, … are coded as
 * 0, 1, 2, 3, ….
 *
 * Some rows and columns have larger numbers than others, and large numbers come together. So the context of a number
 * has three parts: the rank of its row, that of its column, both 0 to 7, and whether the number before it in its row is
 * 0.
 */
export class CodedGrid {
  readonly frequencies: Frequencies;
  readonly words: Uint16Array;
  /** The index of each row's first word, and after the last row the number of words. */
  readonly starts: Uint32Array;
  readonly rowRanks: Uint8Array;
  readonly columnRanks: Uint8Array;

  /**
   * @param name the name of the grid in errors
   * @throws DictionaryError if the parts do not fit together
   */
  constructor(
    parts: GridParts,
    rows: number,
    columns: number,
    readonly name: string,
  ) {
    this.frequencies = new Frequencies(parts.frequencies, GRID_CONTEXTS, name);
    this.words = uint16s(parts.stream);
    this.rowRanks = parts.ranks.subarray(0, rows);
    this.columnRanks = parts.ranks.subarray(rows);
    const lengths = uint32s(parts.lengths);
    this.starts = new Uint32Array(rows + 1);
    let end = 0;
    for (let row = 0; row < rows; row++) {
      if (!(lengths[row] >= FIRST_WORD)) throw damagedNumbers(name);
      end += lengths[row];
      this.starts[row + 1] = end;
    }
    const fit = lengths.length === rows && parts.ranks.length === rows + columns && end === this.words.length;
    if (!fit || parts.ranks.some((rank) => rank >= RANKS)) throw damagedNumbers(name);
  }

  /** Decodes a row. @throws DictionaryError if it is damaged */
  decodeRow(row: number, numbers: Int16Array): void {
    const { words, columnRanks } = this;
    const { counts, starts, symbols } = this.frequencies;
    const rowPart = this.rowRanks[row] << RANK_BITS;
    let next = this.starts[row];
    let state = firstState(words, next);
    next += FIRST_WORD;
    let symbol = 0;
    for (let column = 0; column < numbers.length; column++) {
      const context = contextOfCell(rowPart, columnRanks[column], symbol);
      const slot = state & FREQUENCY_MASK;
      symbol = symbols[(context << FREQUENCY_BITS) | slot];
      const at = context * SYMBOLS + symbol;
      state = Math.imul(counts[at], state >>> FREQUENCY_BITS) + slot - starts[at];
      if (state < FIRST_STATE) state = (state << 16) | words[next++];
      let folded = symbol;
      if (symbol >= DIRECT) {
        const bits = symbol - LONG;
        folded = (1 << bits) | (state & ((1 << bits) - 1));
        state >>>= bits;
        if (state < FIRST_STATE) state = (state << 16) | words[next++];
      }
      numbers[column] = (folded >>> 1) ^ -(folded & 1);
    }
    if (next !== this.starts[row + 1] || state !== FIRST_STATE) throw damagedNumbers(this.name);
  }
}

/** The sections of a coded grid. */
export interface GridParts {
  /** The bytes of {@link Frequencies}. */
  readonly frequencies: Uint8Array;
  /** The length of each row's stream in words, in 32 bits. */
  readonly lengths: Uint8Array;
  /** The rank of each row, then of each column, a byte each. */
  readonly ranks: Uint8Array;
  /** The streams of the rows, one after the other. */
  readonly stream: Uint8Array;
}

/**
 * The context of a number of a grid.
 *
 * @param rowPart the row's rank times the number of ranks
 * @param before the symbol before it in its row
 */
export function contextOfCell(rowPart: number, columnRank: number, before: number): number {
  return ((rowPart | columnRank) << 1) | (before === 0 ? 0 : 1);
}

/** The first state of a stream that begins at an index. */
export function firstState(words: Uint16Array, at: number): number {
  return (words[at] | (words[at + 1] << 16)) & 0x7fffffff;
}

/** The error to throw if coded numbers are damaged. */
export function damagedNumbers(name: string): DictionaryError {
  return new DictionaryError(name, "coded numbers out of range or of another length", "an undamaged file");
}

/** Undoes folding: 0, 1, 2, 3, … become 0, -1, 1, -2, …. */
export function unfolded(folded: number): number {
  return (folded >>> 1) ^ -(folded & 1);
}
