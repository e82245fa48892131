import type { SortedStrings } from "../../base/double-array.js";
import type { DifferenceTreeMatrix } from "../matrix/difference-trees.js";
import type { WeightTableMatrix } from "../matrix/weight-tables.js";
import type { CodedTokens } from "./packed-tokens.js";

/**
 * The tables of a dictionary that decide segmentation. The compiler makes them, a compact file stores them, and the
 * engine is built from them.
 *
 * Classes take the place of MeCab's ids: right ids with the same connection costs are one right class, and left ids with
 * the same costs one left class.
 */
export interface DictionaryTables extends WordTables {
  /** Each token is the word cost in the upper 16 bits and the number of its class pair in the lower 16 bits. */
  readonly tokens: Int32Array;
  /** The connection cost of right class r before left class l, at index l * rightClasses + r. */
  readonly matrix: Int16Array;
}

/** The same tables as a compact file stores them: tokens and matrix not decoded. */
export interface CodedTables extends WordTables {
  readonly tokens: CodedTokens;
  readonly matrix: DifferenceTreeMatrix | WeightTableMatrix;
}

/** All tables except the tokens and the matrix. */
export interface WordTables {
  /** The names of char.bin's categories, at most 18. */
  readonly categoryNames: readonly string[];
  /** The entries of the code points up to U+FFFF in char.bin, as (length, entry) pairs of runs of equal entries. */
  readonly characterRuns: Uint32Array;
  readonly rightClasses: number;
  readonly leftClasses: number;
  /** The right class of the beginning of a sentence, and the left class of its end. */
  readonly beginRight: number;
  readonly endLeft: number;
  /** The left and the right class of each distinct class pair of words, the most common pair first; at most 65,535. */
  readonly pairLeft: Uint16Array;
  readonly pairRight: Uint16Array;
  /** The known words, in ascending code point order. */
  readonly surfaces: Surfaces;
  /** The number of tokens of each surface, then of the unknown words of each category; at least 1. */
  readonly tokenCounts: Uint8Array;
}

/** The surfaces of the known words. Each has at most 255 UTF-16 code units. */
export interface Surfaces extends SortedStrings {
  readonly shared: Uint8Array;
  readonly added: Uint8Array;
}

/** The parts of an entry of char.bin. */
export interface CharacterInfo {
  /** Bit i is set if the character belongs to category i. */
  readonly categories: number;
  /** The category of the unknown words that start with this character. */
  readonly defaultCategory: number;
  /** Unknown words of 1 to this many characters start with this character. */
  readonly length: number;
  /** True if a run of characters of one category is one unknown word. */
  readonly group: boolean;
  /** True if unknown words are made even if a known word starts here. */
  readonly invoke: boolean;
}

/** Splits an entry of char.bin. From the lowest bit up, its parts have 18, 8, 4, 1 and 1 bits. */
export function characterInfo(entry: number): CharacterInfo {
  return {
    categories: entry & 0x3ffff,
    defaultCategory: (entry >>> 18) & 0xff,
    length: (entry >>> 26) & 0xf,
    group: ((entry >>> 30) & 1) === 1,
    invoke: entry >>> 31 === 1,
  };
}
