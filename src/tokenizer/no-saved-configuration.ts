import type { FileContents } from "./saved-files.js";

const NOTHING: FileContents = new Map();

/** No files: browsers have no folder to save them in. */
export const savedConfiguration = (): FileContents => NOTHING;
export const addedTokensFile = savedConfiguration;
