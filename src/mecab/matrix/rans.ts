import { DictionaryError } from "../../base/errors.js";
import { uint16s, uint32s } from "./section-numbers.js";

/**
 * 16-bit numbers, most of them small, coded by rANS (a range asymmetric numeral system).
 *
 * A number below 8 is a symbol of its own; a larger one's symbol says how many bits it has, and those behind the highest
 * follow as they are. A symbol's frequency depends on a context. The frequencies of every context are part of the file,
 * and all arithmetic is of integers of at most 31 bits: a file decodes to the same everywhere.
 *
 * A stream is 16-bit words, little-endian: the state, low word first, then words that refill it.
 */
const DIRECT = 8;
/** A larger number's symbol is this and the number of bits that follow. */
const LONG = 5;
const SYMBOLS = LONG + 16;

const FREQUENCY_BITS = 12;
/** What the frequencies of a context sum up to; those of a context that never occurs are all 0. */
const FREQUENCY_SUM = 2 ** FREQUENCY_BITS;
const FREQUENCY_MASK = FREQUENCY_SUM - 1;

/** In a stream the state comes first. */
export const FIRST_WORD = 2;

/** Where coding begins, so where decoding ends. A state is at least this, and below 65,536 times this. */
const FIRST_STATE = 2 ** 15;

const LEVEL_BITS = 3;
const HIGHEST_LEVEL = 2 ** LEVEL_BITS - 1;
const LIST_CONTEXTS = 2 ** (2 * LEVEL_BITS);

const RANK_BITS = 3;
const RANKS = 2 ** RANK_BITS;
const GRID_CONTEXTS = 2 * RANKS * RANKS;

/** For the encoder. Engines fold constants into the loops below as long as they are not exported themselves. */
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

/** How often which symbol comes in which context. */
export class Odds {
  /** Of each symbol of each context, how many of the context's slots are its own, and the first of them. */
  readonly frequencies: Uint16Array;
  readonly starts: Uint16Array;
  #symbols: Uint8Array | undefined;

  /**
   * @param bytes 16 bits for each symbol of each context, context after context
   * @param name what to call the numbers in errors
   * @throws DictionaryError where there are not as many frequencies as there should be
   */
  constructor(
    bytes: Uint8Array,
    readonly contexts: number,
    name: string,
  ) {
    this.frequencies = uint16s(bytes);
    if (this.frequencies.length !== contexts * SYMBOLS) {
      throw new DictionaryError(name, `${this.frequencies.length} frequencies`, `${contexts * SYMBOLS}`);
    }
    this.starts = startsOf(this.frequencies);
  }

  /** The symbol of each of the 4,096 slots of each context. */
  get symbols(): Uint8Array {
    if (this.#symbols === undefined) {
      const symbols = new Uint8Array(this.contexts * FREQUENCY_SUM);
      this.starts.forEach((start, at) => {
        const first = Math.floor(at / SYMBOLS) * FREQUENCY_SUM;
        symbols.fill(at % SYMBOLS, first + start, first + start + this.frequencies[at]);
      });
      this.#symbols = symbols;
    }
    return this.#symbols;
  }
}

/** Where each symbol's slots start: after those of the symbols before it in its context. */
export function startsOf(frequencies: Uint16Array): Uint16Array {
  const starts = new Uint16Array(frequencies.length);
  for (let at = 0; at < starts.length; at++) {
    if (at % SYMBOLS > 0) starts[at] = starts[at - 1] + frequencies[at - 1];
  }
  return starts;
}

/**
 * A coded list of numbers without signs. A number's context is what is known of it, from 0 to 7, and the activity: an
 * average of the symbols before it.
 */
export class CodedList {
  readonly odds: Odds;
  readonly words: Uint16Array;

  /**
   * @param odds the bytes of {@link Odds}
   * @param name what to call the list in errors
   * @throws DictionaryError as Odds
   */
  constructor(
    odds: Uint8Array,
    stream: Uint8Array,
    readonly name: string,
  ) {
    this.odds = new Odds(odds, LIST_CONTEXTS, name);
    this.words = uint16s(stream);
  }
}

/** The context of a number of a list. */
export function contextOfNumber(known: number, activity: number): number {
  return (known << LEVEL_BITS) | levelOf(activity);
}

/** Activities from 0 to 20 * 32 in 8 levels, each of twice the width of the one below. */
function levelOf(activity: number): number {
  return Math.min(30 - Math.clz32(activity + 2), HIGHEST_LEVEL);
}

