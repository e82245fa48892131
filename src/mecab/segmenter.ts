import { grownUint32 } from "../base/buffers.js";
import { OptionError, ofInput } from "../base/errors.js";
import { checkValue, listOf, NATURAL, type OptionKind, STRING } from "../base/options.js";
import { checkArguments, type Signature } from "../base/signatures.js";
import { checkText } from "../text/unit-buffer.js";
import type { WordsOfTexts } from "../text/words-of-texts.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { Lattice } from "./lattice/lattice.js";
import { Lines } from "./lattice/lines.js";
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
  /** Undefined without the kernel. */
  readonly #lines: Lines | undefined;
  readonly #skippedText: SkippedText;

  /**
   * @param engine default: the kernel, or TypeScript if WebAssembly with SIMD is missing or forbidden
   * @throws OptionError if the kernel is asked for and cannot run
   */
  constructor(dictionary: Dictionary, engine?: Engine) {
    const search = makeSearch(dictionary, engine);
    this.#lattice = new Lattice(dictionary, search);
    this.#lines = search instanceof KernelSearch ? new Lines(this.#lattice, search) : undefined;
    this.#skippedText = SkippedText.of(dictionary);
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
   * The words of a text as the first `count` pairs of start and end in a buffer that the next search of the dictionary
   * overwrites. `keys` has for each word a number that only equal words share, or 0.
   *
   * @throws TextError for the same texts as {@link spans}
   */
  segment(text: string): { readonly buffer: Uint32Array; readonly keys: Int32Array; readonly count: number } {
    checkText(text);
    const short = this.#lines?.splitShort(text);
    if (short) return short;
    this.#lattice.segment(text);
    return this.#lattice.spans;
  }

  /**
   * The words of many texts at once, which costs less than a call for each: as pairs of start and end, in UTF-16 code units
   * of the text.
   *
   * @throws OptionError if the texts are not a list of strings
   * @throws TextError as {@link spans}, with the text's place in the list
   *
   * @example
   * import { MeCab } from "tohoku-tokenizers/mecab";
   *
   * const mecab = await MeCab.load("ipadic");
   * const { spans, wordEnds } = mecab.spansOf(["晴れです", "雨"]);
   * console.log([Array.from(spans), Array.from(wordEnds)]); // => [[0,2,2,4,0,1],[2,3]]
   */
  spansOf(texts: readonly string[], ...excess: never[]): TextSpans {
    checkArguments("spansOf", [texts, ...excess], SPANS_OF);
    let spans: Uint32Array = new Uint32Array(0);
    const wordEnds = new Uint32Array(texts.length);
    let words = 0;
    for (let first = 0; first < texts.length; ) {
      const { lineCount, wordEnds: ends, buffer } = this.#linesFrom(texts, first);
      const count = ends[lineCount - 1];
      spans = grownUint32(spans, 2 * (words + count));
      spans.set(buffer.subarray(0, 2 * count), 2 * words);
      for (let line = 0; line < lineCount; line++) wordEnds[first + line] = words + ends[line];
      words += count;
      first += lineCount;
    }
    return { spans: spans.slice(0, 2 * words), wordEnds };
  }

  #linesFrom(texts: readonly string[], first: number): WordsOfTexts {
    try {
      return this.segmentLines(texts, first);
    } catch (error) {
      throw ofInput(error, "texts", first);
    }
  }

  /**
   * The words of some lines from `first` on, at least of one. The next search of the dictionary overwrites them.
   *
   * @throws OptionError if the lines are not a list, or the one at `first` is not a string
   * @throws TextError as {@link spans}, about the line `first`
   */
  segmentLines(lines: readonly string[], first: number): WordsOfTexts {
    checkValue("lines", lines ?? null, LINES);
    checkValue("first", first ?? null, NATURAL);
    if (this.#lines) return this.#lines.split(lines, first);
    const { buffer, keys, count } = this.segment(lines[first]);
    return { lineCount: 1, wordEnds: Uint32Array.of(count), buffer, keys };
  }

  /**
   * For each UTF-16 code unit itself if it is always part of a word, SKIPPED (-2) if it is always skipped as whitespace, and
   * UNCLEAR (-1) if that depends on its text.
   */
  unitsOfWords(): Int32Array {
    return this.#skippedText.units();
  }

  /** The words of a text joined, if they can be found without a search; otherwise undefined. */
  unsplit(text: string): string | undefined {
    checkText(text);
    return this.#skippedText.without(text);
  }
}

/** The words of many texts. */
export interface TextSpans {
  /** The words of all texts, one text after the other: pairs of start and end, in UTF-16 code units of their text. */
  readonly spans: Uint32Array;
  /** For each text the number of words up to its end, those of the texts before included. */
  readonly wordEnds: Uint32Array;
}

const LINES: OptionKind = { allows: Array.isArray, expected: "a list of strings" };
const SPANS_OF: Signature = { parameters: { texts: listOf(STRING) } };

function makeSearch(dictionary: Dictionary, engine: Engine | undefined): Search {
  const { wasm } = dictionary.memory;
  if (engine === "typescript") return new TypeScriptSearch(dictionary);
  if (wasm !== null) return new KernelSearch(dictionary, wasm);
  if (engine === undefined) return new TypeScriptSearch(dictionary);
  throw new OptionError("engine", engine, "WebAssembly with SIMD, permitted");
}
