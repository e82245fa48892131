import { activityAfter, CODING, contextOfCell, contextOfNumber, type GridParts, startsOf } from "../matrix/rans.js";
import { bytesOf } from "./bytes-of.js";

const { DIRECT, LONG, SYMBOLS, FREQUENCY_BITS, FREQUENCY_SUM, FIRST_STATE } = CODING;
const { LIST_CONTEXTS, GRID_CONTEXTS, RANKS } = CODING;

/** The number of times that the ranks are chosen. */
const RANK_ROUNDS = 3;
/** The assumed cost of a symbol that a context does not have yet, in 256ths of a bit. */
const COST_OF_NEW = 20 * 256;

/** Codes a grid as CodedGrid decodes it. @param numbers the numbers, row after row */
export function encodeGrid(numbers: Int16Array, columns: number): GridParts {
  const rows = columns === 0 ? 0 : numbers.length / columns;
  const unsigned = Uint16Array.from(numbers, folded);
  const symbols = Uint8Array.from(unsigned, symbolOf);
  const { rowRanks, columnRanks } = ranksOf(symbols, rows, columns);
  const places = placesOf(symbols, { rowRanks, columnRanks });
  const frequencies = frequenciesOf(places, GRID_CONTEXTS);
  const starts = startsOf(frequencies);
  const streams = Array.from({ length: rows }, (_, row) => {
    const [start, end] = [row * columns, (row + 1) * columns];
    return encode(unsigned.subarray(start, end), places.subarray(start, end), frequencies, starts);
  });
  const lengths = Uint32Array.from(streams, ({ length }) => length);
  const stream = new Uint16Array(lengths.reduce((sum, length) => sum + length, 0));
  let end = 0;
  for (const words of streams) {
    stream.set(words, end);
    end += words.length;
  }
  const ranks = new Uint8Array(rows + columns);
  ranks.set(rowRanks);
  ranks.set(columnRanks, rows);
  return { frequencies: bytesOf(frequencies), lengths: bytesOf(lengths), ranks, stream: bytesOf(stream) };
}

/**
 * Codes a list of unsigned numbers as NumberDecoder decodes it.
 *
 * @param hints the hint of each number, 0 to 7
 */
export function encodeNumbers(
  numbers: Uint16Array,
  hints: Uint8Array,
): { readonly frequencies: Uint8Array; readonly stream: Uint8Array } {
  let activity = 0;
  const places = numbers.map((number, at) => {
    const symbol = symbolOf(number);
    const place = contextOfNumber(hints[at], activity) * SYMBOLS + symbol;
    activity = activityAfter(activity, symbol);
    return place;
  });
  const frequencies = frequenciesOf(places, LIST_CONTEXTS);
  const stream = encode(numbers, places, frequencies, startsOf(frequencies));
  return { frequencies: bytesOf(frequencies), stream: bytesOf(stream) };
}

/**
 * Codes numbers as a stream.
 *
 * @param places the index of each number's symbol in the frequencies, which are listed context after context
 */
function encode(numbers: Uint16Array, places: Uint16Array, frequencies: Uint16Array, starts: Uint16Array): Uint16Array {
  // The number to decode first is coded last, so the words are written from the back.
  const words = new Uint16Array(2 * numbers.length + 2);
  let first = words.length;
  let state = FIRST_STATE;
  const code = (start: number, frequency: number, bits: number): void => {
    if (state >= (FIRST_STATE >>> bits) * frequency * 0x10000) {
      words[--first] = state & 0xffff;
      state >>>= 16;
    }
    state = Math.floor(state / frequency) * 2 ** bits + start + (state % frequency);
  };
  for (let cell = numbers.length - 1; cell >= 0; cell--) {
    const number = numbers[cell];
    const bits = 31 - Math.clz32(number);
    if (number >= DIRECT) code(number - 2 ** bits, 1, bits);
    code(starts[places[cell]], frequencies[places[cell]], FREQUENCY_BITS);
  }
  words[--first] = state >>> 16;
  words[--first] = state & 0xffff;
  return words.slice(first);
}

/** The ranks of the rows and columns of a grid, 0 to 7. */
interface Ranks {
  readonly rowRanks: Uint8Array;
  readonly columnRanks: Uint8Array;
}

/** The index of each symbol in the frequencies. */
function placesOf(symbols: Uint8Array, { rowRanks, columnRanks }: Ranks): Uint16Array {
  const places = new Uint16Array(symbols.length);
  let at = 0;
  for (const rowRank of rowRanks) {
    let before = 0;
    for (const columnRank of columnRanks) {
      places[at] = contextOfCell(rowRank * RANKS, columnRank, before) * SYMBOLS + symbols[at];
      before = symbols[at++];
    }
  }
  return places;
}

/**
 * Chooses ranks that make the coded grid short. The first ranks divide rows and columns into eighths by the sum of
 * their symbols. Then, a few times, each row and each column takes the rank with which its symbols cost least.
 */
