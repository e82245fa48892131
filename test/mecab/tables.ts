import { frontCode } from "../../src/base/double-array.js";
import { runsOf } from "../../src/mecab/compiler/reduce.js";
import type { DictionaryTables } from "../../src/mecab/file/tables.js";

/** A category of char.def, with the tokens of its unknown words. */
export interface Category {
  readonly name: string;
  readonly invoke: boolean;
  readonly group: boolean;
  readonly length: number;
  readonly unknown: readonly Token[];
}

/** A word's left id, right id and word cost. */
export type Token = readonly [left: number, right: number, cost: number];

/** A dictionary small enough to work out on paper. */
export interface Tiny {
  /** The first category is that of all characters not listed. The one named SPACE is skipped before words. */
  readonly categories: readonly Category[];
  /** The categories of characters. The first one of each is its default. */
  readonly characters: Readonly<Record<string, readonly string[]>>;
  readonly words: readonly (readonly [surface: string, ...tokens: Token[]])[];
  /**
   * Connection costs: costs[left][right] is that of a word with the right id `right` before a word with the left id
   * `left`. The sentence's beginning has right id 0, its end left id 0.
   */
  readonly costs: readonly (readonly number[])[];
}

/** The entries of char.bin for every code point up to U+FFFF. */
export function tinyCharacters({ categories, characters }: Tiny): Uint32Array {
  const entryOf = (names: readonly string[]): number => {
    const indices = names.map((name) => categories.findIndex((category) => category.name === name));
    const { invoke, group, length } = categories[indices[0]];
    const bits = indices.reduce((sum, index) => sum | (1 << index), 0);
    return (bits | (indices[0] << 18) | (length << 26) | (Number(group) << 30) | (Number(invoke) << 31)) >>> 0;
  };
  const entries = new Uint32Array(0x10000).fill(entryOf([categories[0].name]));
  entries[0xffff] = 0;
  for (const [character, names] of Object.entries(characters)) entries[character.charCodeAt(0)] = entryOf(names);
  return entries;
}

/**
 * The tables of a dictionary, as the engines take them.
 *
 * @throws Error if an id is not in `costs` or a surface is listed twice, since the engines trust their tables
 */
export function tinyTables(tiny: Tiny): DictionaryTables {
  const { categories, words, costs } = tiny;
  const sorted = [...words].sort(([a], [b]) => (a < b ? -1 : 1));
  const tokens = [...sorted.map(([, ...list]) => list), ...categories.map(({ unknown }) => [...unknown])];
  const flat = tokens.flat();
  for (const [left, right] of flat) {
    if (costs[left]?.[right] === undefined) throw new Error(`a word has the ids ${left} and ${right}; not in costs`);
  }
  if (new Set(words.map(([surface]) => surface)).size < words.length) throw new Error("a surface is listed twice");
  const keys = [...new Set(flat.map(([left, right]) => `${left} ${right}`))];
  const { count, shared, added, units } = frontCode(sorted.map(([surface]) => surface));
  return {
    categoryNames: categories.map(({ name }) => name),
    characterRuns: runsOf(tinyCharacters(tiny)),
    rightClasses: costs[0].length,
    leftClasses: costs.length,
    matrix: Int16Array.from(costs.flat()),
    beginRight: 0,
    endLeft: 0,
    pairLeft: Uint16Array.from(keys, (key) => Number(key.split(" ")[0])),
    pairRight: Uint16Array.from(keys, (key) => Number(key.split(" ")[1])),
    surfaces: { count, shared: Uint8Array.from(shared), added: Uint8Array.from(added), units },
    tokenCounts: Uint8Array.from(tokens, (list) => list.length),
    tokens: Int32Array.from(flat, ([left, right, cost]) => (cost << 16) | keys.indexOf(`${left} ${right}`)),
  };
}

/** A category without groups, lengths and invocation, whose one unknown word has the ids 1 and 1 and the cost 100. */
export const category = (name: string, given: Partial<Category> = {}): Category => ({
  name,
  invoke: false,
  group: false,
  length: 0,
  unknown: [[1, 1, 100]],
  ...given,
});
export const DEFAULT = category("DEFAULT");
export const SPACE = category("SPACE");

/** A dictionary to begin with: no words, two ids, and connections that cost nothing. */
export const BASE: Tiny = {
  categories: [DEFAULT, SPACE],
  characters: { " ": ["SPACE"] },
  words: [],
  costs: [
    [0, 0],
    [0, 0],
  ],
};

/** A dictionary that several tests share. */
export const EXAMPLE: Tiny = {
  categories: [
    { name: "DEFAULT", invoke: false, group: true, length: 2, unknown: [[1, 1, 100]] },
    { name: "SPACE", invoke: false, group: false, length: 0, unknown: [[0, 1, 300]] },
  ],
  characters: { " ": ["SPACE"] },
  words: [
    ["猫", [1, 0, 5], [2, 1, 7]],
    ["猫舌", [1, 1, 3], [1, 1, 3], [2, 1, 2]],
    ["舌", [2, 0, 1]],
    ["𠮷", [1, 0, 1]],
  ],
  costs: [
    [0, -300],
    [5, 1],
    [-8, 5],
  ],
};
