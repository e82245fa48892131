import { rankUnits } from "../../base/double-array.js";
import { DictionaryError } from "../../base/errors.js";
import type { Surfaces } from "../file/tables.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { INT_BYTES } from "../memory/layout.js";
import type { ReadonlyInts } from "../memory/readonly-ints.js";
import { KernelWords } from "./lazy-words-kernel.js";
import { TypeScriptWords } from "./lazy-words-typescript.js";
import type { KnownTables, WordWork } from "./word-work.js";

/** Marks a code unit whose words are not in the double array yet, and U+0000, where a text ends. */
export const UNMADE = 0x80000000;

/** An entry of a list of starts: a surface, its first code unit, its first token. */
const START_INTS = 3;

/**
 * The known words, which enter the double array when a text first contains the character that they begin with: the
 * dictionary is ready sooner, and the words that a text needs are close together.
 *
 * Owns the regions "units", "trie", "nodes" and "words" of a dictionary's memory.
 */
export class LazyWords {
  readonly surfaces: Surfaces;
  /** The double array; see base/double-array.ts. */
  readonly trie: ReadonlyInts;
  /**
   * For each UTF-16 code unit its code in the double array (lower 16 bits) and its kind of character (15 bits above),
   * with UNMADE.
   */
  readonly units: ReadonlyInts;
  readonly #units: Uint32Array;
  readonly #work: WordWork;
  readonly #name: string;
  readonly #starts: Uint32Array;
  /** The first code units of words that are not in the double array, and the index of each in the list of starts. */
  readonly #unmade = new Map<number, number>();

  /**
   * @param unitKinds for each code unit its kind of character in the upper 16 bits
   * @param name the dictionary's name in errors
   * @throws DictionaryError if surfaces and tokens do not fit together
   */
  constructor(tables: KnownTables, memory: KernelMemory, unitKinds: Uint32Array, name: string) {
    const { address, size } = memory.region("units");
    const units = new Uint32Array(memory.buffer, address, size / INT_BYTES);
    const trie = memory.ints("trie");
    this.units = this.#units = units;
    this.trie = trie;
    units.set(unitKinds);
    this.#work = memory.wasm ? new KernelWords(tables, memory, memory.wasm) : new TypeScriptWords(tables, trie);
    this.#name = name;
    this.surfaces = this.#work.surfaces;
    this.#starts = this.#work.listStarts();
    this.#checkEnds(tables);
    const last = this.#starts.length - START_INTS;
    for (let at = 0; at < last; at += START_INTS) this.#unmade.set(this.surfaces.units[this.#starts[at + 1]], at);
    const codes = rankUnits(this.#work.unitKeys());
    this.#work.openTrie(codes);
    codes.units.forEach((unit, rank) => {
      units[unit] |= rank + 1;
    });
    for (const unit of this.#unmade.keys()) units[unit] |= UNMADE;
    units[0] |= UNMADE;
  }

  /** The kind of character of a UTF-16 code unit. */
  kindOf(unit: number): number {
    return (this.units[unit] & ~UNMADE) >>> 16;
  }

  /** Adds the words that begin with a code unit to the double array. Returns false if there are none to add. */
  make(unit: number): boolean {
    const at = this.#unmade.get(unit);
    if (at === undefined) return false;
    if (!this.#work.addWords(this.#starts.subarray(at, at + 2 * START_INTS))) {
      throw new DictionaryError(this.#name, "a double array of four units per code unit", "at most two per code unit");
    }
    this.#unmade.delete(unit);
    this.#units[unit] &= ~UNMADE;
    return true;
  }

  #checkEnds({ surfaces, tokenCounts, tokens }: KnownTables): void {
    const starts = this.#starts;
    const unknown = tokenCounts.subarray(surfaces.count);
    const knownTokens = tokens.length - unknown.reduce((sum, count) => sum + count, 0);
    const ends = [surfaces.count, surfaces.units.length, knownTokens];
    const fit = ends.every((end, at) => starts[starts.length - START_INTS + at] === end);
    if (fit && surfaces.added.length === surfaces.count && !unknown.includes(0)) return;
    throw new DictionaryError(this.#name, "different numbers of words and tokens", "sections that fit together");
  }
}