function ranksOf(symbols: Uint8Array, rows: number, columns: number): Ranks {
  const ofRow = new Float64Array(rows);
  const ofColumn = new Float64Array(columns);
  symbols.forEach((symbol, at) => {
    // A first bit for "not 0" costs more than the bits of the size.
    const weight = symbol === 0 ? 0 : 1 + symbol;
    ofRow[Math.floor(at / columns)] += weight;
    ofColumn[at % columns] += weight;
  });
  let ranks: Ranks = { rowRanks: eighths(ofRow), columnRanks: eighths(ofColumn) };
  for (let round = 0; round < RANK_ROUNDS; round++) {
    ranks = { ...ranks, rowRanks: bestRanks(symbols, ranks, true) };
    ranks = { ...ranks, columnRanks: bestRanks(symbols, ranks, false) };
  }
  return ranks;
}

/** Ranks of equal sizes by weight, the lowest weights first. */
function eighths(weights: Float64Array): Uint8Array {
  const ranks = new Uint8Array(weights.length);
  const order = [...weights.keys()].sort((a, b) => weights[a] - weights[b]);
  order.forEach((index, place) => {
    ranks[index] = Math.floor((place * RANKS) / order.length);
  });
  return ranks;
}

/** The rank of each row, or of each column, with which its symbols cost least if all other ranks stay. */
function bestRanks(symbols: Uint8Array, ranks: Ranks, areRows: boolean): Uint8Array {
  const { rowRanks, columnRanks } = ranks;
  const costs = symbolCosts(countsOf(placesOf(symbols, ranks), GRID_CONTEXTS));
  // A line is a row or a column. Its symbols are counted by the rank of the other line and by whether 0 is before them.
  const kinds = RANKS * 2 * SYMBOLS;
  const counts = new Uint32Array((areRows ? rowRanks : columnRanks).length * kinds);
  let at = 0;
  for (let row = 0; row < rowRanks.length; row++) {
    let before = 0;
    for (let column = 0; column < columnRanks.length; column++) {
      const [line, otherRank] = areRows ? [row, columnRanks[column]] : [column, rowRanks[row]];
      const symbol = symbols[at++];
      counts[line * kinds + contextOfCell(0, otherRank, before) * SYMBOLS + symbol]++;
      before = symbol;
    }
  }
  return (areRows ? rowRanks : columnRanks).map((_, line) => {
    const sums = Array.from({ length: RANKS }, (_, rank) => {
      let sum = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const count = counts[line * kinds + kind];
        if (count === 0) continue;
        const inContext = kind % (2 * SYMBOLS);
        const otherRank = (kind - inContext) / (2 * SYMBOLS);
        const context = areRows ? contextOfCell(rank * RANKS, otherRank, 0) : contextOfCell(otherRank * RANKS, rank, 0);
        sum += count * costs[context * SYMBOLS + inContext];
      }
      return sum;
    });
    return sums.indexOf(Math.min(...sums));
  });
}

/** The cost of each symbol from its count, in 256ths of a bit: integers, so that ranks are the same on every machine. */
function symbolCosts(counts: Uint32Array): Uint32Array {
  const costs = new Uint32Array(counts.length);
  for (let first = 0; first < counts.length; first += SYMBOLS) {
    const total = counts.subarray(first, first + SYMBOLS).reduce((sum, count) => sum + count, 0);
    for (let at = first; at < first + SYMBOLS; at++) {
      costs[at] = counts[at] === 0 ? COST_OF_NEW : Math.round(256 * Math.log2(total / counts[at]));
    }
  }
  return costs;
}

function symbolOf(number: number): number {
  return number < DIRECT ? number : LONG + 31 - Math.clz32(number);
}

/** The frequency of each symbol in each context, as Frequencies reads it. */
function frequenciesOf(places: Uint16Array, contexts: number): Uint16Array {
  const counts = countsOf(places, contexts);
  const frequencies = new Uint16Array(counts.length);
  for (let first = 0; first < counts.length; first += SYMBOLS) {
    frequencies.set(scaled(counts.subarray(first, first + SYMBOLS)), first);
  }
  return frequencies;
}

function countsOf(places: Uint16Array, contexts: number): Uint32Array {
  const counts = new Uint32Array(contexts * SYMBOLS);
  for (const place of places) counts[place]++;
  return counts;
}

/**
 * Counts scaled so that their sum is FREQUENCY_SUM. A symbol that occurs gets at least 1, and the most common symbol
 * gets the remainder left by rounding.
 */
function scaled(counts: Uint32Array): Uint32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts;
  const spare = FREQUENCY_SUM - counts.length;
  const frequencies = counts.map((count) => (count === 0 ? 0 : 1 + Math.floor((count * spare) / total)));
  const rest = FREQUENCY_SUM - frequencies.reduce((sum, frequency) => sum + frequency, 0);
  frequencies[counts.indexOf(Math.max(...counts))] += rest;
  return frequencies;
}

/** Folds a number: 0, -1, 1, -2, … become 0, 1, 2, 3, …. */
export function folded(signed: number): number {
  return (signed << 1) ^ (signed >> 31);
}
