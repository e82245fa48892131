import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextError } from "../../src/base/errors.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../../src/mecab/lattice/search-kernel.js";
import { TypeScriptSearch } from "../../src/mecab/lattice/search-typescript.js";
import { WINDOW } from "../../src/mecab/memory/layout.js";
import { NO_KEY } from "../../src/words/word-splitter.js";
import { slowWords } from "./slow-lattice.js";
import { someText, someTiny } from "./some-tiny.js";
import { type Category, type Tiny, type Token, tinyTables } from "./tables.js";

await kernelReady();

const flat = [
  [0, 0],
  [0, 0],
];
const category = (name: string, given: Partial<Category> = {}): Category => ({
  name,
  invoke: false,
  group: false,
  length: 0,
  unknown: [[1, 1, 100]],
  ...given,
});
const DEFAULT = category("DEFAULT");
const SPACE = category("SPACE");
const base: Tiny = { categories: [DEFAULT, SPACE], characters: { " ": ["SPACE"] }, words: [], costs: flat };

const built = new WeakMap<Tiny, ReturnType<typeof buildEngines>>();

function engines(tiny: Tiny): ReturnType<typeof buildEngines> {
  const known = built.get(tiny) ?? buildEngines(tiny);
  built.set(tiny, known);
  return known;
}

function buildEngines(tiny: Tiny) {
  const dictionary = buildDictionary(tinyTables(tiny));
  const { wasm } = dictionary.memory;
  if (wasm === null) throw new Error("no WebAssembly, so the kernel is not tested");
  const searches = [new TypeScriptSearch(dictionary), new KernelSearch(dictionary, wasm)];
  return { dictionary, searches };
}

/** The words that both engines find, which must be the same. */
function words(tiny: Tiny, text: string, window?: number): string[] {
  const { dictionary, searches } = engines(tiny);
  const [specified, kernels] = searches.map((search) => {
    const lattice = new Lattice(dictionary, search, window);
    lattice.segment(text);
    const { buffer, keys, count } = lattice.spans;
    const found = Array.from({ length: count }, (_, word) => text.slice(buffer[2 * word], buffer[2 * word + 1]));
    const ofKeys = new Map(found.map((word, at) => [keys[at], word]));
    for (const [at, word] of found.entries()) if (keys[at] !== NO_KEY) expect(ofKeys.get(keys[at])).toBe(word);
    // Words that came through the history have no keys.
    if (window === undefined && text.length < WINDOW) {
      const surfaces = new Set(tiny.words.map(([surface]) => surface));
      expect(Array.from(found, (_, at) => keys[at] !== NO_KEY)).toEqual(found.map((word) => surfaces.has(word)));
    }
    return found;
  });
  expect(kernels).toEqual(specified);
  return specified;
}

describe("the best path", () => {
  it("is the cheapest one", () => {
    // BOS -0- ab(3) -0- c(1) = 4 beats a(3) + bc(2) = 5.
    const tiny = {
      ...base,
      words: [
        ["a", [1, 1, 3]],
        ["ab", [1, 1, 3]],
        ["bc", [1, 1, 2]],
        ["c", [1, 1, 1]],
      ],
    } as Tiny;
    expect(words(tiny, "abc")).toEqual(["ab", "c"]);
  });

  it("counts connection costs as those of the right id before the left id", () => {
    // Two words ab, then c: with right id 1 the connection to c (left 1) costs 0, with right id 0 it costs 9.
    const tiny: Tiny = {
      ...base,
      costs: [
        [0, 0],
        [9, 0],
      ],
      words: [
        ["a", [0, 0, 0]],
        ["ab", [0, 0, 1]],
        ["b", [0, 1, 2]],
        ["c", [1, 0, 0]],
      ],
    };
    expect(words(tiny, "abc")).toEqual(["a", "b", "c"]);
  });

  it("of equal ones ends in the word that starts latest", () => {
    const tiny = {
      ...base,
      words: [
        ["a", [1, 1, 1]],
        ["ab", [1, 1, 2]],
        ["b", [1, 1, 1]],
      ],
    } as Tiny;
    expect(words(tiny, "ab")).toEqual(["a", "b"]);
  });

  it("through equal homographs takes the one created first, which decides what stands before", () => {
    const costs = [
      [0, 0, 0],
      [0, 5, 0],
      [0, 0, 5],
    ];
    // "b" as left id 1 wants right id 2 before it, as left id 2 wants 1: ab|c or a|bc hang on the first homograph.
    const homographs: [Token, Token] = [
      [1, 0, 0],
      [2, 0, 0],
    ];
    const tiny = (tokens: readonly Token[]): Tiny => ({
      ...base,
      costs,
      words: [
        ["xx", [0, 2, 4]],
        ["x", [0, 1, 2]],
        ["b", ...tokens],
      ],
    });
    const [first, second] = [tiny(homographs), tiny([homographs[1], homographs[0]])];
    for (const each of [first, second]) expect(words(each, "xxb")).toEqual(slowWords(each, "xxb"));
  });
});

