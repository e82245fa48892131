import { DictionaryError } from "../../base/errors.js";
import { type CodedTables, characterInfo, type DictionaryTables } from "../file/tables.js";
import { FLAG_GROUP, FLAG_INVOKE, HIGH_SURROGATE, INT_BYTES, LOW_SURROGATE } from "../memory/layout.js";
import { KIND_BYTES } from "../memory/records.js";
import { tokenCount } from "./region-sizes.js";

const UTF16_UNITS = 0x10000;
const KIND_INTS = KIND_BYTES / INT_BYTES;
const FIRST_BMP_KIND = 2;

/** The kinds of characters of a dictionary. */
export interface Kinds {
  /** Kind records. The first two are those of high and low surrogates. */
  readonly kinds: Int32Array;
  /** For each UTF-16 code unit the number of its kind in the upper 16 bits. */
  readonly units: Uint32Array;
}

/**
 * Numbers the distinct entries of char.bin and gives each UTF-16 code unit its number. MeCab treats every character
 * outside the Basic Multilingual Plane like U+0000.
 *
 * @param name the dictionary's name in errors
 * @throws DictionaryError if a category has no unknown word: then no path might lead past its characters
 */
export function listKinds(tables: DictionaryTables | CodedTables, name: string): Kinds {
  const { characterRuns } = tables;
  const numbers = new Map<number, number>();
  const units = new Uint32Array(UTF16_UNITS);
  for (let run = 0, unit = 0; run < characterRuns.length; run += 2) {
    const [length, entry] = characterRuns.subarray(run, run + 2);
    const kind = numbers.get(entry) ?? FIRST_BMP_KIND + numbers.size;
    numbers.set(entry, kind);
    units.fill(kind << 16, unit, (unit += length));
  }
  units.fill(HIGH_SURROGATE << 16, 0xd800, 0xdc00).fill(LOW_SURROGATE << 16, 0xdc00, 0xe000);

  const unknown = unknownTokens(tables);
  const [ofZero] = numbers.keys();
  const entries = [ofZero, ofZero, ...numbers.keys()];
  const kinds = new Int32Array(entries.length * KIND_INTS);
  entries.forEach((entry, kind) => {
    const { categories, defaultCategory, length, group, invoke } = characterInfo(entry);
    const flags = (group ? FLAG_GROUP : 0) | (invoke ? FLAG_INVOKE : 0);
    const [first, count] = unknown[defaultCategory] ?? [0, 0];
    if (count === 0) {
      const category = tables.categoryNames[defaultCategory] ?? `of number ${defaultCategory}`;
      throw new DictionaryError(name, `no unknown word of the category ${category}`, "at least one of each category");
    }
    kinds.set([categories, flags, length, first, count], kind * KIND_INTS);
  });
  return { kinds, units };
}

/** The categories of a kind, a bit each. */
export function categoriesOf(kinds: Int32Array, kind: number): number {
  return kinds[kind * KIND_INTS];
}

/** For each category the index of its first unknown token and their number. Unknown tokens follow all others. */
function unknownTokens(tables: DictionaryTables | CodedTables): (readonly [first: number, count: number])[] {
  const { categoryNames, tokenCounts, surfaces } = tables;
  const unknown: (readonly [first: number, count: number])[] = [];
  for (let category = categoryNames.length - 1, end = tokenCount(tables); category >= 0; category--) {
    const count = tokenCounts[surfaces.count + category];
    end -= count;
    unknown[category] = [end, count];
  }
  return unknown;
}
