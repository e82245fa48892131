import { readResource } from "#platform";
import type { FamilyFiles } from "./family.js";

/**
 * The files of bert-base-japanese-char-v3 and bert-large-japanese-char-v2. The only one, vocab.txt, is in the package.
 * Its 7,027 characters are derived from unidic-lite's lexicon.
 */
export const charV3Files: FamilyFiles = {
  // The name is a literal so that bundlers find the file.
  readRequired: () => readResource(new URL("../../dictionaries/char-v3.vocab.txt", import.meta.url)),
  locationOf: () => "char-v3.vocab.txt",
};
