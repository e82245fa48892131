import { isFolder, readFiles, readResource } from "#platform";
import { ResourceError } from "../errors.js";
import { FOLDER_FILES, readFolder, type SourceDictionary } from "./compiler/folder.js";
import { reduceDictionary } from "./compiler/reduce.js";
import { readContainer } from "./container.js";
import { buildDictionary, type Dictionary } from "./dictionary.js";
import { Lattice } from "./lattice.js";
import { decodeTables } from "./sections.js";

/** The dictionaries that the package carries. */
export const DICTIONARY_NAMES = ["ipadic", "unidic-lite"] as const;
export type DictionaryName = (typeof DICTIONARY_NAMES)[number];

// Written out, so that bundlers find the files.
const locations: Record<DictionaryName, () => URL> = {
  ipadic: () => new URL("../../dictionaries/ipadic.dict", import.meta.url),
  "unidic-lite": () => new URL("../../dictionaries/unidic-lite.dict", import.meta.url),
};

const loaded = new Map<DictionaryName, Promise<Dictionary>>();

/**
 * MeCab's word splitting (0.996, as fugashi 1.5.1 calls it), equal to it on every text, ties included.
 *
 * A text is taken as it is: nothing is normalized. Whitespace between words vanishes; a text ends at its first U+0000.
 *
 * @example
 * const mecab = await MeCab.load("unidic-lite");
 * mecab.words("今日は晴れ"); // ["今日", "は", "晴れ"]
 */
export class MeCab {
  readonly #lattice: Lattice;

  private constructor(dictionary: Dictionary) {
    this.#lattice = new Lattice(dictionary);
  }

  /**
   * Loads a dictionary: one of the package's by name, loaded once a process; a compact file's bytes or where it is;
   * in Node also a folder that MeCab compiled (sys.dic, unk.dic, matrix.bin, char.bin, dicrc).
   *
   * @throws ResourceError where there is no such file or folder
   * @throws DictionaryError where it is not a dictionary, or a damaged one
   */
  static async load(source: DictionaryName | URL | Uint8Array | (string & {})): Promise<MeCab> {
    if (source instanceof Uint8Array) return new MeCab(await readCompact(source, "dictionary"));
    if (isDictionaryName(source)) {
      let dictionary = loaded.get(source);
      if (!dictionary) {
        dictionary = readLocation(locations[source](), source);
        loaded.set(source, dictionary);
        // A load that failed may be tried again.
        dictionary.catch(() => loaded.delete(source));
      }
      return new MeCab(await dictionary);
    }
    return new MeCab(await readLocation(source, String(source)));
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

function isDictionaryName(source: unknown): source is DictionaryName {
  return (DICTIONARY_NAMES as readonly unknown[]).includes(source);
}

async function readLocation(location: URL | string, name: string): Promise<Dictionary> {
  if (typeof location === "string" && (await isFolder(location))) {
    return buildDictionary(reduceDictionary(await readFolderAt(location), location).tables);
  }
  let bytes: Uint8Array;
  try {
    bytes = await readResource(location);
  } catch (cause) {
    const expected = `${DICTIONARY_NAMES.join(", ")}, a compact dictionary file or a folder compiled by MeCab`;
    throw new ResourceError("dictionary", name, expected, { cause });
  }
  return readCompact(bytes, name);
}

async function readCompact(bytes: Uint8Array, name: string): Promise<Dictionary> {
  return buildDictionary(decodeTables(await readContainer(bytes, name), name));
}

async function readFolderAt(folder: string): Promise<SourceDictionary> {
  try {
    return readFolder(await readFiles(folder, FOLDER_FILES), folder);
  } catch (cause) {
    if (cause instanceof Error && "path" in cause) {
      throw new ResourceError("dictionary", cause.path, `${FOLDER_FILES.join(", ")} in the folder`, { cause });
    }
    throw cause;
  }
}
