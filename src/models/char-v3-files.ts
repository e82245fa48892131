import { readResource } from "#platform";
import { packageFiles } from "./package-files.js";

/**
 * The files of bert-base-japanese-char-v3 and bert-large-japanese-char-v2, whose vocabulary the package carries: 7,027
 * characters, derived from unidic-lite's lexicon.
 */
export const charV3Files = packageFiles("char-v3.vocab.txt", async (file) => {
  if (file !== "vocab.txt") return undefined;
  // The name is a literal so that bundlers find the file.
  return readResource(new URL("../../dictionaries/char-v3.vocab.txt", import.meta.url));
});
