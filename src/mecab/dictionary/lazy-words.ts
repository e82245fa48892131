import { GrowingTrie, rankUnits, type UnitCodes, unitKeys } from "../../base/double-array.js";
import { DictionaryError } from "../../base/errors.js";
import type { DictionaryTables, Surfaces } from "../file/tables.js";

type KnownTables = Pick<DictionaryTables, "surfaces" | "tokenCounts" | "tokens">;

/** In the table of UTF-16 units, marks one with which words begin that are not in the trie yet. */
export const UNMADE = 0x80000000;

/** A list of starts has for each its surface, its first unit and its first token. */
const START_INTS = 3;

/** What is done to every word: by TypeScript, or by the kernel. */
export interface WordWork {
  /** The words, where they are kept. */
  readonly surfaces: Surfaces;
  /** A key for each UTF-16 unit that occurs in words, in any order. */
  unitKeys(): Float64Array;
  /**
   * Where words with another first unit begin: surface, unit and token of each, at last where words end. Ends early
   * where a surface or its tokens are not what they should be.
   */
  listStarts(): Uint32Array;
  /** Makes the trie, with nothing in it. */
  openTrie(codes: UnitCodes): void;
  /** Adds the words from a start to the next; false where there is no room. */
  addWords(start: Uint32Array): boolean;
}

/**
 * The known words, which come into the trie when a text first holds the character that they begin with: a dictionary
 * is ready sooner, and the words that a text needs lie together.
 */
export class LazyWords {
  readonly codes: UnitCodes;
  readonly #work: WordWork;
  readonly #name: string;
  readonly #starts: Uint32Array;
  /** Of each unit with which words begin that are not in the trie, its start's place in the list. */
  readonly #unmade = new Map<number, number>();

  /**
   * @param name what to call the dictionary in errors
   * @throws DictionaryError where surfaces and tokens do not fit together
   */
  constructor({ surfaces, tokenCounts, tokens }: KnownTables, work: WordWork, name: string) {
    this.#work = work;
    this.#name = name;
    this.#starts = work.listStarts();
    const last = this.#starts.length - START_INTS;
    const unknown = tokenCounts.subarray(surfaces.count);
    const ends = [
      surfaces.count,
      surfaces.units.length,
      tokens.length - unknown.reduce((sum, count) => sum + count, 0),
    ];
    const fit = ends.every((end, at) => this.#starts[last + at] === end) && surfaces.added.length === surfaces.count;
    if (!fit || unknown.includes(0)) {
      throw new DictionaryError(name, "words and tokens of other numbers", "sections that fit together");
    }
    for (let at = 0; at < last; at += START_INTS) this.#unmade.set(surfaces.units[this.#starts[at + 1]], at);
    this.codes = rankUnits(work.unitKeys());
    work.openTrie(this.codes);
  }

  /** The units with which words begin that are not in the trie. */
  get unmade(): Iterable<number> {
    return this.#unmade.keys();
  }

  /** Puts the words that begin with a unit into the trie; false where there are none that are not there. */
  make(unit: number): boolean {
    const at = this.#unmade.get(unit);
    if (at === undefined) return false;
    if (!this.#work.addWords(this.#starts.subarray(at, at + 2 * START_INTS))) {
      throw new DictionaryError(this.#name, "a trie four times its words", "one that is at most twice as large");
    }
    this.#unmade.delete(unit);
    return true;
  }
}

/** As the kernel does it. */
export class TypeScriptWords implements WordWork {
  readonly surfaces: Surfaces;
  #trie: GrowingTrie | undefined;

  /** @param memory of the trie, all zeros */
  constructor(
    private readonly tables: KnownTables,
    private readonly memory: Int32Array,
  ) {
    this.surfaces = tables.surfaces;
  }

  unitKeys(): Float64Array {
    return unitKeys(this.tables.surfaces);
  }

  listStarts(): Uint32Array {
    const { surfaces, tokenCounts } = this.tables;
    const { shared, added, count } = surfaces;
    const starts: number[] = [];
    let length = 0;
    let unit = 0;
    let token = 0;
    let surface = 0;
    for (; surface < count; surface++) {
      const common = shared[surface];
      if (common > length || added[surface] === 0 || tokenCounts[surface] === 0) break;
      if (common === 0) starts.push(surface, unit, token);
      length = common + added[surface];
      unit += added[surface];
      token += tokenCounts[surface];
    }
    starts.push(surface, unit, token);
    return Uint32Array.from(starts);
  }

  openTrie(codes: UnitCodes): void {
    this.#trie = new GrowingTrie(this.memory, codes);
  }

  addWords([from, fromUnit, fromToken, to, toUnit]: Uint32Array): boolean {
    const { surfaces, tokenCounts, tokens } = this.tables;
    const group = {
      count: to - from,
      shared: surfaces.shared.subarray(from, to),
      added: surfaces.added.subarray(from, to),
      units: surfaces.units.subarray(fromUnit, toUnit),
    };
    let token = fromToken;
    // Words are written in their order.
    const write = (word: number, trie: Int32Array, at: number): void => {
      const count = tokenCounts[from + word];
      trie[at] = count === 1 ? tokens[token] : token;
      trie[at + 1] = count;
      token += count;
    };
    return this.#trie?.add(group, write) ?? false;
  }
}
