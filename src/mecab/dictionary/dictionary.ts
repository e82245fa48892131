import { largestTrie, UNIT_INTS } from "../../base/double-array.js";
import { joinTokens, unknownPair } from "../file/packed-tokens.js";
import {
  type CodedTables,
  type ColumnBounds,
  characterInfo,
  type DictionaryTables,
  type Surfaces,
} from "../file/tables.js";
import { kernelMemory } from "../kernel/kernel.js";
import { DifferenceTreeMatrix } from "../matrix/difference-trees.js";
import { differenceTreeBytes, differenceTreeRowsInKernel } from "../matrix/difference-trees-kernel.js";
import { cellCount, columnBounds, layOut, type MatrixRows, rowStart } from "../matrix/row-groups.js";
import { WeightTableMatrix } from "../matrix/weight-tables.js";
import { weightTableBytes, weightTableRowsInKernel } from "../matrix/weight-tables-kernel.js";
import {
  FLAG_GROUP,
  FLAG_INVOKE,
  GROUP_ROWS,
  HIGH_SURROGATE,
  KIND_BYTES,
  LOW_SURROGATE,
  PAIR_BYTES,
  PAIR_COLUMN,
  PAIR_HIGHEST,
  PAIR_LOWEST,
  SEARCH_BYTES,
} from "../memory/layout.js";
import { aligned, Region, scratchIn } from "../memory/region.js";
import { LazyWords, TypeScriptWords, UNMADE } from "./lazy-words.js";
import { joinTokensInKernel, WordKernel, wordBytes } from "./lazy-words-kernel.js";

const FIRST_BMP_KIND = 2;
const UNITS = 0x10000;
const CELL_BYTES = 2;
const COLUMN_BYTES = GROUP_ROWS * CELL_BYTES;
const KIND_INTS = KIND_BYTES / 4;

/**
 * A dictionary ready to be searched: immutable flat tables, all in one buffer, which the WebAssembly kernel reads as
 * they are. Addresses are byte numbers in that buffer.
 *
 * A token is one integer: the word cost above, the number of its (left, right) pair in the lower 16 bits.
 */
export interface Dictionary {
  readonly buffer: ArrayBuffer;
  /** Whose buffer it is, where the kernel can run. */
  readonly memory: WebAssembly.Memory | null;
  /**
   * Known words, a double array (see double-array.ts), as far as {@link makeWords} was asked for them. COUNT is the number of a word's tokens; VALUE is the token itself where
   * there is one, the index of the first where there are more.
   */
  readonly trie: Int32Array;
  /**
   * From a UTF-16 unit to its code in the trie (lower 16 bits) and its kind of character (upper 15 bits); marked UNMADE
   * where its words are still to be made, and at U+0000, where a text ends.
   */
  readonly units: Uint32Array;
  /** Makes the words that begin with a UTF-16 unit; false where there are none to make. */
  makeWords(unit: number): boolean;
  /** All known words. */
  readonly surfaces: Surfaces;
  /** Kinds of characters: categories, flags, length, first unknown token, number of unknown tokens. */
  readonly kinds: Int32Array;
  /** Categories of U+0020, which are skipped before a word. */
  readonly spaceCategories: number;
  readonly tokens: Int32Array;
  /**
   * Pairs of a left and a right class: the address of the left class's row of the matrix (its first cell), 0 where it is
   * still to be made, how far behind it the cell of the right class's column is (see row-groups.ts), and the lowest
   * and the highest cost in that column.
   */
  readonly pairs: Int32Array;
  /** Makes the row of the pair at an address, which does not know it yet, and returns the row's address. */
  readonly makeRow: (pair: number) => number;
  /** The pair that stands for the sentence's beginning, behind those of words. Its row means nothing. */
  readonly beginPair: number;
  /** The address of the row of the sentence's end. */
  readonly endRow: number;
}

/**
 * Lays the tables out for the search.
 *
 * @param name what to call the dictionary in errors
 * @throws DictionaryError where the tables do not fit together
 */
