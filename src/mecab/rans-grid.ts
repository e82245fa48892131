import { DictionaryError } from "../errors.js";

/**
 * A grid of 16-bit numbers, most of them small, coded row after row by rANS (a range asymmetric numeral system).
 *
 * Numbers are folded: 0, -1, 1, -2, … to 0, 1, 2, 3, …. A folded number below 8 is a symbol of its own; a larger one's
 * symbol says how many bits it has, and those behind the highest follow as they are. Large numbers come where others
 * are, so a symbol's frequency depends on a context: the activities of its row and of its column, which are decaying
 * averages of the symbols so far. The frequencies of every context are part of the file, and all arithmetic is of
 * integers of at most 31 bits: a file decodes to the same everywhere.
 *
 * A stream is 16-bit words, little-endian: the state, low word first, then words that refill it.
 */
const DIRECT = 8;
/** A larger folded number's symbol is this and the number of bits that follow. */
const LONG = 5;
const SYMBOLS = LONG + 16;

const LEVEL_BITS = 3;
const HIGHEST_LEVEL = 2 ** LEVEL_BITS - 1;
const CONTEXTS = 2 ** (2 * LEVEL_BITS);

const FREQUENCY_BITS = 12;
/** What the frequencies of a context sum up to; those of a context that never occurs are all 0. */
const FREQUENCY_SUM = 2 ** FREQUENCY_BITS;
const FREQUENCY_MASK = FREQUENCY_SUM - 1;

/** In a stream the state comes first. */
export const FIRST_WORD = 2;

/** Where coding begins, so where decoding ends. A state is at least this, and below 65,536 times this. */
const FIRST_STATE = 2 ** 15;

/** For the encoder. Engines fold constants into the loop below as long as they are not exported themselves. */
export const CODING = { DIRECT, LONG, SYMBOLS, CONTEXTS, FREQUENCY_BITS, FREQUENCY_SUM, FIRST_STATE } as const;

/** The context of a number of a grid. */
export function contextOf(rowActivity: number, columnActivity: number): number {
  return (levelOf(rowActivity) << LEVEL_BITS) | levelOf(columnActivity);
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

/** How often which symbol comes in which context. */
export class GridOdds {
  /** Of each symbol of each context, how many of the context's slots are its own, and the first of them. */
  readonly frequencies: Uint16Array;
  readonly starts: Uint16Array;
  /** The symbol of each of the 4,096 slots of each context. */
  readonly symbols: Uint8Array;

  /**
   * @param bytes 16 bits for each symbol of each context, context after context
   * @param name what to call the grid in errors
   * @throws DictionaryError where there are not as many frequencies as there should be
   */
  constructor(bytes: Uint8Array, name: string) {
    this.frequencies = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1);
    if (this.frequencies.length !== CONTEXTS * SYMBOLS) {
      throw new DictionaryError(name, `${this.frequencies.length} frequencies`, `${CONTEXTS * SYMBOLS}`);
    }
    this.starts = startsOf(this.frequencies);
    this.symbols = new Uint8Array(CONTEXTS * FREQUENCY_SUM);
    this.starts.forEach((start, at) => {
      const first = Math.floor(at / SYMBOLS) * FREQUENCY_SUM;
      this.symbols.fill(at % SYMBOLS, first + start, first + start + this.frequencies[at]);
    });
  }
}

/** A coded grid: its odds and its stream. */
export class CodedGrid {
  readonly odds: GridOdds;
  readonly words: Uint16Array;
  readonly firstState: number;
  readonly #name: string;

  /**
   * @param odds the bytes of {@link GridOdds}
   * @param name what to call the grid in errors
   * @throws DictionaryError as GridOdds
   */
  constructor(odds: Uint8Array, stream: Uint8Array, name: string) {
    this.odds = new GridOdds(odds, name);
    this.words = new Uint16Array(stream.buffer, stream.byteOffset, stream.length >>> 1);
    this.firstState = (this.words[0] | (this.words[1] << 16)) & 0x7fffffff;
    this.#name = name;
  }

  /**
   * Checks where decoding ended.
   *
   * @throws DictionaryError where that is not the stream's end, as with one that is damaged or cut
   */
  expectEnd(next: number, state: number): void {
    if (next !== this.words.length || state !== FIRST_STATE) throw this.damaged();
  }

  /** The error to throw where its numbers make no sense, or end elsewhere. */
  damaged(): DictionaryError {
    return new DictionaryError(this.#name, "a grid that makes no sense or ends elsewhere", "an undamaged file");
  }
}

/**
 * Decodes a list of numbers without signs. They are coded as the folded numbers of a grid are, only that the context is
 * what is known of a number, from 0 to 7, in place of its row's activity.
 */
export class NumberDecoder {
  readonly #list: CodedGrid;
  #activity = 0;
  #next = FIRST_WORD;
  #state: number;

  constructor(list: CodedGrid) {
    this.#list = list;
    this.#state = list.firstState;
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
    return this.#list.damaged();
  }

  /** @throws DictionaryError where the stream does not end here */
  end(): void {
    this.#list.expectEnd(this.#next, this.#state);
  }
}

export class GridDecoder {
  readonly #grid: CodedGrid;
  readonly #columnActivity: Int16Array;
  readonly #row: Int16Array;
  #next = FIRST_WORD;
  #state: number;

  constructor(grid: CodedGrid, columns: number) {
    this.#grid = grid;
    this.#columnActivity = new Int16Array(columns);
    this.#row = new Int16Array(columns);
    this.#state = grid.firstState;
  }

  /** The next row, in an array that the row after it overwrites. Behind the stream's end come any numbers. */
  nextRow(): Int16Array {
    const { words, odds } = this.#grid;
    const { frequencies, starts, symbols } = odds;
    const columnActivity = this.#columnActivity;
    const row = this.#row;
    let next = this.#next;
    let state = this.#state;
    let rowActivity = 0;
    for (let column = 0; column < row.length; column++) {
      const activity = columnActivity[column];
      const context = contextOf(rowActivity, activity);
      const slot = state & FREQUENCY_MASK;
      const zeros = frequencies[context * SYMBOLS];
      // Most numbers are 0. A branch on that, which processors guess, is faster than look-ups, which they wait for.
      if (slot < zeros) {
        state = Math.imul(zeros, state >>> FREQUENCY_BITS) + slot;
        if (state < FIRST_STATE) state = (state << 16) | words[next++];
        row[column] = 0;
        rowActivity = activityAfter(rowActivity, 0);
        columnActivity[column] = activityAfter(activity, 0);
        continue;
      }
      const symbol = symbols[(context << FREQUENCY_BITS) | slot];
      const at = context * SYMBOLS + symbol;
      state = Math.imul(frequencies[at], state >>> FREQUENCY_BITS) + slot - starts[at];
      if (state < FIRST_STATE) state = (state << 16) | words[next++];
      rowActivity = activityAfter(rowActivity, symbol);
      columnActivity[column] = activityAfter(activity, symbol);
      let folded = symbol;
      if (symbol >= DIRECT) {
        const bits = symbol - LONG;
        folded = (1 << bits) | (state & ((1 << bits) - 1));
        state >>>= bits;
        if (state < FIRST_STATE) state = (state << 16) | words[next++];
      }
      row[column] = (folded >>> 1) ^ -(folded & 1);
    }
    this.#next = next;
    this.#state = state;
    return row;
  }

  /** @throws DictionaryError where the stream does not end here */
  end(): void {
    this.#grid.expectEnd(this.#next, this.#state);
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