describe("unknown words", () => {
  const grouped: Tiny = { ...base, categories: [category("DEFAULT", { group: true }), SPACE] };

  it("group up to 25 characters, astral ones counting as one", () => {
    expect(words(grouped, "x".repeat(25))).toEqual(["x".repeat(25)]);
    expect(words(grouped, "x".repeat(26))).toEqual(["x", "x".repeat(25)]);
    expect(words(grouped, "😀".repeat(26))).toEqual(["😀", "😀".repeat(25)]);
  });

  it("are made beside known words only where the category says so", () => {
    const tiny = (invoke: boolean): Tiny => ({
      ...base,
      categories: [category("DEFAULT", { group: true, invoke, unknown: [[1, 1, 1]] }), SPACE],
      words: [["a", [1, 1, 9]]],
    });
    expect(words(tiny(false), "ab")).toEqual(["a", "b"]);
    expect(words(tiny(true), "ab")).toEqual(["ab"]);
  });
});

describe("the text", () => {
  it("loses whitespace, before, between and behind words", () => {
    expect(words(base, "  a  b ")).toEqual(["a", "b"]);
    expect(words(base, "   ")).toEqual([]);
    expect(words(base, `a${" ".repeat(40_000)}`)).toEqual(["a"]);
    expect(words(base, "")).toEqual([]);
  });

  it("ends at the first U+0000", () => {
    expect(words(base, "ab\0cd")).toEqual(["a", "b"]);
    expect(words(base, "\0ab")).toEqual([]);
    expect(words(base, `${"ab".repeat(5000)}\0cd`)).toHaveLength(10_000);
  });

  it.each([600, 20_000, 65_533, 65_534, 65_535, 70_000])("may end behind %i spaces", (count) => {
    const spaces = " ".repeat(count);
    expect(words(base, `a${spaces}\0cd`)).toEqual(["a"]);
    expect(words(base, `${spaces}\0cd`)).toEqual([]);
    if (count < 65_535) expect(words(base, `a${spaces}b\0cd`)).toEqual(["a", "b"]);
    else expect(() => words(base, `a${spaces}b\0cd`)).toThrow(TextError);
  });

  it("must be well-formed", () => {
    const far = "ab".repeat(5000);
    for (const text of ["a\ud800", "\udc00", "\ud800\ud800\udc00", "a\ud83d", "a\0\ud800", `${far}\0${far}\ud800`]) {
      expect(() => words(base, text)).toThrow(TextError);
    }
    expect(() => words(base, "ab\udc00")).toThrow(/offset 2/);
  });

  it("may hold as much whitespace before a word as MeCab's window", () => {
    const spaces = (count: number): string => `a${" ".repeat(count)}b`;
    expect(words(base, spaces(65_534))).toEqual(["a", "b"]);
    expect(() => words(base, spaces(65_535))).toThrow(TextError);
    expect(words(base, `a${" ".repeat(200_000)}`)).toEqual(["a"]);
  });

  it("is cut by that window inside a word", () => {
    const tiny = { ...base, words: [["東京", [1, 1, 1]]] } as Tiny;
    expect(words(tiny, `${" ".repeat(65_529)}東京`)).toEqual(["東京"]);
    expect(words(tiny, `${" ".repeat(65_530)}東京`)).toEqual(["東", "京"]);
  });
});

describe("against the search as described", () => {
  it("gives the same words", () => {
    fc.assert(
      fc.property(someTiny, fc.array(someText(30), { maxLength: 5 }), (dictionary, texts) => {
        for (const text of texts) expect(words(dictionary, text)).toEqual(slowWords(dictionary, text));
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same words where the past is settled on the way", () => {
    fc.assert(
      fc.property(someTiny, someText(60), fc.integer({ min: 1, max: 9 }), (dictionary, text, settleEvery) => {
        expect(words(dictionary, text, settleEvery)).toEqual(slowWords(dictionary, text));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same words of long texts", () => {
    fc.assert(
      fc.property(
        someTiny,
        someText(40).filter((text) => text !== ""),
        (dictionary, text) => {
          const long = text.repeat(Math.ceil(20_000 / text.length));
          expect(words(dictionary, long)).toEqual(slowWords(dictionary, long));
        },
      ),
      { numRuns: 4 },
    );
  });
});
