import { codeOf, reasonOf } from "../../base/causes.js";
import { ResourceError } from "../../base/errors.js";
import { isFolder, readFiles } from "../../platform/node.js";
import type { DictionaryTables } from "../file/tables.js";

/** The tables of the dictionary in a folder that MeCab compiled; undefined if the path is not a folder's. */
export async function folderTables(path: string): Promise<DictionaryTables | undefined> {
  if (!(await isFolder(path))) return undefined;
  // Most programs never need the compiler, so it is loaded here.
  const { FOLDER_FILES, readFolder } = await import("./folder.js");
  const { reduceDictionary } = await import("./reduce.js");
  try {
    return reduceDictionary(readFolder(await readFiles(path, FOLDER_FILES), path), path).tables;
  } catch (cause) {
    // Where Jest runs the code, the class Error is not the one of the file system's errors.
    if (typeof cause !== "object" || cause === null || !("path" in cause)) throw cause;
    const file = String(cause.path).replace(/^.*[/\\]/s, "");
    const found = codeOf(cause) === "ENOENT" ? `no ${file}` : `${file} that cannot be read: ${reasonOf(cause)}`;
    const expected = `a folder that MeCab compiled, with ${FOLDER_FILES.join(", ")}`;
    throw new ResourceError(`dictionary (${path})`, found, expected, { cause });
  }
}
