import { OptionError } from "../base/errors.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { Lattice } from "./lattice/lattice.js";
import type { Search } from "./lattice/search.js";
import { KernelSearch } from "./lattice/search-kernel.js";
import { TypeScriptSearch } from "./lattice/search-typescript.js";
import { SkippedText } from "./skipped-text.js";

/**
 * What searches for words: the WebAssembly kernel, or TypeScript, which finds the same and needs nothing, in two to three
 * times the time.
 */
export type Engine = "wasm" | "typescript";

/**
 * MeCab's word splitting (0.996, as fugashi 1.5.1 calls it), equal to it on every text, ties included.
 *
 * A text is taken as it is: nothing is normalized. Whitespace between words vanishes; a text ends at its first U+0000.
 */
export class Segmenter {
  readonly #lattice: Lattice;
  readonly #skippedText: SkippedText;

  /**
   * @param engine by default the kernel, or TypeScript where WebAssembly with SIMD is missing or forbidden
   * @throws OptionError where the kernel is asked for and cannot run
   */
  constructor(dictionary: Dictionary, engine?: Engine) {
    this.#lattice = new Lattice(dictionary, makeSearch(dictionary, engine));
    this.#skippedText = new SkippedText(dictionary);
  }

  /** The words of a text. @throws TextError as {@link spans} */
  words(text: string): string[] {
    const { buffer, count } = this.segment(text);
    const words = new Array<string>(count);
    for (let word = 0; word < count; word++) words[word] = text.slice(buffer[2 * word], buffer[2 * word + 1]);
    return words;
  }

  /**
   * The words of a text as pairs of start and end, in UTF-16 code units of the text.
   *
   * @throws TextError at a lone surrogate, as Python raises UnicodeEncodeError, and at 65,535 UTF-8 bytes of whitespace
   * before a word, where MeCab loses text
   */
  spans(text: string): Uint32Array {
    const { buffer, count } = this.segment(text);
    return buffer.slice(0, 2 * count);
  }

  /**
   * As {@link spans}, in a buffer that the next call overwrites: the first `count` pairs count. `keys` has for each word a
   * number that only equal words share, or 0.
   */
  segment(text: string): { readonly buffer: Uint32Array; readonly keys: Int32Array; readonly count: number } {
    this.#lattice.segment(text);
    return this.#lattice.spans;
  }

  /** The words of a text one behind the other, where that can be told without splitting it; otherwise undefined. */
  unsplit(text: string): string | undefined {
    return this.#skippedText.without(text);
  }
}

function makeSearch(dictionary: Dictionary, engine: Engine | undefined): Search {
  const { wasm } = dictionary.memory;
  if (engine === "typescript") return new TypeScriptSearch(dictionary);
  if (engine !== undefined && engine !== "wasm") throw new OptionError("engine", engine, '"wasm" or "typescript"');
  if (wasm !== null) return new KernelSearch(dictionary, wasm);
  if (engine === undefined) return new TypeScriptSearch(dictionary);
  throw new OptionError("engine", engine, "WebAssembly with SIMD, and leave to use it");
}
