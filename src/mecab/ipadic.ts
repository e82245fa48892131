import type { Dictionary } from "./dictionary/dictionary.js";
import { loadPackaged } from "./load.js";

/** IPADIC 2.7.0, as PyPI's ipadic 1.0.0 has it. */
export function ipadic(): Promise<Dictionary> {
  // Written out, so that bundlers find the file.
  return loadPackaged(new URL("../../dictionaries/ipadic.dict", import.meta.url), "ipadic");
}
