import type { Watch } from "../files/watch.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { loadPackaged } from "./load.js";

/** The name of the packaged file, and its SHA-256: a new file needs a new hash here. */
export const IPADIC = {
  name: "ipadic",
  hash: "74f49856788a21cb59c38fe1368de7f9d80201bc0aa1ea108601bfc0fd82f219",
};

/** Loads IPADIC 2.7.0, in the version of PyPI's ipadic 1.0.0, once per process. */
export function ipadic(watch?: Watch): Promise<Dictionary> {
  // Written in full, so that bundlers find the file.
  return loadPackaged(() => new URL("../../dictionaries/ipadic.dict", import.meta.url), IPADIC, watch);
}
