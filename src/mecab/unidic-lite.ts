import type { Watch } from "../files/watch.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { loadPackaged } from "./load.js";

/** Loads unidic-lite, a small UniDic 2.1.2, in the version of PyPI's unidic-lite 1.0.8, once per process. */
export function unidicLite(watch?: Watch): Promise<Dictionary> {
  // Written in full, so that bundlers find the file.
  return loadPackaged(() => new URL("../../dictionaries/unidic-lite.dict", import.meta.url), "unidic-lite", watch);
}
