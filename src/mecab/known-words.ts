import { DictionaryError } from "../errors.js";
import { GrowingTrie } from "../trie.js";
import type { Surfaces } from "./tables.js";

/** In the table of UTF-16 units, marks one with which words begin that are not in the trie yet. */
export const UNMADE = 0x80000000;

const UNITS = 0x10000;

/**
 * The known words, which come into the trie when a text first holds the character that they begin with: a dictionary
 * is ready sooner, and the words that a text needs lie together.
 */
export class KnownWords {
  readonly #surfaces: Surfaces;
  readonly #trie: GrowingTrie;
  readonly #write: (surface: number, trie: Int32Array, at: number) => void;
  /** By a word's first unit: its first surface, or -1, and where that one's units begin. */
  readonly #firstSurface = new Int32Array(UNITS).fill(-1);
  readonly #firstUnit = new Int32Array(UNITS);

  /** @param write writes the tokens of a surface to a unit of the trie */
  constructor(
    surfaces: Surfaces,
    trie: Int32Array,
    codes: Uint16Array,
    write: (surface: number, trie: Int32Array, at: number) => void,
  ) {
    this.#surfaces = surfaces;
    this.#trie = new GrowingTrie(trie, codes);
    this.#write = write;
    const { shared, added, units } = surfaces;
    let at = 0;
    for (let surface = 0; surface < surfaces.count; surface++) {
      if (shared[surface] === 0) {
        this.#firstSurface[units[at]] = surface;
        this.#firstUnit[units[at]] = at;
      }
      at += added[surface];
    }
  }

  /** Whether words begin with a unit that are not in the trie. */
  lacks(unit: number): boolean {
    return this.#firstSurface[unit] >= 0;
  }

  /** The units with which those words begin that hold a marked unit. */
  startsOfWordsWith(marks: Uint8Array): Set<number> {
    const { shared, added, units, count } = this.#surfaces;
    const starts = new Set<number>();
    let start = 0;
    // Where in the current word the first marked unit is.
    let firstMark = Number.POSITIVE_INFINITY;
    for (let surface = 0, at = 0; surface < count; surface++) {
      const length = shared[surface] + added[surface];
      if (shared[surface] === 0) start = units[at];
      if (firstMark >= shared[surface]) firstMark = Number.POSITIVE_INFINITY;
      for (let unit = shared[surface]; unit < length; unit++, at++) {
        if (marks[units[at]] === 1 && firstMark === Number.POSITIVE_INFINITY) firstMark = unit;
      }
      if (firstMark < length) starts.add(start);
    }
    return starts;
  }

  /** Puts the words that begin with a unit into the trie. */
  make(unit: number): void {
    const { shared, added, units, count } = this.#surfaces;
    const first = this.#firstSurface[unit];
    const firstUnit = this.#firstUnit[unit];
    let end = first;
    let endUnit = firstUnit;
    do endUnit += added[end++];
    while (end < count && shared[end] > 0);
    const group = {
      count: end - first,
      shared: shared.subarray(first, end),
      added: added.subarray(first, end),
      units: units.subarray(firstUnit, endUnit),
    };
    const fits = this.#trie.add(group, (surface, trie, at) => this.#write(first + surface, trie, at));
    if (!fits) throw new DictionaryError("words", "a trie four times their size", "one that is at most twice as large");
    this.#firstSurface[unit] = -1;
  }
}
