import { ResourceError } from "../../base/errors.js";
import { isFolder, readFiles } from "../../platform/node.js";
import { buildDictionary, type Dictionary } from "../dictionary/dictionary.js";
import { kernelReady } from "../kernel/kernel.js";

/** Loads the dictionary in a folder that MeCab compiled; undefined if the path is not that of a folder. */
export async function folderDictionary(path: string): Promise<Dictionary | undefined> {
  if (!(await isFolder(path))) return undefined;
  // Few programs load folders, so the compiler is loaded on first use.
  const { FOLDER_FILES, readFolder } = await import("./folder.js");
  const { reduceDictionary } = await import("./reduce.js");
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
