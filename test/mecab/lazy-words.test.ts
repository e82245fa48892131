import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE, CHECK, COUNT, COUNT_BITS, largestTrie, UNIT_INTS, VALUE } from "../../src/base/double-array.js";
import { DictionaryError } from "../../src/base/errors.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { LazyWords, TypeScriptWords, type WordWork } from "../../src/mecab/dictionary/lazy-words.js";
import { WordKernel, wordBytes } from "../../src/mecab/dictionary/lazy-words-kernel.js";
import type { DictionaryTables } from "../../src/mecab/file/tables.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { EXAMPLE, tinyTables } from "./tables.js";

await kernelReady();

interface Made {
  readonly work: WordWork;
  readonly trie: Int32Array;
  readonly units: Uint32Array;
}

function inTypeScript(tables: DictionaryTables, trieUnits = largestTrie(tables.surfaces)): Made {
  const trie = new Int32Array(trieUnits * UNIT_INTS);
  return { work: new TypeScriptWords(tables, trie), trie, units: new Uint32Array(0x10000) };
}

function inKernel(tables: DictionaryTables, trieUnits = largestTrie(tables.surfaces)): Made {
  const { memory } = buildDictionary(tinyTables(EXAMPLE));
  if (memory === null) throw new TypeError("no kernel");
  const start = memory.buffer.byteLength;
  const unitsEnd = start + 4 * 0x10000;
  const tokensEnd = unitsEnd + 16 * Math.ceil(tables.tokens.byteLength / 16);
  const trieEnd = tokensEnd + 4 * UNIT_INTS * Math.max(trieUnits, largestTrie(tables.surfaces));
  memory.grow(Math.ceil((trieEnd + wordBytes(tables, trieUnits) - start) / 0x10000));
  const units = new Uint32Array(memory.buffer, start, 0x10000);
  const tokens = new Int32Array(memory.buffer, unitsEnd, tables.tokens.length);
  const trie = new Int32Array(memory.buffer, tokensEnd, UNIT_INTS * trieUnits);
  tokens.set(tables.tokens);
  return { work: new WordKernel(tables, { units, tokens, trie }, memory, trieEnd), trie, units };
}

/** Makes words of all units, in the given order, and looks a text up: [tokens, their number], or nothing. */
function lookUp(
  make: (tables: DictionaryTables) => Made,
  tables: DictionaryTables,
  texts: readonly string[],
  last: number,
): unknown[] {
  const { work, trie, units } = make(tables);
  const words = new LazyWords(tables, work, "made");
  words.codes.units.forEach((unit, rank) => {
    units[unit] = rank + 1;
  });
  const unmade = [...words.unmade];
  const order = [...unmade.filter((unit) => unit !== last), ...unmade.filter((unit) => unit === last)];
  for (const unit of order) expect(words.make(unit)).toBe(true);
  for (const unit of order) expect(words.make(unit)).toBe(false);
  return texts.map((text) => {
    let at = 0;
    for (let unit = 0; unit < text.length; unit++) {
      const next = trie[at + BASE] + units[text.charCodeAt(unit)];
      if (trie[next * UNIT_INTS + CHECK] !== at / UNIT_INTS) return undefined;
      at = next * UNIT_INTS;
    }
    const count = trie[at + COUNT] & COUNT_BITS;
    return count === 0 ? undefined : [trie[at + VALUE], count];
  });
}

const character = fc.oneof(
  fc.constantFrom(..."あいうえ"),
  fc.integer({ min: 1, max: 0x3ff }).map((code) => String.fromCharCode(code + 0x4e00)),
);
const word = fc.array(character, { minLength: 1, maxLength: 6 }).map((characters) => characters.join(""));
const words = fc.uniqueArray(fc.tuple(word, fc.integer({ min: 1, max: 3 })), {
  minLength: 1,
  maxLength: 300,
  selector: ([text]) => text,
});

function tablesOf(list: readonly (readonly [string, number])[]): DictionaryTables {
  const entries = list.map(
    ([text, count]) => [text, ...Array.from({ length: count }, (_, at) => [0, 0, at] as const)] as const,
  );
  return tinyTables({ ...EXAMPLE, words: entries });
}

describe("known words", () => {
  it.each([
    ["TypeScript", inTypeScript],
    ["the kernel", inKernel],
  ])("are all found, and no others, as %s adds them", (_, make) => {
    fc.assert(
      fc.property(words, fc.array(word, { maxLength: 20 }), fc.nat(0xffff), (list, others, last) => {
        const tables = tablesOf(list);
        const sorted = list.map(([text]) => text).sort();
        const counts = new Map(list);
        let token = 0;
        const expected = new Map(
          sorted.map((text) => {
            const count = counts.get(text) ?? 0;
            token += count;
            return [text, [count === 1 ? tables.tokens[token - 1] : token - count, count]] as const;
          }),
        );
        const texts = [...sorted, ...others, ...sorted.map((text) => text.slice(0, -1)).filter((text) => text !== "")];
        expect(lookUp(make, tables, texts, last)).toEqual(texts.map((text) => expected.get(text)));
      }),
      { numRuns: 100 },
    );
  });

  it("are counted and listed alike", () => {
    fc.assert(
      fc.property(words, (list) => {
        const tables = tablesOf(list);
        const [a, b] = [inTypeScript(tables).work, inKernel(tables).work];
        expect(b.listStarts()).toEqual(a.listStarts());
        expect(b.unitKeys().sort()).toEqual(a.unitKeys().sort());
      }),
      { numRuns: 30 },
    );
  });

  it.each(["shared", "added", "tokenCounts"] as const)("with damaged %s are an error of ours", (part) => {
    const tables = tablesOf([
      ["あい", 1],
      ["あう", 2],
      ["い", 1],
    ]);
    const { surfaces, tokenCounts } = tables;
    const damaged = [0, 1, 2].flatMap((at) =>
      [0, 3, 255].flatMap((value) => {
        const list = Uint8Array.from(part === "tokenCounts" ? tokenCounts : surfaces[part]);
        if (list[at] === value || (part === "shared" && value < list[at])) return [];
        list[at] = value;
        return [
          part === "tokenCounts"
            ? { ...tables, tokenCounts: list }
            : { ...tables, surfaces: { ...surfaces, [part]: list } },
        ];
      }),
    );
    expect(damaged.length).toBeGreaterThan(2);
    for (const each of damaged) {
      for (const make of [inTypeScript, inKernel]) {
        expect(() => new LazyWords(each, make(each).work, "made")).toThrow(DictionaryError);
      }
    }
  });

  it.each([
    ["TypeScript", inTypeScript],
    ["the kernel", inKernel],
  ])("that find no room are an error of ours, as %s adds them", (_, make) => {
    const list = Array.from({ length: 400 }, (_, at) => [`あ${String.fromCharCode(0x4e00 + at)}`, 1] as const);
    const tables = tablesOf(list);
    const words = new LazyWords(tables, make(tables, 704).work, "made");
    expect(() => words.make("あ".charCodeAt(0))).toThrow(DictionaryError);
  });
});
