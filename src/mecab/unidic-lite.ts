import type { Dictionary } from "./dictionary/dictionary.js";
import { loadPackaged } from "./load.js";

/** UniDic 2.1.2 made smaller, as PyPI's unidic-lite 1.0.8 has it. */
export function unidicLite(): Promise<Dictionary> {
  // Written out, so that bundlers find the file.
  return loadPackaged(new URL("../../dictionaries/unidic-lite.dict", import.meta.url), "unidic-lite");
}
