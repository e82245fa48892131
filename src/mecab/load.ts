import { folderDictionary } from "#folder-dictionary";
import { readResource } from "#platform";
import { ResourceError } from "../base/errors.js";
import { buildDictionary, type Dictionary } from "./dictionary/dictionary.js";
import { readContainer } from "./file/container.js";
import { decodeTables } from "./file/sections.js";
import { kernelReady } from "./kernel/kernel.js";

const loaded = new Map<string, Promise<Dictionary>>();

/** Loads a dictionary of the package, once a process. */
export function loadPackaged(location: URL, name: string): Promise<Dictionary> {
  let dictionary = loaded.get(name);
  if (!dictionary) {
    dictionary = loadLocation(location, name);
    loaded.set(name, dictionary);
    // A load that failed may be tried again.
    dictionary.catch(() => loaded.delete(name));
  }
  return dictionary;
}

/**
 * Loads a compact dictionary file, or in Node a folder that MeCab compiled.
 *
 * @param name what to call it in errors
 * @throws ResourceError where there is no such file or folder
 * @throws DictionaryError where it is not a dictionary, or a damaged one
 */
export async function loadLocation(location: URL | string, name: string): Promise<Dictionary> {
  // While files are read there is time for it.
  kernelReady();
  const inFolder = typeof location === "string" ? await folderDictionary(location) : undefined;
  if (inFolder) return inFolder;
  let bytes: Uint8Array;
  try {
    bytes = await readResource(location);
  } catch (cause) {
    const expected = "ipadic, unidic-lite, a compact dictionary file or a folder compiled by MeCab";
    throw new ResourceError("dictionary", name, expected, { cause });
  }
  return loadBytes(bytes, name);
}

/** Loads a compact dictionary file's bytes. @throws DictionaryError where they are not one's, or damaged */
export async function loadBytes(bytes: Uint8Array, name: string): Promise<Dictionary> {
  const sections = await readContainer(bytes, name);
  await kernelReady();
  return buildDictionary(decodeTables(sections, name), name);
}
