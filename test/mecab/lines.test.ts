import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateLines } from "../../bench/generated-lines.js";
import { TEXTS } from "../../fixtures/texts.js";
import { OptionError, TextError, type TokenizerError } from "../../src/base/errors.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { type Engine, MeCab } from "../../src/mecab/index.js";
import { ipadic } from "../../src/mecab/ipadic.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { Lines } from "../../src/mecab/lattice/lines.js";
import { KernelSearch } from "../../src/mecab/lattice/search-kernel.js";
import { LINES_UNITS } from "../../src/mecab/memory/layout.js";
import { slowWords } from "./slow-lattice.js";
import { someText, someTiny } from "./some-tiny.js";
import { tinyTables } from "./tables.js";

await kernelReady();

const ENGINES: readonly Engine[] = ["wasm", "typescript"];

/** The words of each text, by one call for all. */
function wordsOf(mecab: MeCab, texts: readonly string[]): string[][] {
  const { spans, wordEnds } = mecab.spansOf(texts);
  expect(spans.length).toBe(2 * (wordEnds.at(-1) ?? 0));
  return texts.map((text, at) => {
    const first = at === 0 ? 0 : wordEnds[at - 1];
    const count = wordEnds[at] - first;
    return Array.from({ length: count }, (_, word) =>
      text.slice(spans[2 * (first + word)], spans[2 * (first + word) + 1]),
    );
  });
}

describe.each(ENGINES)("the words of many texts, by the engine %s", (engine) => {
  it("are those of the slow search for random dictionaries", () => {
    fc.assert(
      fc.property(someTiny, fc.array(someText(12), { maxLength: 12 }), (tiny, texts) => {
        const mecab = new MeCab(buildDictionary(tinyTables(tiny)), engine);
        expect(wordsOf(mecab, texts)).toEqual(texts.map((text) => slowWords(tiny, text)));
      }),
      { numRuns: 300 },
    );
  });

  it.each(["ipadic", "unidic-lite"] as const)("are those of a call for each: %s", async (name) => {
    const mecab = await MeCab.load(name, { engine });
    const wellFormed = TEXTS.filter((text) => !/\p{Surrogate}/u.test(text));
    const long = ["猫".repeat(2047), "猫".repeat(2048), "晴れ。".repeat(3000), `東京${" ".repeat(600)}都`, "a\0b", ""];
    const texts = [...wellFormed, ...long, ...[...wellFormed].reverse(), ...long];
    expect(wordsOf(mecab, texts)).toEqual(texts.map((text) => mecab.words(text)));
    // More lines, and more code units, than fit into a call.
    const many = Array.from(
      { length: 9000 },
      (_, at) =>
        `${Array.from(wellFormed[at % wellFormed.length])
          .slice(0, 8)
          .join("")}${at % 10}`,
    );
    expect(wordsOf(mecab, many)).toEqual(many.map((text) => mecab.words(text)));
    expect(wordsOf(mecab, [])).toEqual([]);
  });

  it("name the text that cannot be split", async () => {
    const mecab = await MeCab.load("ipadic", { engine });
    const failure = (texts: readonly string[]): TokenizerError => {
      try {
        mecab.spansOf(texts);
      } catch (error) {
        return error as TokenizerError;
      }
      throw new Error("no failure");
    };
    const error = failure(["晴れ", "雨\ud800", "雪"]);
    expect(error).toBeInstanceOf(TextError);
    expect(error.message).toMatch(/^texts\[1\]: .*lone surrogate.*1/);
    expect(failure(["晴れ", 3 as unknown as string])).toBeInstanceOf(OptionError);
    expect(failure("晴れ" as unknown as string[])).toBeInstanceOf(OptionError);
    // segmentLines checks a text only when it splits it.
    expect(mecab.segmentLines(["晴れ", 3 as unknown as string], 0).lineCount).toBe(1);
    for (const [lines, first] of [
      [["晴れ", 3], 1],
      [["晴れ"], 1],
      [["晴れ"], -1],
      [["晴れ"], Number.NaN],
      [null, 0],
      ["晴れ", 0],
    ]) {
      expect(() => mecab.segmentLines(lines as string[], first as number)).toThrow(OptionError);
    }
    // The next texts are split as before.
    expect(wordsOf(mecab, ["晴れです"])).toEqual([["晴れ", "です"]]);
  });
});

describe("the calls of the kernel", () => {
  const NAMES = ["read", "run", "trace", "traceFrom", "splitLines"] as const;

  it("are one for a short line, and one for 32,768 code units of many", async () => {
    const dictionary = await ipadic();
    const { wasm } = dictionary.memory;
    if (wasm === null) throw new Error("no kernel");
    const search = new KernelSearch(dictionary, wasm);
    let calls = 0;
    for (const name of NAMES) {
      const call = search[name] as (...given: number[]) => number;
      Object.assign(search, { [name]: (...given: number[]) => ++calls && call(...given) });
    }
    const lines = new Lines(new Lattice(dictionary, search), search);
    const texts = generateLines(4000);
    const splitAll = (): void => {
      for (let first = 0; first < texts.length; ) first += lines.split(texts, first).lineCount;
    };
    // A character's words are added when it is first seen, which ends a call.
    splitAll();
    calls = 0;
    splitAll();
    const units = texts.reduce((sum, { length }) => sum + length, 0);
    expect(units).toBeGreaterThan(LINES_UNITS);
    // A line that no longer fits begins the next call.
    expect(calls).toBe(Math.ceil(units / (LINES_UNITS - Math.max(...texts.map(({ length }) => length)))));
    calls = 0;
    for (const text of texts) expect(lines.splitShort(text)).toBeDefined();
    expect(calls).toBe(texts.length);
  });
});
