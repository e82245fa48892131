import { folderTables } from "#folder-dictionary";
import { pathOf } from "#platform";
import type { UrlLike } from "../base/web-types.js";
import { type PackagedFile, readPackaged, refuseWebPage } from "../files/packaged.js";
import { readSource } from "../files/read.js";
import { Shared } from "../files/shared.js";
import { type FileSource, formOf, nameOf } from "../files/source.js";
import { untilAborted, type Watch } from "../files/watch.js";
import { buildDictionary, type Dictionary } from "./dictionary/dictionary.js";
import { readContainer } from "./file/container.js";
import { decodeTables } from "./file/sections.js";
import { kernelReady } from "./kernel/kernel.js";

const loaded = new Map<string, Shared<Dictionary>>();

/**
 * Loads a dictionary of the package, once per process.
 *
 * The file is NAME.dict, and has the SHA-256 `hash`.
 *
 * @param locate computes the address of the file
 */
export function loadPackaged(
  locate: () => URL,
  { name, hash }: { readonly name: string; readonly hash: string },
  watch: Watch = {},
): Promise<Dictionary> {
  const file = `${name}.dict`;
  const packaged: PackagedFile = { file, locate, hash, option: "dictionary" };
  const shared =
    loaded.get(name) ??
    new Shared(file, async (all) => {
      // The kernel compiles while the file is read.
      const ready = kernelReady();
      const bytes = await readPackaged(packaged, all);
      await ready;
      return loadBytes(bytes, name);
    });
  loaded.set(name, shared);
  return shared.get(watch);
}

/**
 * Loads a compact dictionary file from whatever a caller gave; in Node a location may also be a folder that MeCab compiled.
 *
 * @param expected the dictionaries that there are, in words for the error of a missing file
 * @throws ResourceError if there is no such file or folder
 * @throws DictionaryError if it is not a dictionary, or a damaged one
 */
export async function loadSource(
  source: FileSource,
  watch: Watch = {},
  expected = "a compact dictionary file or a folder compiled by MeCab",
): Promise<Dictionary> {
  const ready = kernelReady();
  const name = nameOf(source) ?? "dictionary";
  const folder = formOf(source) === "location" ? folderOf(source as UrlLike | string) : undefined;
  const tables = folder === undefined ? undefined : await untilAborted(folderTables(folder), watch.signal);
  if (tables) {
    await ready;
    return buildDictionary(tables, name);
  }
  const bytes = await readSource(source, { file: "dictionary", expected, watch: { name, ...watch } });
  refuseWebPage(bytes, name, expected);
  await ready;
  return loadBytes(bytes, name);
}

/** Loads the bytes of a compact dictionary file. @throws DictionaryError if they are not such a file, or damaged */
async function loadBytes(bytes: Uint8Array, name: string): Promise<Dictionary> {
  return buildDictionary(decodeTables(await readContainer(bytes, name), name), name);
}

function folderOf(location: UrlLike | string): string | undefined {
  try {
    return pathOf(location);
  } catch {
    // No address at all: reading it reports that.
    return undefined;
  }
}
