import { Vocabulary } from "../../subwords/vocabulary.js";
import type { FamilyFiles } from "../family.js";

const FILE = "vocab.txt";

/** Reads a model's vocab.txt. @throws VocabularyError if the reference cannot read it */
export async function readVocabulary(files: FamilyFiles): Promise<Vocabulary> {
  return Vocabulary.parse(await files.readRequired(FILE), files.locationOf(FILE));
}
