import type { SortedStrings } from "../../base/double-array.js";
import type { DifferenceTreeMatrix } from "../matrix/difference-trees.js";
import type { WeightTableMatrix } from "../matrix/weight-tables.js";
import type { CodedTokens } from "./packed-tokens.js";

/**
 * A dictionary reduced to what decides segmentation. What the compiler makes, the compact file carries
 * and the engine is built from.
 *
 * Ids are classes: right ids whose rows of the matrix are equal are one right class, left ids likewise.
 */
export interface DictionaryTables extends WordTables {
  /** The word cost above, the number of the pair in the lower 16 bits. */
  readonly tokens: Int32Array;
  /** Connection cost of right class r before left class l, at l * rightClasses + r. */
  readonly matrix: Int16Array;
}

/** The same, tokens and matrix still to be decoded. */
export interface CodedTables extends WordTables {
  readonly tokens: CodedTokens;
  readonly matrix: DifferenceTreeMatrix | WeightTableMatrix;
}

/** All but tokens and matrix. */
export interface WordTables {
  /** Category names of char.bin, at most 18. */
  readonly categoryNames: readonly string[];
  /** char.bin's entries of the code points up to U+FFFF, runs of equal ones as (length, entry); see {@link characterInfo}. */
  readonly characterRuns: Uint32Array;
  readonly rightClasses: number;
  readonly leftClasses: number;
  /** The right class of the sentence's beginning and the left class of its end. */
  readonly beginRight: number;
  readonly endLeft: number;
  /** The distinct (left, right) class pairs of words, the most common first; at most 65,535. */
  readonly pairLeft: Uint16Array;
  readonly pairRight: Uint16Array;
  /** Known words in ascending code point order. */
  readonly surfaces: Surfaces;
  /** Tokens of each surface, then of each category's unknown words: their number, at least 1. */
  readonly tokenCounts: Uint8Array;
}

/** Surfaces have at most 255 units. */
export interface Surfaces extends SortedStrings {
  readonly shared: Uint8Array;
  readonly added: Uint8Array;
}

/** An entry of char.bin taken apart. */
export interface CharacterInfo {
  /** Bit i: the character belongs to category i. */
  readonly categories: number;
  /** The category whose unknown words may start here. */
  readonly defaultCategory: number;
  /** How many unknown words of 1, 2, … characters may start here. */
  readonly length: number;
  /** Whether the run of characters that share a category makes one unknown word. */
  readonly group: boolean;
  /** Whether unknown words are made even where a known word starts. */
  readonly invoke: boolean;
}

/** Takes an entry of char.bin apart: from the lowest bit 18 of categories, 8, 4, 1 and 1. */
export function characterInfo(entry: number): CharacterInfo {
  return {
    categories: entry & 0x3ffff,
    defaultCategory: (entry >>> 18) & 0xff,
    length: (entry >>> 26) & 0xf,
    group: ((entry >>> 30) & 1) === 1,
    invoke: entry >>> 31 === 1,
  };
}
