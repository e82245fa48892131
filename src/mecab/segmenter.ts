import { OptionError } from "../base/errors.js";
import { checkText } from "../text/unit-buffer.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { Lattice } from "./lattice/lattice.js";
import type { Search } from "./lattice/search.js";
import { KernelSearch } from "./lattice/search-kernel.js";
import { TypeScriptSearch } from "./lattice/search-typescript.js";
import { SkippedText } from "./skipped-text.js";

/**
 * The engine that searches for words: the WebAssembly kernel, or TypeScript, which gives the same words everywhere and
 * takes two to three times as long.
 */
export type Engine = "wasm" | "typescript";

/**
 * MeCab's word splitting, equal to MeCab 0.996 as fugashi 1.5.1 calls it on every text, ties included.
 *
 * Nothing is normalized. Whitespace between words is skipped, and a text ends at its first U+0000.
 */
export class Segmenter {
  readonly #lattice: Lattice;
  readonly #skippedText: SkippedText;

  /**
   * @param engine default: the kernel, or TypeScript if WebAssembly with SIMD is missing or forbidden
   * @throws OptionError if the kernel is asked for and cannot run
   */
  constructor(dictionary: Dictionary, engine?: Engine) {
    this.#lattice = new Lattice(dictionary, makeSearch(dictionary, engine));
    this.#skippedText = new SkippedText(dictionary);
  }

  /** The words of a text. @throws TextError for the same texts as {@link spans} */
  words(text: string): string[] {
    const { buffer, count } = this.segment(text);
    const words = new Array<string>(count);
    for (let word = 0; word < count; word++) words[word] = text.slice(buffer[2 * word], buffer[2 * word + 1]);
    return words;
  }

  /**
   * The words of a text as pairs of start and end, in UTF-16 code units of the text.
   *
   * @throws OptionError if the text is not a string
   * @throws TextError at a lone surrogate, as Python raises UnicodeEncodeError, and at 65,535 UTF-8 bytes of whitespace
   * before a word, where MeCab loses text
   */
  spans(text: string): Uint32Array {
    const { buffer, count } = this.segment(text);
    return buffer.slice(0, 2 * count);
  }

  /**
   * The words of a text as the first `count` pairs of start and end in a buffer that the next call overwrites. `keys` has
   * for each word a number that only equal words share, or 0.
   *
   * @throws TextError for the same texts as {@link spans}
   */
  segment(text: string): { readonly buffer: Uint32Array; readonly keys: Int32Array; readonly count: number } {
    checkText(text);
    this.#lattice.segment(text);
    return this.#lattice.spans;
  }

  /** The words of a text joined, if they can be found without a search; otherwise undefined. */
  unsplit(text: string): string | undefined {
    checkText(text);
    return this.#skippedText.without(text);
  }
}

function makeSearch(dictionary: Dictionary, engine: Engine | undefined): Search {
  const { wasm } = dictionary.memory;
  if (engine === "typescript") return new TypeScriptSearch(dictionary);
  if (wasm !== null) return new KernelSearch(dictionary, wasm);
  if (engine === undefined) return new TypeScriptSearch(dictionary);
  throw new OptionError("engine", engine, "WebAssembly with SIMD, permitted");
}
