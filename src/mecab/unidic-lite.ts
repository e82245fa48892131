import type { Watch } from "../files/watch.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { loadPackaged } from "./load.js";

/** The name of the packaged file, and its SHA-256: a new file needs a new hash here. */
export const UNIDIC_LITE = {
  name: "unidic-lite",
  hash: "6256730e1da4dc519ef083727da7d2c9bf00249444f90531669de251d0c6cc59",
};

/** Loads unidic-lite, a small UniDic 2.1.2, in the version of PyPI's unidic-lite 1.0.8, once per process. */
export function unidicLite(watch?: Watch): Promise<Dictionary> {
  // Written in full, so that bundlers find the file.
  return loadPackaged(() => new URL("../../dictionaries/unidic-lite.dict", import.meta.url), UNIDIC_LITE, watch);
}
