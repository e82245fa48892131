import { buildTrie, rankUnits } from "../trie.js";
import { characterInfo, type DictionaryTables } from "./tables.js";

/** Kinds of a UTF-16 unit: the first two are not the start of a BMP character. */
export const HIGH_SURROGATE = 0;
export const LOW_SURROGATE = 1;
const FIRST_BMP_KIND = 2;

const UNITS = 0x10000;

/** Ints a kind of character takes in {@link Dictionary.kinds}. */
export const KIND_INTS = 5;
export const KIND_CATEGORIES = 0;
export const KIND_FLAGS = 1;
export const KIND_LENGTH = 2;
export const KIND_UNKNOWN_FIRST = 3;
export const KIND_UNKNOWN_COUNT = 4;

export const FLAG_GROUP = 1;
export const FLAG_INVOKE = 2;

/**
 * A dictionary ready to be searched: immutable flat tables, all in one buffer, which a WebAssembly kernel can take as
 * it is.
 *
 * A token is one integer: the word cost above, the number of its (left, right) pair in the lower 16 bits.
 */
export interface Dictionary {
  readonly buffer: ArrayBuffer;
  /**
   * Known words, a double array (see trie.ts). COUNT is the number of a word's tokens; VALUE is the token itself where
   * there is one, the index of the first where there are more.
   */
  readonly trie: Int32Array;
  /** From a UTF-16 unit to its code in the trie (lower 16 bits) and its kind of character (upper 16 bits). */
  readonly units: Uint32Array;
  /** Kinds of characters: categories, flags, length, first unknown token, number of unknown tokens. */
  readonly kinds: Int32Array;
  /** Categories of U+0020, which are skipped before a word. */
  readonly spaceCategories: number;
  readonly tokens: Int32Array;
  /** Pairs of (left class, right class): left above, right in the lower 16 bits. */
  readonly pairs: Uint32Array;
  /** The pair that stands for the sentence's beginning, whose right class alone counts. */
  readonly beginPair: number;
  readonly endLeft: number;
  readonly rightClasses: number;
  readonly leftClasses: number;
  /** Connection cost of right class r before left class l, at l * rightClasses + r. */
  readonly matrix: Int16Array;
  /** The lowest and highest connection cost of each right class, in turn. */
  readonly rightBounds: Int16Array;
}

/** Lays the tables out for the search. */
export function buildDictionary(tables: DictionaryTables): Dictionary {
  const { surfaces, tokenCounts, categoryNames } = tables;
  const tokens = new Int32Array(tables.tokenCosts.length);
  for (let token = 0; token < tokens.length; token++) {
    tokens[token] = (tables.tokenCosts[token] << 16) | tables.tokenPairs[token];
  }
  const firstToken = new Uint32Array(tokenCounts.length + 1);
  for (let word = 0; word < tokenCounts.length; word++) firstToken[word + 1] = firstToken[word] + tokenCounts[word];

  const codes = rankUnits(surfaces);
  const trie = buildTrie(surfaces, codes, (surface, unit, at) => {
    const first = firstToken[surface];
    const count = tokenCounts[surface];
    unit[at] = count === 1 ? tokens[first] : first;
    unit[at + 1] = count;
  });
  const { kindOf, kinds } = listKinds(tables.characters, (category) => {
    const word = surfaces.count + category;
    return [firstToken[word], category < categoryNames.length ? tokenCounts[word] : 0];
  });
  const units = Uint32Array.from(codes, (code, unit) => (kindOf[unit] << 16) | code);
  const pairs = new Uint32Array(tables.pairLeft.length + 1);
  for (let pair = 0; pair < tables.pairLeft.length; pair++) {
    pairs[pair] = (tables.pairLeft[pair] << 16) | tables.pairRight[pair];
  }
  pairs[tables.pairLeft.length] = tables.beginRight;

  return inOneBuffer({
    trie,
    units,
    kinds,
    tokens,
    pairs,
    matrix: tables.matrix,
    rightBounds: boundsOf(tables),
    spaceCategories: characterInfo(tables.characters[0x20]).categories,
    beginPair: tables.pairLeft.length,
    endLeft: tables.endLeft,
    rightClasses: tables.rightClasses,
    leftClasses: tables.leftClasses,
  });
}

