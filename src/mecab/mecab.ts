import type { Dictionary } from "./dictionary/dictionary.js";
import { ipadic } from "./ipadic.js";
import { loadBytes, loadLocation } from "./load.js";
import { type Engine, Segmenter } from "./segmenter.js";
import { unidicLite } from "./unidic-lite.js";

const PACKAGED = { ipadic, "unidic-lite": unidicLite } as const;

/** The dictionaries that the package carries. */
export type DictionaryName = keyof typeof PACKAGED;
export const DICTIONARY_NAMES = Object.keys(PACKAGED) as readonly DictionaryName[];

/**
 * MeCab with any dictionary.
 *
 * @example
 * const mecab = await MeCab.load("unidic-lite");
 * mecab.words("今日は晴れ"); // ["今日", "は", "晴れ"]
 */
export class MeCab extends Segmenter {
  /**
   * Loads a dictionary: one of the package's by name, loaded once a process; a compact file's bytes or where it is;
   * in Node also a folder that MeCab compiled (sys.dic, unk.dic, matrix.bin, char.bin, dicrc).
   *
   * @param options.engine what searches; see {@link Engine}
   * @throws OptionError where the engine is asked for and cannot run
   * @throws ResourceError where there is no such file or folder
   * @throws DictionaryError where it is not a dictionary, or a damaged one
   */
  static async load(
    source: DictionaryName | URL | Uint8Array | (string & {}),
    options: { readonly engine?: Engine } = {},
  ): Promise<MeCab> {
    return new MeCab(await loadDictionary(source), options.engine);
  }
}

function loadDictionary(source: string | URL | Uint8Array): Promise<Dictionary> {
  if (source instanceof Uint8Array) return loadBytes(source, "dictionary");
  return isDictionaryName(source) ? PACKAGED[source]() : loadLocation(source, String(source));
}

function isDictionaryName(source: unknown): source is DictionaryName {
  return (DICTIONARY_NAMES as readonly unknown[]).includes(source);
}
