import { readResource } from "#platform";
import { Vocabulary } from "../subwords/vocabulary.js";

/** The one vocabulary that the package carries: 7,027 characters, which follow from unidic-lite's lexicon. */
export async function charV3Vocabulary(): Promise<Vocabulary> {
  // Written out, so that bundlers find the file.
  const location = new URL("../../dictionaries/char-v3.vocab.txt", import.meta.url);
  return Vocabulary.parse(await readResource(location), "char-v3.vocab.txt");
}