export function buildDictionary(tables: DictionaryTables | CodedTables, name = "dictionary"): Dictionary {
  const laidOut = inOneBuffer(listKinds(tables), tables, name);
  const { memory, units, trie, tokens } = laidOut;
  const wordTables = { ...tables, tokens };
  const work = memory
    ? new WordKernel(tables, laidOut, memory, trie.byteOffset + trie.byteLength)
    : new TypeScriptWords(wordTables, trie);
  const words = new LazyWords(wordTables, work, name);
  words.codes.units.forEach((unit, rank) => {
    units[unit] |= rank + 1;
  });
  for (const unit of words.unmade) units[unit] |= UNMADE;
  // No word begins there: a text ends.
  units[0] |= UNMADE;
  const makeWords = (unit: number): boolean => {
    if (!words.make(unit)) return false;
    units[unit] &= ~UNMADE;
    return true;
  };
  return { ...laidOut, makeWords, surfaces: work.surfaces };
}

/**
 * Numbers the distinct entries of char.bin, and gives each UTF-16 unit its number. An astral character is to MeCab what
 * U+0000 is.
 */
function listKinds({
  characterRuns,
  categoryNames,
  tokenCounts,
  surfaces,
  ...tables
}: DictionaryTables | CodedTables): {
  units: Uint32Array;
  kinds: Int32Array;
} {
  const numbers = new Map<number, number>();
  const units = new Uint32Array(UNITS);
  for (let run = 0, unit = 0; run < characterRuns.length; run += 2) {
    const [length, entry] = characterRuns.subarray(run, run + 2);
    const kind = numbers.get(entry) ?? FIRST_BMP_KIND + numbers.size;
    numbers.set(entry, kind);
    units.fill(kind << 16, unit, (unit += length));
  }
  units.fill(HIGH_SURROGATE << 16, 0xd800, 0xdc00).fill(LOW_SURROGATE << 16, 0xdc00, 0xe000);

  // Tokens of unknown words come last.
  const unknown: (readonly [first: number, count: number])[] = [];
  for (let category = categoryNames.length - 1, end = tokenCount(tables); category >= 0; category--) {
    const count = tokenCounts[surfaces.count + category];
    end -= count;
    unknown[category] = [end, count];
  }
  const [ofZero] = numbers.keys();
  const entries = [ofZero, ofZero, ...numbers.keys()];
  const kinds = new Int32Array(entries.length * KIND_INTS);
  entries.forEach((entry, kind) => {
    const { categories, defaultCategory, length, group, invoke } = characterInfo(entry);
    const flags = (group ? FLAG_GROUP : 0) | (invoke ? FLAG_INVOKE : 0);
    kinds.set([categories, flags, length, ...(unknown[defaultCategory] ?? [0, 0])], kind * KIND_INTS);
  });
  return { units, kinds };
}

/**
 * The pairs of words, then that of the sentence's beginning.
 *
 * @param rowOf the address of a left class's row, or 0 where it is still to be made
 */
function listPairs(
  tables: DictionaryTables | CodedTables,
  { lowest, highest }: ColumnBounds,
  rowOf: (left: number) => number,
): Int32Array {
  const { pairLeft, pairRight, beginRight } = tables;
  const pairs = new Int32Array((pairLeft.length + 1) * (PAIR_BYTES / 4));
  for (let pair = 0; pair <= pairLeft.length; pair++) {
    const right = pair === pairLeft.length ? beginRight : pairRight[pair];
    const at = (pair * PAIR_BYTES) / 4;
    pairs[at] = rowOf(pairLeft[pair]);
    pairs[at + PAIR_COLUMN / 4] = right * COLUMN_BYTES;
    pairs[at + PAIR_LOWEST / 4] = lowest[right];
    pairs[at + PAIR_HIGHEST / 4] = highest[right];
  }
  return pairs;
}

function tokenCount({ tokens }: Pick<DictionaryTables | CodedTables, "tokens">): number {
  return (tokens instanceof Int32Array ? tokens : tokens.costs).length;
}

/**
 * @param regions in the kernel's memory, of which one may take what is coded
 * @throws DictionaryError where a token's pair is unknown
 */
function fillTokens(
  { tokens: given, pairLeft }: DictionaryTables | CodedTables,
  tokens: Int32Array,
  memory: WebAssembly.Memory | null,
  regions: readonly Region[],
  name: string,
): void {
  if (given instanceof Int32Array) {
    tokens.set(given);
    return;
  }
  const inKernel = memory ? joinTokensInKernel(given, pairLeft.length, tokens, memory, regions) : undefined;
  const isJoined = inKernel ?? joinTokens(given, pairLeft.length, tokens);
  if (!isJoined) throw unknownPair(name);
}

