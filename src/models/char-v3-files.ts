import { readPackaged } from "../files/packaged.js";
import type { BuiltInFiles } from "./family.js";

/**
 * The files of bert-base-japanese-char-v3 and bert-large-japanese-char-v2. The only one, vocab.txt, is in the package.
 * Its 7,027 characters are derived from unidic-lite's lexicon.
 */
export const charV3Files: BuiltInFiles = {
  readRequired: (_file, watch = {}) =>
    readPackaged(
      {
        file: "char-v3.vocab.txt",
        // The name is a literal so that bundlers find the file.
        locate: () => new URL("../../dictionaries/char-v3.vocab.txt", import.meta.url),
        option: "vocabulary",
      },
      watch,
    ),
  locationOf: () => "char-v3.vocab.txt",
};
