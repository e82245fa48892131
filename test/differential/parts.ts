import { dirname } from "node:path";
import { AutoTokenizer } from "tohoku-tokenizers";
import { MeCab } from "tohoku-tokenizers/mecab";
import type { Reference } from "../../fixtures/reference.js";
import {
  isBuiltIn,
  publishedSetting,
  VOCABULARIES,
  type Vocabulary,
  vocabularyFile,
} from "../../fixtures/vocabularies.js";
import type { Part } from "./compare.js";

interface PartMaker {
  readonly name: string;
  /** Readies the references too. Undefined where what the part needs is not at hand. */
  make(references: readonly Reference[]): Promise<Part | undefined>;
}

export const PART_MAKERS: readonly PartMaker[] = [
  ...(["ipadic", "unidic-lite"] as const).map(
    (dictionary): PartMaker => ({
      name: `words:${dictionary}`,
      make: () => words(dictionary),
    }),
  ),
  ...VOCABULARIES.map(
    (vocabulary): PartMaker => ({
      name: `ids:${vocabulary.name}`,
      make: (references) => ids(vocabulary, references),
    }),
  ),
];

async function words(dictionary: "ipadic" | "unidic-lite"): Promise<Part> {
  const mecab = await MeCab.load(dictionary);
  return {
    name: `words:${dictionary}`,
    ours: (text) => mecab.words(text),
    theirs: (reference, texts) => reference.words(dictionary, texts),
  };
}

async function ids(vocabulary: Vocabulary, references: readonly Reference[]): Promise<Part | undefined> {
  const file = vocabularyFile(vocabulary);
  if (!file) return undefined;
  const setting = publishedSetting(vocabulary);
  await Promise.all(references.map((reference) => reference.open(vocabulary.name, file, setting)));
  const options = isBuiltIn(vocabulary) ? {} : { files: dirname(file) };
  const tokenizer = await AutoTokenizer.from_pretrained(vocabulary.model, options);
  return {
    name: `ids:${vocabulary.name}`,
    ours: (text) => tokenizer.encode(text),
    theirs: (reference, texts) => reference.encode(vocabulary.name, texts),
  };
}
