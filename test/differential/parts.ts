import { dirname } from "node:path";
import { AutoTokenizer, TokenizerError } from "tohoku-tokenizers";
import { DICTIONARY_NAMES, type DictionaryName, type Engine, MeCab } from "tohoku-tokenizers/mecab";
import { hanToZen } from "tohoku-tokenizers/normalize";
import { offsetFault } from "../../fixtures/offset-faults.js";
import type { Reference } from "../../fixtures/reference.js";
import {
  isBuiltIn,
  publishedSetting,
  VOCABULARIES,
  type Vocabulary,
  vocabularyFile,
} from "../../fixtures/vocabularies.js";
import { BATCH_PARTS } from "./batches.js";
import { BYTE_PARTS } from "./bytes.js";
import type { Part } from "./compare.js";
import { JSON_PARTS } from "./json.js";
import { PIECE_PARTS } from "./pieces.js";
import { SENTENCEPIECE_PARTS } from "./sentencepiece.js";
import { TABLE_PARTS } from "./tables.js";

export interface PartMaker {
  readonly name: string;
  /** Makes the part and prepares the references for it. Undefined if a file that it needs is missing. */
  make(references: readonly Reference[]): Promise<Part | undefined>;
}

export const PART_MAKERS: readonly PartMaker[] = [
  ...DICTIONARY_NAMES.flatMap((dictionary): PartMaker[] => [
    { name: `words:${dictionary}`, make: () => words(dictionary, "wasm") },
    { name: `words:${dictionary}:typescript`, make: () => words(dictionary, "typescript") },
  ]),
  ...VOCABULARIES.map(
    (vocabulary): PartMaker => ({
      name: `ids:${vocabulary.name}`,
      make: (references) => ids(vocabulary, references),
    }),
  ),
  ...VOCABULARIES.map(
    (vocabulary): PartMaker => ({
      name: `offsets:${vocabulary.name}`,
      make: () => offsets(vocabulary),
    }),
  ),
  ...BATCH_PARTS,
  ...BYTE_PARTS,
  ...SENTENCEPIECE_PARTS,
  ...JSON_PARTS,
  ...PIECE_PARTS,
  ...TABLE_PARTS,
  hanToZenPart(),
];

function hanToZenPart(): PartMaker {
  const name = "han to zen";
  const theirs: Part["theirs"] = (reference, texts) => reference.hanToZen(texts);
  return { name, make: async () => ({ name, ours: hanToZen, theirs }) };
}

async function words(dictionary: DictionaryName, engine: Engine): Promise<Part> {
  const mecab = await MeCab.load(dictionary, { engine });
  return {
    name: engine === "wasm" ? `words:${dictionary}` : `words:${dictionary}:${engine}`,
    ours: (text) => mecab.words(text),
    theirs: (reference, texts) => reference.words(dictionary, texts),
  };
}

async function ids(vocabulary: Vocabulary, references: readonly Reference[]): Promise<Part | undefined> {
  const file = vocabularyFile(vocabulary);
  if (!file) return undefined;
  const setting = publishedSetting(vocabulary);
  await Promise.all(references.map((reference) => reference.open(vocabulary.name, file, setting)));
  const tokenizer = await open(vocabulary, file);
  return {
    name: `ids:${vocabulary.name}`,
    ours: (text) => tokenizer.encode(text),
    theirs: (reference, texts) => reference.encode(vocabulary.name, texts),
  };
}

/** Checks offsets for consistency, because the slow Python tokenizer cannot report any. */
async function offsets(vocabulary: Vocabulary): Promise<Part | undefined> {
  const file = vocabularyFile(vocabulary);
  if (!file) return undefined;
  const tokenizer = await open(vocabulary, file);
  return {
    name: `offsets:${vocabulary.name}`,
    ours: (text) => {
      try {
        return offsetFault(tokenizer, text) ?? "right";
      } catch (error) {
        // A refused text has no offsets.
        if (error instanceof TokenizerError) return "right";
        throw error;
      }
    },
    theirs: async (_, texts) => texts.map(() => "right"),
  };
}

function open(vocabulary: Vocabulary, file: string) {
  return AutoTokenizer.from_pretrained(vocabulary.model, isBuiltIn(vocabulary) ? {} : { files: dirname(file) });
}
