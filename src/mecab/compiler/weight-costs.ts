import { FRACTION_BITS } from "../matrix/weights.js";
import { folded } from "./rans-encoder.js";

/** Weights of a table, and how many cells each of them has. */
export interface CountedWeights {
  readonly values: Int32Array;
  readonly cells: Int32Array;
}

/** Costs are in so many parts of a bit. */
export const BIT = 8;
/** Nothing costs more than this, however rare it is. */
const MOST = 12 * BIT;
/** What it costs to say where a weight is, besides how rare its table's weights are. */
const PLACE = 10;

/** A whole part's size is itself, folded, or how many bits it has, as it is coded. */
const DIRECT = 8;
const LONG = 5;
const SIZES = LONG + 32;
const FRACTIONS = FRACTION_BITS + 1;
/** Weights with so many cells, in bits of that number, and those with more have the same odds. */
const LAST_CASE = 14;

/** 2 to the power of 0, 1, … eighths, in 65,536ths. */
const EIGHTHS = [65_536, 71_468, 77_936, 84_990, 92_682, 101_070, 110_218, 120_194] as const;

/** What weights cost, as far as that can be told before they are coded: from those that there are. */
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
      // The last bit of a fraction is a 1, the others are told as they are.
      const costs = costsOf(fractions.subarray(first, first + FRACTIONS));
      this.#fractions.set(
        costs.map((cost, bits) => cost + BIT * Math.max(0, bits - 1)),
        first,
      );
    }
  }

  /** What it costs to say where a weight is, in a table of so many places and weights. */
  place(places: number, weights: number): number {
    return weights < 20 ? MOST : Math.max(2 * BIT, rarity(places, weights) + PLACE);
  }

  /** What its value costs. */
  value(value: number, cells: number): number {
    return this.#sizes[sizeOf(value)] + this.#fractions[fractionOf(value, cells)];
  }
}

function sizeOf(value: number): number {
  const whole = folded(value >> FRACTION_BITS);
  return whole < DIRECT ? whole : LONG + 31 - Math.clz32(whole);
}

/** A place among the odds of fractions: how many bits it has, for weights with about so many cells. */
function fractionOf(value: number, cells: number): number {
  const zeros = 31 - Math.clz32(value & -value);
  return Math.min(31 - Math.clz32(cells), LAST_CASE) * FRACTIONS + FRACTION_BITS - Math.min(zeros, FRACTION_BITS);
}

function costsOf(counts: Uint32Array): Int32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Int32Array.from(counts, (count) => Math.min(MOST, rarity(total, count)));
}

/** The logarithm of how many times as many all are as some. Divisions and comparisons give the same everywhere. */
function rarity(all: number, some: number): number {
  let ratio = (all / some) * EIGHTHS[0];
  let cost = 0;
  for (; ratio >= 2 * EIGHTHS[0]; ratio /= 2) cost += BIT;
  return cost + EIGHTHS.filter((power) => power <= ratio).length - 1;
}