/** How much memory the kernel needs to make the rows of a matrix. */
function matrixBytes({ matrix }: DictionaryTables | CodedTables): number {
  if (matrix instanceof WeightTableMatrix) return weightTableBytes(matrix);
  return matrix instanceof DifferenceTreeMatrix ? differenceTreeBytes(matrix) : 0;
}

/** Writes a matrix, or prepares for its rows to be made. */
function openMatrix(
  { matrix, rightClasses }: DictionaryTables | CodedTables,
  cells: Int16Array,
  memory: WebAssembly.Memory | null,
  address: number,
): { readonly bounds: ColumnBounds; readonly rows: MatrixRows | null } {
  if (matrix instanceof Int16Array) {
    layOut(matrix, rightClasses, cells);
    return { bounds: columnBounds(matrix, rightClasses), rows: null };
  }
  const { bounds } = matrix;
  if (memory === null) return { bounds, rows: matrix.makeRows(cells) };
  const rows =
    matrix instanceof WeightTableMatrix
      ? weightTableRowsInKernel(matrix, cells, memory, address)
      : differenceTreeRowsInKernel(matrix, cells, memory, address);
  return { bounds, rows: rows ?? matrix.makeRows(cells) };
}

function inOneBuffer(
  views: Pick<Dictionary, "units" | "kinds">,
  tables: DictionaryTables | CodedTables,
  name: string,
): Omit<Dictionary, "makeWords" | "surfaces"> {
  const { pairLeft, leftClasses, rightClasses, surfaces } = tables;
  const pairInts = (pairLeft.length + 1) * (PAIR_BYTES / 4);
  const matrixCells = cellCount(leftClasses, rightClasses);
  // In the kernel's memory each begins with a line of the cache.
  const ofLines = (bytes: number): number => (bytes + 63) & ~63;
  const trieUnits = largestTrie(surfaces);
  const trieInts = trieUnits * UNIT_INTS;
  const sizes = [
    views.units,
    views.kinds,
    { byteLength: 4 * tokenCount(tables) },
    { byteLength: 4 * pairInts },
    { byteLength: matrixCells * CELL_BYTES },
    { byteLength: 4 * trieInts },
  ];
  const bytes = sizes.reduce((sum, { byteLength }) => sum + ofLines(byteLength), 0);
  const wordTables = aligned(wordBytes(tables, trieUnits));
  const memory = kernelMemory(bytes + wordTables + matrixBytes(tables));
  const buffer = memory?.buffer ?? new ArrayBuffer(bytes);
  let end = memory ? SEARCH_BYTES : 0;
  const addresses = sizes.map(({ byteLength }) => {
    end += ofLines(byteLength);
    return end - ofLines(byteLength);
  });
  const cells = new Int16Array(buffer, addresses[4], matrixCells);
  const moved = {
    units: new Uint32Array(buffer, addresses[0], views.units.length),
    kinds: new Int32Array(buffer, addresses[1], views.kinds.length),
    tokens: new Int32Array(buffer, addresses[2], tokenCount(tables)),
    pairs: new Int32Array(buffer, addresses[3], pairInts),
    trie: new Int32Array(buffer, addresses[5], trieInts),
  };
  moved.units.set(views.units);
  moved.kinds.set(views.kinds);
  // Memory costs time when it is first used: where words are to be, what tokens are made of may be before.
  const regions = memory ? [new Region(memory, end, end + wordTables), scratchIn(memory)] : [];
  fillTokens(tables, moved.tokens, memory, regions, name);
  const { bounds, rows } = openMatrix(tables, cells, memory, end + wordTables);
  const rowAddress = (left: number): number => addresses[4] + rowStart(left, rightClasses) * CELL_BYTES;
  moved.pairs.set(listPairs(tables, bounds, rows ? () => 0 : rowAddress));
  const isMade = new Uint8Array(leftClasses);
  const rowOf = (left: number): number => {
    if (isMade[left] === 0) rows?.make(left);
    isMade[left] = 1;
    return rowAddress(left);
  };
  const makeRow = (pair: number): number => {
    const row = rowOf(pairLeft[(pair - addresses[3]) / PAIR_BYTES]);
    moved.pairs[(pair - addresses[3]) / 4] = row;
    return row;
  };
  return {
    ...moved,
    makeRow,
    buffer,
    memory,
    spaceCategories: views.kinds[(views.units[0x20] >>> 16) * KIND_INTS],
    beginPair: pairLeft.length,
    endRow: rowOf(tables.endLeft),
  };
}
