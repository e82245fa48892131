import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE, CHECK, COUNT, COUNT_BITS, UNIT_INTS, VALUE } from "../../src/base/double-array.js";
import { DictionaryError } from "../../src/base/errors.js";
import { LazyWords } from "../../src/mecab/dictionary/lazy-words.js";
import { KernelWords } from "../../src/mecab/dictionary/lazy-words-kernel.js";
import { TypeScriptWords } from "../../src/mecab/dictionary/lazy-words-typescript.js";
import { regionSizes } from "../../src/mecab/dictionary/region-sizes.js";
import type { DictionaryTables } from "../../src/mecab/file/tables.js";
import { allocateMemory, kernelReady } from "../../src/mecab/kernel/kernel.js";
import { KernelMemory, type RegionSizes } from "../../src/mecab/memory/kernel-memory.js";
import { EXAMPLE, tinyTables } from "./tables.js";

await kernelReady();

type Open = (tables: DictionaryTables, trieUnits?: number) => KernelMemory;

const inTypeScript: Open = (tables, trieUnits) => new KernelMemory(sizesOf(tables, trieUnits, false), null);

const inKernel: Open = (tables, trieUnits) => {
  const memory = allocateMemory((hasKernel) => sizesOf(tables, trieUnits, hasKernel));
  if (memory.wasm === null) throw new TypeError("no kernel");
  memory.ints("tokens").set(tables.tokens);
  return memory;
};

/** @param trieUnits the size of the double array; by default the largest */
function sizesOf(tables: DictionaryTables, trieUnits: number | undefined, hasKernel: boolean): RegionSizes {
  const sizes = regionSizes(tables, 0, hasKernel);
  return trieUnits === undefined ? sizes : { ...sizes, trie: trieUnits * UNIT_INTS * 4 };
}

function openWords(open: Open, tables: DictionaryTables, trieUnits?: number): LazyWords {
  return new LazyWords(tables, open(tables, trieUnits), new Uint32Array(0x10000), "made");
}

/** Makes words of all first units, `last` last, and looks texts up: [tokens, their number], or undefined. */
function lookUp(open: Open, tables: DictionaryTables, texts: readonly string[], last: number): unknown[] {
  const words = openWords(open, tables);
  const { trie, units } = words;
  const firsts = new Set(tables.surfaces.count > 0 ? firstUnits(tables) : []);
  const order = [...[...firsts].filter((unit) => unit !== last), ...[...firsts].filter((unit) => unit === last)];
  for (const unit of order) expect(words.make(unit)).toBe(true);
  for (const unit of order) expect(words.make(unit)).toBe(false);
  return texts.map((text) => {
    let at = 0;
    for (let unit = 0; unit < text.length; unit++) {
      const next = trie[at + BASE] + (units[text.charCodeAt(unit)] & 0xffff);
      if (trie[next * UNIT_INTS + CHECK] !== at / UNIT_INTS) return undefined;
      at = next * UNIT_INTS;
    }
    const count = trie[at + COUNT] & COUNT_BITS;
    return count === 0 ? undefined : [trie[at + VALUE], count];
  });
}

function firstUnits({ surfaces: { count, shared, added, units } }: DictionaryTables): number[] {
  const firsts: number[] = [];
  for (let surface = 0, at = 0; surface < count; at += added[surface++])
    if (shared[surface] === 0) firsts.push(units[at]);
  return firsts;
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

  it("are counted and listed in the same way by the kernel and TypeScript", () => {
    fc.assert(
      fc.property(words, (list) => {
        const tables = tablesOf(list);
        const memory = inKernel(tables);
        const a = new TypeScriptWords(tables, inTypeScript(tables).ints("trie"));
        const b = new KernelWords(tables, memory, memory.wasm as WebAssembly.Memory);
        expect(b.listStarts()).toEqual(a.listStarts());
        expect(b.unitKeys().sort()).toEqual(a.unitKeys().sort());
      }),
      { numRuns: 30 },
    );
  });

  it.each(["shared", "added", "tokenCounts"] as const)("with damaged %s are an error of this library", (part) => {
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
      for (const open of [inTypeScript, inKernel]) {
        expect(() => openWords(open, each)).toThrow(DictionaryError);
      }
    }
  });

  it.each([
    ["TypeScript", inTypeScript],
    ["the kernel", inKernel],
  ])("that do not fit into the double array are an error of this library, as %s adds them", (_, make) => {
    const list = Array.from({ length: 400 }, (_, at) => [`あ${String.fromCharCode(0x4e00 + at)}`, 1] as const);
    const tables = tablesOf(list);
    const words = openWords(make, tables, 352);
    expect(() => words.make("あ".charCodeAt(0))).toThrow(DictionaryError);
  });
});
