import { largestTrie, UNIT_INTS } from "../../base/double-array.js";
import type { CodedTables, DictionaryTables } from "../file/tables.js";
import { boundsBytes } from "../matrix/column-bounds-kernel.js";
import { differenceTreeBytes } from "../matrix/difference-trees-kernel.js";
import { cellCount } from "../matrix/row-groups.js";
import { WeightTableMatrix } from "../matrix/weight-tables.js";
import { weightTableBytes } from "../matrix/weight-tables-kernel.js";
import type { RegionSizes } from "../memory/kernel-memory.js";
import { CELL_BYTES, INT_BYTES } from "../memory/layout.js";
import { PAIR_BYTES } from "../memory/records.js";
import { wordBytes } from "./lazy-words-kernel.js";

const UTF16_UNITS = 0x10000;

/** The sizes of the regions of a dictionary's memory. */
export function regionSizes(tables: DictionaryTables | CodedTables, kindInts: number, hasKernel: boolean): RegionSizes {
  const { pairLeft, leftClasses, rightClasses, surfaces } = tables;
  const trieUnits = largestTrie(surfaces);
  const sizes = {
    units: UTF16_UNITS * INT_BYTES,
    kinds: kindInts * INT_BYTES,
    tokens: tokenCount(tables) * INT_BYTES,
    // One more, for the sentence's beginning.
    pairs: (pairLeft.length + 1) * PAIR_BYTES,
    cells: cellCount(leftClasses, rightClasses) * CELL_BYTES,
    trie: trieUnits * UNIT_INTS * INT_BYTES,
  };
  if (!hasKernel) return sizes;
  // The kernel fills less than half of the largest double array, and needs as much again for the tree of new words.
  const half = sizes.trie / 2;
  return { ...sizes, trie: half, nodes: half, words: wordBytes(tables, trieUnits), rows: rowBytes(tables) };
}

/** The number of tokens, unknown words included. */
export function tokenCount({ tokens }: Pick<DictionaryTables | CodedTables, "tokens">): number {
  return (tokens instanceof Int32Array ? tokens : tokens.costs).length;
}

/** The bytes that the kernel needs to decode rows of a matrix. */
function rowBytes({ matrix }: DictionaryTables | CodedTables): number {
  if (matrix instanceof Int16Array) return 0;
  const decoding = matrix instanceof WeightTableMatrix ? weightTableBytes(matrix) : differenceTreeBytes(matrix);
  return decoding + boundsBytes(matrix.bounds);
}
