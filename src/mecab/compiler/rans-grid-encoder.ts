import { activityAfter, CODING, contextOf, contextOfNumber, startsOf } from "../rans-grid.js";

const { DIRECT, LONG, SYMBOLS, CONTEXTS, FREQUENCY_BITS, FREQUENCY_SUM, FIRST_STATE } = CODING;

interface Coded {
  readonly frequencies: Uint8Array;
  readonly stream: Uint8Array;
}

/** Codes numbers, row after row, as GridDecoder decodes them. */
export function encodeGrid(numbers: Int16Array, columns: number): Coded {
  const folded = Uint16Array.from(numbers, (number) => (number << 1) ^ (number >> 31));
  return encode(folded, placesOf(folded, columns));
}

/**
 * Codes numbers without signs, as NumberDecoder decodes them.
 *
 * @param known what is known of each, from 0 to 7
 */
export function encodeNumbers(numbers: Uint16Array, known: Uint8Array): Coded {
  let activity = 0;
  const places = numbers.map((number, at) => {
    const symbol = symbolOf(number);
    const place = contextOfNumber(known[at], activity) * SYMBOLS + symbol;
    activity = activityAfter(activity, symbol);
    return place;
  });
  return encode(numbers, places);
}

function encode(folded: Uint16Array, places: Uint16Array): Coded {
  const frequencies = new Uint16Array(CONTEXTS * SYMBOLS);
  const counts = new Uint32Array(frequencies.length);
  for (const place of places) counts[place]++;
  for (let first = 0; first < counts.length; first += SYMBOLS) {
    frequencies.set(frequenciesOf(counts.subarray(first, first + SYMBOLS)), first);
  }
  const starts = startsOf(frequencies);

  // What is decoded first is coded last, so words are written from the back.
  const words = new Uint16Array(2 * folded.length + 2);
  let first = words.length;
  let state = FIRST_STATE;
  const code = (start: number, frequency: number, bits: number): void => {
    if (state >= (FIRST_STATE >>> bits) * frequency * 0x10000) {
      words[--first] = state & 0xffff;
      state >>>= 16;
    }
    state = Math.floor(state / frequency) * 2 ** bits + start + (state % frequency);
  };
  for (let cell = folded.length - 1; cell >= 0; cell--) {
    const number = folded[cell];
    const bits = 31 - Math.clz32(number);
    if (number >= DIRECT) code(number - 2 ** bits, 1, bits);
    code(starts[places[cell]], frequencies[places[cell]], FREQUENCY_BITS);
  }
  words[--first] = state >>> 16;
  words[--first] = state & 0xffff;
  return { frequencies: new Uint8Array(frequencies.buffer), stream: new Uint8Array(words.slice(first).buffer) };
}

/** Each folded number's symbol under its context, as a place among the frequencies. */
function placesOf(folded: Uint16Array, columns: number): Uint16Array {
  const places = new Uint16Array(folded.length);
  const columnActivity = new Int16Array(columns);
  for (let start = 0; start < folded.length; start += columns) {
    let rowActivity = 0;
    for (let column = 0; column < columns; column++) {
      const symbol = symbolOf(folded[start + column]);
      places[start + column] = contextOf(rowActivity, columnActivity[column]) * SYMBOLS + symbol;
      rowActivity = activityAfter(rowActivity, symbol);
      columnActivity[column] = activityAfter(columnActivity[column], symbol);
    }
  }
  return places;
}

function symbolOf(folded: number): number {
  return folded < DIRECT ? folded : LONG + 31 - Math.clz32(folded);
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
