import { Vocabulary } from "../../subwords/vocabulary.js";
import type { FamilyFiles } from "../family.js";

const FILE = "vocab.txt";

/** A vocabulary that a tokenizer still uses, with the file that it was read from. */
interface Known {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly vocabulary: WeakRef<Vocabulary>;
}

let known: readonly Known[] = [];

/**
 * Reads a model's vocab.txt. Tokenizers of the same file share one vocabulary.
 *
 * @throws VocabularyError if the reference cannot read it
 */
export async function readVocabulary(files: FamilyFiles): Promise<Vocabulary> {
  const bytes = await files.readRequired(FILE);
  const name = files.locationOf(FILE);
  known = known.filter(({ vocabulary }) => vocabulary.deref());
  const same = known.find((one) => one.name === name && isSame(one.bytes, bytes))?.vocabulary.deref();
  if (same) return same;
  const vocabulary = Vocabulary.parse(bytes, name);
  known = [...known, { bytes, name, vocabulary: new WeakRef(vocabulary) }];
  return vocabulary;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
