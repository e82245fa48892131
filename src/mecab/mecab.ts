import { ipadic } from "./ipadic.js";
import { loadBytes, loadLocation } from "./loading.js";
import { Segmenter } from "./segmenter.js";
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
   * @throws ResourceError where there is no such file or folder
   * @throws DictionaryError where it is not a dictionary, or a damaged one
   */
  static async load(source: DictionaryName | URL | Uint8Array | (string & {})): Promise<MeCab> {
    if (source instanceof Uint8Array) return new MeCab(await loadBytes(source, "dictionary"));
    if (isDictionaryName(source)) return new MeCab(await PACKAGED[source]());
    return new MeCab(await loadLocation(source, String(source)));
  }
}

function isDictionaryName(source: unknown): source is DictionaryName {
  return (DICTIONARY_NAMES as readonly unknown[]).includes(source);
}
