import { folderTables } from "#folder-dictionary";
import { readResource } from "#platform";
import { ResourceError } from "../base/errors.js";
import { buildDictionary, type Dictionary } from "./dictionary/dictionary.js";
import { readContainer } from "./file/container.js";
import { decodeTables } from "./file/sections.js";
import { kernelReady } from "./kernel/kernel.js";

const loaded = new Map<string, Promise<Dictionary>>();

/** Loads a dictionary of the package, once per process. */
export function loadPackaged(location: URL, name: string): Promise<Dictionary> {
  let dictionary = loaded.get(name);
  if (!dictionary) {
    dictionary = loadLocation(location, name);
    loaded.set(name, dictionary);
    // A failed load may be tried again.
    dictionary.catch(() => loaded.delete(name));
  }
  return dictionary;
}

/**
 * Loads a compact dictionary file, or in Node a folder that MeCab compiled.
 *
 * @param name the dictionary's name in errors
 * @throws ResourceError if there is no such file or folder
 * @throws DictionaryError if it is not a dictionary, or a damaged one
 */
export async function loadLocation(location: URL | string, name: string): Promise<Dictionary> {
  // The kernel compiles while files are read.
  const ready = kernelReady();
  const tables = typeof location === "string" ? await folderTables(location) : undefined;
  if (tables) {
    await ready;
    return buildDictionary(tables, name);
  }
  let bytes: Uint8Array;
  try {
    bytes = await readResource(location);
  } catch (cause) {
    const expected = "ipadic, unidic-lite, a compact dictionary file or a folder compiled by MeCab";
    throw new ResourceError("dictionary", name, expected, { cause });
  }
  return loadBytes(bytes, name);
}

/** Loads the bytes of a compact dictionary file. @throws DictionaryError if they are not such a file, or damaged */
export async function loadBytes(bytes: Uint8Array, name: string): Promise<Dictionary> {
  const sections = await readContainer(bytes, name);
  await kernelReady();
  return buildDictionary(decodeTables(sections, name), name);
}
