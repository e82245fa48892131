import type { Dictionary } from "./dictionary.js";
import { Lattice } from "./lattice.js";
import { KernelSearch } from "./search-kernel.js";
import { TypeScriptSearch } from "./search-typescript.js";

/** What searches: the WebAssembly kernel, or TypeScript, which is slower and needs nothing. */
export type Engine = "wasm" | "typescript";

/**
 * MeCab's word splitting (0.996, as fugashi 1.5.1 calls it), equal to it on every text, ties included.
 *
 * A text is taken as it is: nothing is normalized. Whitespace between words vanishes; a text ends at its first U+0000.
 */
export class Segmenter {
  readonly #lattice: Lattice;

  /** @param engine "wasm" falls back to "typescript" where WebAssembly with SIMD is missing or forbidden */
  constructor(dictionary: Dictionary, engine: Engine = "wasm") {
    const { memory } = dictionary;
    const search =
      engine === "wasm" && memory ? new KernelSearch(dictionary, memory) : new TypeScriptSearch(dictionary);
    this.#lattice = new Lattice(dictionary, search);
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

  /** As {@link spans}, in a buffer that the next call overwrites: the first `count` pairs count. */
  segment(text: string): { readonly buffer: Uint32Array; readonly count: number } {
    this.#lattice.segment(text);
    return this.#lattice.spans;
  }
}
