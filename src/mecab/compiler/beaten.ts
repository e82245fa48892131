import type { LexiconFile } from "./lexicon-file.js";

/** The number of rows that are transposed together, so that cells near each other are read soon after each other. */
const TRANSPOSED_ROWS = 32;

/** Connection costs between the ids that words have. */
export interface Connections {
  /** The cost of right id r before left id l, at r + rightIds * l. */
  readonly matrix: Int16Array;
  readonly rightIds: number;
  /** The right ids of words, which may come before a word. */
  readonly before: readonly number[];
  /** The left ids of words, which may come after a word. */
  readonly after: readonly number[];
}

/**
 * Leaves out tokens that cost more than another token of the same surface between any two words. They are on no best path
 * and on no path that ties with it.
 */
export function withoutBeaten(lexicon: LexiconFile, connections: Connections): LexiconFile {
  const { matrix, rightIds, before, after } = connections;
  const lefts = new Differences(matrix, rightIds, before);
  const rights = new Differences(transposed(matrix, rightIds), matrix.length / rightIds, after);
  const { surfaces, firstToken, left, right, cost } = lexicon;
  const costsMore = (token: number, other: number): boolean => {
    const more = cost[token] - cost[other];
    return more + lefts.least(left[token], left[other]) + rights.least(right[token], right[other]) > 0;
  };
  const kept: number[] = [];
  const firstKept = new Uint32Array(firstToken.length);
  for (let surface = 0; surface < surfaces.length; surface++) {
    const end = firstToken[surface + 1];
    for (let token = firstToken[surface]; token < end; token++) {
      let other = firstToken[surface];
      while (other < end && !costsMore(token, other)) other++;
      if (other === end) kept.push(token);
    }
    firstKept[surface + 1] = kept.length;
  }
  return {
    ...lexicon,
    firstToken: firstKept,
    left: Uint16Array.from(kept, (token) => left[token]),
    right: Uint16Array.from(kept, (token) => right[token]),
    cost: Int16Array.from(kept, (token) => cost[token]),
  };
}

/** Compares the rows of a matrix of costs, looking only at some of its columns. */
class Differences {
  readonly #costs: Int16Array;
  readonly #width: number;
  readonly #contexts: Uint16Array;
  readonly #least = new Map<number, number>();

  constructor(costs: Int16Array, width: number, contexts: readonly number[]) {
    this.#costs = costs;
    this.#width = width;
    this.#contexts = Uint16Array.from(contexts);
  }

  /** The smallest difference, over those columns, between the row of one id and the row of another. */
  least(id: number, other: number): number {
    if (id === other) return 0;
    const key = id * 0x10000 + other;
    const known = this.#least.get(key);
    if (known !== undefined) return known;
    const costs = this.#costs;
    const contexts = this.#contexts;
    const row = id * this.#width;
    const otherRow = other * this.#width;
    let least = 0xffff;
    for (let at = 0; at < contexts.length; at++) {
      const difference = costs[row + contexts[at]] - costs[otherRow + contexts[at]];
      if (difference < least) least = difference;
    }
    this.#least.set(key, least);
    return least;
  }
}

/** The transposed matrix. */
function transposed(cells: Int16Array, width: number): Int16Array {
  const height = cells.length / width;
  const result = new Int16Array(cells.length);
  for (let top = 0; top < height; top += TRANSPOSED_ROWS) {
    const bottom = Math.min(height, top + TRANSPOSED_ROWS);
    for (let column = 0; column < width; column++) {
      for (let row = top; row < bottom; row++) result[column * height + row] = cells[row * width + column];
    }
  }
  return result;
}