/** An average of symbols times 32, in which the newest weighs an eighth. */
export function activityAfter(activity: number, symbol: number): number {
  return activity + (((symbol << 5) - activity) >> 3);
}

export class NumberDecoder {
  readonly #list: CodedList;
  #activity = 0;
  #next = FIRST_WORD;
  #state: number;

  constructor(list: CodedList) {
    this.#list = list;
    this.#state = firstState(list.words, 0);
  }

  /**
   * The next numbers.
   *
   * @param known of each what is known of it
   */
  read(numbers: Int32Array, known: Uint8Array, count: number): void {
    for (let at = 0; at < count; at++) numbers[at] = this.next(known[at]);
  }

  /** The next number. Behind the stream's end come any numbers. */
  next(known: number): number {
    const { words, odds } = this.#list;
    const context = contextOfNumber(known, this.#activity);
    const slot = this.#state & FREQUENCY_MASK;
    const symbol = odds.symbols[(context << FREQUENCY_BITS) | slot];
    const at = context * SYMBOLS + symbol;
    let state = Math.imul(odds.frequencies[at], this.#state >>> FREQUENCY_BITS) + slot - odds.starts[at];
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

  /** The error to throw where its numbers make no sense. */
  damaged(): DictionaryError {
    return damagedNumbers(this.#list.name);
  }

  /** @throws DictionaryError where the stream does not end here, as one that is damaged or cut does not */
  end(): void {
    if (this.#next !== this.#list.words.length || this.#state !== FIRST_STATE) throw this.damaged();
  }
}

/**
 * A coded grid of numbers with signs, each row a stream of its own. They are folded: 0, -1, 1, -2, … to 0, 1, 2, 3, ….
 *
 * Large numbers come where others are: a number's context is how its row and its column rank among the others, from 0
 * to 7, and whether the number before it in its row is 0.
 */
export class CodedGrid {
  readonly odds: Odds;
  readonly words: Uint16Array;
  /** By row where its words begin; at last where all end. */
  readonly starts: Uint32Array;
  readonly rowRanks: Uint8Array;
  readonly columnRanks: Uint8Array;

  /**
   * @param parts what the encoder made of the grid
   * @param name what to call the grid in errors
   * @throws DictionaryError where the parts do not fit together
   */
  constructor(
    parts: GridParts,
    rows: number,
    columns: number,
    readonly name: string,
  ) {
    this.odds = new Odds(parts.frequencies, GRID_CONTEXTS, name);
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

  /** Decodes a row into an array as long. @throws DictionaryError where it is damaged */
  decodeRow(row: number, numbers: Int16Array): void {
    const { words, columnRanks } = this;
    const { frequencies, starts, symbols } = this.odds;
    const firstContext = this.rowRanks[row] << RANK_BITS;
    let next = this.starts[row];
    let state = firstState(words, next);
    next += FIRST_WORD;
    let symbol = 0;
    for (let column = 0; column < numbers.length; column++) {
      const context = contextOfCell(firstContext, columnRanks[column], symbol);
      const slot = state & FREQUENCY_MASK;
      symbol = symbols[(context << FREQUENCY_BITS) | slot];
      const at = context * SYMBOLS + symbol;
      state = Math.imul(frequencies[at], state >>> FREQUENCY_BITS) + slot - starts[at];
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

/** What a grid is coded as: 16 bits for each frequency, 32 for each row's length in words, a byte for each rank. */
export interface GridParts {
  readonly frequencies: Uint8Array;
  readonly lengths: Uint8Array;
  /** Those of the rows, then those of the columns. */
  readonly ranks: Uint8Array;
  readonly stream: Uint8Array;
}

/** The context of a number of a grid: of the row's first context, the column's rank, the symbol before. */
export function contextOfCell(firstContext: number, columnRank: number, before: number): number {
  return ((firstContext | columnRank) << 1) | (before === 0 ? 0 : 1);
}

/** The state that a stream begins with. */
export function firstState(words: Uint16Array, at: number): number {
  return (words[at] | (words[at + 1] << 16)) & 0x7fffffff;
}

/** The error to throw where numbers make no sense. */
export function damagedNumbers(name: string): DictionaryError {
  return new DictionaryError(name, "numbers that make no sense or end elsewhere", "an undamaged file");
}

/** Undoes folding: 0, 1, 2, 3, … become 0, -1, 1, -2, …. */
export function unfolded(folded: number): number {
  return (folded >>> 1) ^ -(folded & 1);
}
