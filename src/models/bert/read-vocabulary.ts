import type { ModelFiles } from "../../hub/model-files.js";
import { Vocabulary } from "../../subwords/vocabulary.js";

const FILE = "vocab.txt";

/** Reads a model's vocab.txt. @throws VocabularyError if the reference cannot read it */
export async function readVocabulary(files: ModelFiles): Promise<Vocabulary> {
  return Vocabulary.parse(await files.readRequired(FILE), files.locationOf(FILE));
}
