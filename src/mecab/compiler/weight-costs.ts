import { FRACTION_BITS } from "../matrix/weights.js";
import { folded } from "./rans-encoder.js";

/** The weights of a table, and the number of cells for which each of them counts. */
export interface CountedWeights {
  readonly values: Int32Array;
  readonly cells: Int32Array;
}

/** The unit of costs is an eighth of a bit. */
export const BIT = 8;
/** The highest cost. */
const MOST = 12 * BIT;
/** The part of the cost of a weight's place that does not depend on how rare weights are in its table. */
const PLACE = 10;

/** The size of a whole part is the symbol by which rANS codes it: the folded number, or from 8 up its number of bits. */
const DIRECT = 8;
const LONG = 5;
const SIZES = LONG + 32;
/** Fractions are distinguished by their number of bits, 0 to 8. */
const FRACTIONS = FRACTION_BITS + 1;
/** Weights are distinguished by the number of bits of their number of cells, at most this. */
const LAST_CASE = 14;

/** 2 to the power of 0/8, 1/8, …, in 65,536ths. */
const EIGHTHS = [65_536, 71_468, 77_936, 84_990, 92_682, 101_070, 110_218, 120_194] as const;

/** Estimates the coded size of weights from the statistics of the weights found so far. */
export class WeightCosts {
  readonly #sizes: Int32Array;
  readonly #fractions: Int32Array;

  constructor(tables: readonly CountedWeights[]) {
    const sizes = new Uint32Array(SIZES).fill(1);
    const fractions = new Uint32Array((LAST_CASE + 1) * FRACTIONS).fill(1);
    for (const { values, cells } of tables) {
      values.forEach((value, at) => {
        sizes[sizeOf(value)]++;
        fractions[fractionOf(value, cells[at])]++;
      });
    }
    this.#sizes = costsOf(sizes).map((cost, size) => cost + (size < DIRECT ? 0 : BIT * (size - LONG)));
    this.#fractions = new Int32Array(fractions.length);
    for (let first = 0; first < fractions.length; first += FRACTIONS) {
      // The last bit of a fraction is 1. The bits before it cost a bit each.
      const costs = costsOf(fractions.subarray(first, first + FRACTIONS));
      this.#fractions.set(
        costs.map((cost, bits) => cost + BIT * Math.max(0, bits - 1)),
        first,
      );
    }
  }

  /** The cost of the place of one weight in a table. */
  place(places: number, weights: number): number {
    return weights < 20 ? MOST : Math.max(2 * BIT, rarity(places, weights) + PLACE);
  }

  /** The cost of a value that counts for `cells` cells. */
  value(value: number, cells: number): number {
    return this.#sizes[sizeOf(value)] + this.#fractions[fractionOf(value, cells)];
  }
}

function sizeOf(value: number): number {
  const whole = folded(value >> FRACTION_BITS);
  return whole < DIRECT ? whole : LONG + 31 - Math.clz32(whole);
}

/** The index of a fraction in the statistics: by the number of cells, then by the number of bits of the fraction. */
function fractionOf(value: number, cells: number): number {
  const zeros = 31 - Math.clz32(value & -value);
  return Math.min(31 - Math.clz32(cells), LAST_CASE) * FRACTIONS + FRACTION_BITS - Math.min(zeros, FRACTION_BITS);
}

function costsOf(counts: Uint32Array): Int32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Int32Array.from(counts, (count) => Math.min(MOST, rarity(total, count)));
}

/**
 * The binary logarithm of all / some, in eighths, rounded down. It uses only divisions and comparisons, which give the
 * same result on every machine.
 */
function rarity(all: number, some: number): number {
  let ratio = (all / some) * EIGHTHS[0];
  let cost = 0;
  for (; ratio >= 2 * EIGHTHS[0]; ratio /= 2) cost += BIT;
  return cost + EIGHTHS.filter((power) => power <= ratio).length - 1;
}
