import { OnceLog } from "../../base/logger.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";

const log = new OnceLog();

/** The first tokens of v1's vocabularies after the five special tokens; char-v1's have an empty token before them. */
const V1_TOKENS = "の、に。はたをでとがして1な年れいあ()2さこもか";
const V1_CHARACTERS = "の、にた。るはーとをしでていがン1れな年02スル";
/** The number of special tokens that all vocabularies of the published models begin with. */
const SPECIAL_TOKENS = 5;
/** The part of those tokens that has to be in its place: people put tokens of their own in the place of others. */
const ENOUGH = 0.75;

/**
 * The dictionary for a tokenizer whose arguments name none: IPADIC for the vocabularies of the v1 models, which were
 * trained with it and name no dictionary; else unidic_lite, the default of transformers 4.56.1. A warning says so, once
 * for each dictionary.
 *
 * @param vocabulary undefined if there is only a SentencePiece model
 */
export function defaultDictionary(vocabulary: Vocabulary | undefined): "ipadic" | "unidic_lite" {
  const mecab_dic = vocabulary && isOfV1(vocabulary) ? "ipadic" : "unidic_lite";
  const reason = vocabulary ? REASONS[mecab_dic] : AS_IN_TRANSFORMERS;
  log.warn(
    mecab_dic,
    `mecab_kwargs names no dictionary: using ${mecab_dic}, ${reason}; set mecab_kwargs: { mecab_dic } to choose one`,
  );
  return mecab_dic;
}

const AS_IN_TRANSFORMERS = "as transformers 4.56.1 does";
const REASONS = {
  ipadic:
    "because the vocabulary begins with the tokens of bert-base-japanese (v1), which was trained with it " +
    "(transformers 4.56.1 takes unidic_lite)",
  unidic_lite:
    `${AS_IN_TRANSFORMERS}, because the vocabulary does not begin with the tokens of bert-base-japanese (v1), which ` +
    "was trained with ipadic",
} as const;

function isOfV1(vocabulary: Vocabulary): boolean {
  return startsWith(vocabulary, SPECIAL_TOKENS, V1_TOKENS) || startsWith(vocabulary, SPECIAL_TOKENS + 1, V1_CHARACTERS);
}

/** True if enough characters of a string are tokens, with the ids from `first` on. */
function startsWith(vocabulary: Vocabulary, first: number, characters: string): boolean {
  let count = 0;
  for (let at = 0; at < characters.length; at++) if (vocabulary.tokenOf(first + at) === characters[at]) count++;
  return count >= ENOUGH * characters.length;
}
