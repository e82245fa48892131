import type { Dictionary } from "./dictionary/dictionary.js";
import { ipadic } from "./ipadic.js";
import { type LatticeNode, listNodes } from "./lattice/dump.js";
import { loadBytes, loadLocation } from "./load.js";
import { type Engine, Segmenter } from "./segmenter.js";
import { unidicLite } from "./unidic-lite.js";

const PACKAGED = { ipadic, "unidic-lite": unidicLite } as const;

/** The name of a dictionary in this package. */
export type DictionaryName = keyof typeof PACKAGED;
/** The names of the dictionaries in this package. */
export const DICTIONARY_NAMES = Object.keys(PACKAGED) as readonly DictionaryName[];

/**
 * MeCab's word splitting with any dictionary.
 *
 * @example
 * import { MeCab } from "tohoku-tokenizers/mecab";
 *
 * const mecab = await MeCab.load("unidic-lite");
 * console.log(mecab.words("今日は晴れ")); // => ["今日","は","晴れ"]
 */
export class MeCab extends Segmenter {
  readonly #dictionary: Dictionary;

  /** @throws OptionError if the engine is given and cannot run */
  constructor(dictionary: Dictionary, engine?: Engine) {
    super(dictionary, engine);
    this.#dictionary = dictionary;
  }

  /**
   * Loads a dictionary.
   *
   * @param source the name of a dictionary in this package ("unidic_lite" is "unidic-lite"), loaded once per process; the bytes or the location of a compact
   * file; in Node also a folder that MeCab compiled (sys.dic, unk.dic, matrix.bin, char.bin, dicrc)
   * @param options.engine see {@link Engine}
   * @throws OptionError if the engine is given and cannot run
   * @throws ResourceError if the file or folder does not exist
   * @throws DictionaryError if it is not a dictionary, or is damaged
   */
  static async load(
    source: DictionaryName | URL | Uint8Array | (string & {}),
    options: { readonly engine?: Engine } = {},
  ): Promise<MeCab> {
    return new MeCab(await loadDictionary(source), options.engine);
  }

  /**
   * The lattice of a text: every word that MeCab considers for it, with costs, and the best path through them.
   *
   * The nodes are plain data in a fixed order: the sentence's beginning; the words by start and end, known words before
   * unknown ones, homographs in the dictionary's order; the sentence's end. Those with `isBest`, without the first and the
   * last, are the words that {@link words} and {@link spans} return. Both engines give the same lattice.
   *
   * @param text at most 21,845 UTF-16 code units before its first U+0000, where a text ends
   * @throws TextError as {@link spans}, and if the text is longer
   *
   * @example
   * import { MeCab } from "tohoku-tokenizers/mecab";
   *
   * const mecab = await MeCab.load("ipadic");
   * const best = mecab.lattice("東京都").filter((node) => node.isBest);
   * console.log(best.map((node) => [node.surface, node.totalCost])); // => [["",0],["東京",2693],["都",2504],["",2509]]
   */
  lattice(text: string): readonly LatticeNode[] {
    // Throws the errors of a text that MeCab cannot split.
    this.segment(text);
    return listNodes(text, this.#dictionary);
  }
}

function loadDictionary(source: string | URL | Uint8Array): Promise<Dictionary> {
  if (source instanceof Uint8Array) return loadBytes(source, "dictionary");
  // transformers writes unidic_lite.
  const name = source === "unidic_lite" ? "unidic-lite" : source;
  return isDictionaryName(name) ? PACKAGED[name]() : loadLocation(source, String(source));
}

function isDictionaryName(source: unknown): source is DictionaryName {
  return (DICTIONARY_NAMES as readonly unknown[]).includes(source);
}