/** Numbers the distinct entries of char.bin. An astral character is to MeCab what U+0000 is. */
function listKinds(
  characters: Uint32Array,
  unknownTokens: (category: number) => [first: number, count: number],
): { kindOf: Uint16Array; kinds: Int32Array } {
  const entries = [characters[0], characters[0]];
  const numbers = new Map<number, number>();
  const kindOf = new Uint16Array(UNITS);
  for (let unit = 0; unit < UNITS; unit++) {
    if (unit >= 0xd800 && unit <= 0xdfff) {
      kindOf[unit] = unit <= 0xdbff ? HIGH_SURROGATE : LOW_SURROGATE;
      continue;
    }
    const entry = characters[unit];
    let kind = numbers.get(entry);
    if (kind === undefined) {
      kind = FIRST_BMP_KIND + numbers.size;
      numbers.set(entry, kind);
      entries.push(entry);
    }
    kindOf[unit] = kind;
  }
  const kinds = new Int32Array(entries.length * KIND_INTS);
  entries.forEach((entry, kind) => {
    const { categories, defaultCategory, length, group, invoke } = characterInfo(entry);
    const [first, count] = unknownTokens(defaultCategory);
    const flags = (group ? FLAG_GROUP : 0) | (invoke ? FLAG_INVOKE : 0);
    kinds.set([categories, flags, length, first, count], kind * KIND_INTS);
  });
  return { kindOf, kinds };
}

function boundsOf({ matrix, rightClasses, leftClasses }: DictionaryTables): Int16Array {
  const lowest = new Int16Array(rightClasses).fill(0x7fff);
  const highest = new Int16Array(rightClasses).fill(-0x8000);
  for (let left = 0; left < leftClasses; left++) {
    const row = left * rightClasses;
    for (let right = 0; right < rightClasses; right++) {
      const cost = matrix[row + right];
      if (cost < lowest[right]) lowest[right] = cost;
      if (cost > highest[right]) highest[right] = cost;
    }
  }
  const bounds = new Int16Array(2 * rightClasses);
  for (let right = 0; right < rightClasses; right++) {
    bounds[2 * right] = lowest[right];
    bounds[2 * right + 1] = highest[right];
  }
  return bounds;
}

type Tables = Omit<Dictionary, "buffer">;

function inOneBuffer(tables: Tables): Dictionary {
  const views = [
    tables.trie,
    tables.units,
    tables.kinds,
    tables.tokens,
    tables.pairs,
    tables.matrix,
    tables.rightBounds,
  ] as const;
  const aligned = (bytes: number): number => (bytes + 15) & ~15;
  const buffer = new ArrayBuffer(views.reduce((sum, view) => sum + aligned(view.byteLength), 0));
  let start = 0;
  const moved = views.map((view) => {
    new Uint8Array(buffer, start, view.byteLength).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    const at = start;
    start += aligned(view.byteLength);
    return at;
  });
  return {
    ...tables,
    buffer,
    trie: new Int32Array(buffer, moved[0], tables.trie.length),
    units: new Uint32Array(buffer, moved[1], tables.units.length),
    kinds: new Int32Array(buffer, moved[2], tables.kinds.length),
    tokens: new Int32Array(buffer, moved[3], tables.tokens.length),
    pairs: new Uint32Array(buffer, moved[4], tables.pairs.length),
    matrix: new Int16Array(buffer, moved[5], tables.matrix.length),
    rightBounds: new Int16Array(buffer, moved[6], tables.rightBounds.length),
  };
}
