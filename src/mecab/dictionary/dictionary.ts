import type { CodedTables, DictionaryTables, Surfaces } from "../file/tables.js";
import { allocateMemory } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import type { ReadonlyInts } from "../memory/readonly-ints.js";
import { KIND_BYTES } from "../memory/records.js";
import { categoriesOf, listKinds } from "./kinds.js";
import { LazyRows } from "./lazy-rows.js";
import { LazyWords } from "./lazy-words.js";
import { regionSizes } from "./region-sizes.js";
import { unpackTokens } from "./unpack-tokens.js";

/**
 * A dictionary ready to be searched: flat tables in one memory, which the kernel reads as they are. Addresses are byte
 * numbers in that memory.
 *
 * Nothing here ever changes, except what the two lazy parts add: words enter the double array, and rows of the
 * connection matrix are decoded, when a text first needs them. Searches that share a dictionary see the same answers
 * whatever has been added.
 */
export interface Dictionary {
  readonly memory: KernelMemory;
  /** Kinds of characters, as Kind records. */
  readonly kinds: ReadonlyInts;
  /** The categories of U+0020, a bit each: characters of these are skipped before a word. */
  readonly spaceCategories: number;
  /** Each token's word cost in the upper 16 bits, the number of its pair of context ids in the lower 16. */
  readonly tokens: ReadonlyInts;
  /** The number of the pair of the sentence's beginning, after those of words. Its row is meaningless. */
  readonly beginPair: number;
  /** All known words. */
  readonly surfaces: Surfaces;
  /** Code units, and the double array of the known words that were needed so far. */
  readonly words: LazyWords;
  /** Pairs of context ids, and the rows of the connection matrix that were needed so far. */
  readonly rows: LazyRows;
}

/**
 * Builds a dictionary from its tables, in the kernel's memory if the kernel can run.
 *
 * @param name the dictionary's name in errors
 * @throws DictionaryError if the tables do not fit together
 */
export function buildDictionary(tables: DictionaryTables | CodedTables, name = "dictionary"): Dictionary {
  const { kinds, units } = listKinds(tables, name);
  const memory = allocateMemory((hasKernel) => regionSizes(tables, kinds.length, hasKernel));
  const kindInts = memory.ints("kinds");
  kindInts.set(kinds);
  const tokens = unpackTokens(tables, memory, name);
  const rows = new LazyRows(tables, memory);
  const words = new LazyWords({ ...tables, tokens }, memory, units, name);
  return {
    memory,
    kinds: kindInts,
    spaceCategories: categoriesOf(kinds, units[0x20] >>> 16),
    tokens,
    beginPair: tables.pairLeft.length,
    surfaces: words.surfaces,
    words,
    rows,
  };
}

/** The categories of a UTF-16 code unit, a bit each. */
export function categoriesOfUnit({ kinds, words }: Dictionary, unit: number): number {
  return kinds[words.kindOf(unit) * (KIND_BYTES / 4)];
}
