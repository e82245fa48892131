import type { Watch } from "../files/watch.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { loadPackaged } from "./load.js";

/** Loads IPADIC 2.7.0, in the version of PyPI's ipadic 1.0.0, once per process. */
export function ipadic(watch?: Watch): Promise<Dictionary> {
  // Written in full, so that bundlers find the file.
  return loadPackaged(() => new URL("../../dictionaries/ipadic.dict", import.meta.url), "ipadic", watch);
}
