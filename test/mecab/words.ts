import { expect } from "vitest";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../../src/mecab/lattice/search-kernel.js";
import { TypeScriptSearch } from "../../src/mecab/lattice/search-typescript.js";
import { WINDOW } from "../../src/mecab/memory/layout.js";
import { NO_KEY } from "../../src/words/word-splitter.js";
import { slowWords } from "./slow-lattice.js";
import { type Tiny, tinyTables } from "./tables.js";

await kernelReady();

/** UTF-16 code units that always fit MeCab's window of 65,535 bytes, which the slow search does not have. */
const LONGEST_SLOW = 65_535 / 3;

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

/**
 * The words of a text, which both engines must find alike. Those of a text of up to 21,845 UTF-16 code units must also
 * be those of the slow search.
 *
 * @param window positions that are searched before words are output; by default as in use
 */
export function words(tiny: Tiny, text: string, window?: number): string[] {
  const { dictionary, searches } = engines(tiny);
  const [specified, kernels] = searches.map((search) => {
    const lattice = new Lattice(dictionary, search, window);
    lattice.segment(text);
    const { buffer, keys, count } = lattice.spans;
    const found = Array.from({ length: count }, (_, word) => text.slice(buffer[2 * word], buffer[2 * word + 1]));
    const ofKeys = new Map(found.map((word, at) => [keys[at], word]));
    for (const [at, word] of found.entries()) if (keys[at] !== NO_KEY) expect(ofKeys.get(keys[at])).toBe(word);
    // Words that were output early have no keys.
    if (window === undefined && text.length < WINDOW) {
      const surfaces = new Set(tiny.words.map(([surface]) => surface));
      expect(Array.from(found, (_, at) => keys[at] !== NO_KEY)).toEqual(found.map((word) => surfaces.has(word)));
    }
    return found;
  });
  expect(kernels, "the kernel's words").toEqual(specified);
  if (text.length <= LONGEST_SLOW) expect(specified, "the engines' words").toEqual(slowWords(tiny, text));
  return specified;
}
