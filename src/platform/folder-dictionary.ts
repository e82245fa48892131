import { ResourceError } from "../errors.js";
import { buildDictionary, type Dictionary } from "../mecab/dictionary.js";
import { kernelReady } from "../mecab/kernel.js";
import { isFolder, readFiles } from "./node.js";

/** The dictionary in a folder that MeCab compiled; undefined where the path is no folder's. */
export async function folderDictionary(path: string): Promise<Dictionary | undefined> {
  if (!(await isFolder(path))) return undefined;
  // Few compile dictionaries, so the compiler comes only when it is needed.
  const { FOLDER_FILES, readFolder } = await import("../mecab/compiler/folder.js");
  const { reduceDictionary } = await import("../mecab/compiler/reduce.js");
  try {
    await kernelReady();
    const source = readFolder(await readFiles(path, FOLDER_FILES), path);
    return buildDictionary(reduceDictionary(source, path).tables, path);
  } catch (cause) {
    if (cause instanceof Error && "path" in cause) {
      throw new ResourceError("dictionary", cause.path, `${FOLDER_FILES.join(", ")} in the folder`, { cause });
    }
    throw cause;
  }
}
