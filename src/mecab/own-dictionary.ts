import type { FileSource } from "../files/source.js";
import type { Watch } from "../files/watch.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { loadSource } from "./load.js";

/** A dictionary of the package, for a tokenizer that knows no other by name. */
export interface OwnDictionary {
  readonly name: string;
  readonly load: (watch?: Watch) => Promise<Dictionary>;
}

/**
 * Loads the dictionary that a caller gave, by default a tokenizer's own. Only its own has a name: bundles have no other.
 *
 * @throws ResourceError if there is no such file or folder; DictionaryError if it is not a dictionary, or a damaged one
 */
export function loadOwnOr(own: OwnDictionary, given: FileSource | undefined, watch: Watch): Promise<Dictionary> {
  if (given === undefined || (typeof given === "string" && given.replaceAll("_", "-") === own.name))
    return own.load(watch);
  return loadSource(
    given,
    watch,
    `${own.name}, a compact dictionary file or a folder compiled by MeCab; AutoTokenizer knows other dictionaries by name`,
  );
}
