import type { UnitCodes } from "../../base/double-array.js";
import type { DictionaryTables, Surfaces } from "../file/tables.js";

/** The parts of a dictionary's tables that define its known words. */
export type KnownTables = Pick<DictionaryTables, "surfaces" | "tokenCounts" | "tokens">;

/** The work that is done once for every known word, by TypeScript or by the kernel. */
export interface WordWork {
  /** The words, in the memory where this engine keeps them. */
  readonly surfaces: Surfaces;
  /** A key for each UTF-16 code unit that occurs in words, in any order; see unitKeys in base/double-array.ts. */
  unitKeys(): Float64Array;
  /**
   * For each first code unit the number of its first word, of that word's first code unit and of its first token; then
   * the ends of all three. The list ends early at a damaged surface.
   */
  listStarts(): Uint32Array;
  /** Makes the double array, without words. */
  openTrie(codes: UnitCodes): void;
  /** Adds the words between two entries of the list of starts. Returns false if the double array is too small. */
  addWords(start: Uint32Array): boolean;
}
