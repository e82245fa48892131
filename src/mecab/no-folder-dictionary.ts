import type { DictionaryTables } from "./file/tables.js";

/** Browsers have no folders. */
export async function folderTables(_path: string): Promise<DictionaryTables | undefined> {
  return undefined;
}
