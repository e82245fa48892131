import type { Dictionary } from "./dictionary/dictionary.js";

/** There are no folders on the web. */
export async function folderDictionary(_path: string): Promise<Dictionary | undefined> {
  return undefined;
}
