import { OptionError } from "../../base/errors.js";
import { loadDictionary } from "../../mecab/mecab.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { Character } from "../../subwords/character.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
import { WordPiece } from "../../subwords/wordpiece.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { BasicWords } from "../../words/basic.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import {
  type BertJapaneseOptions,
  type BertParts,
  type BertSettings,
  bertSettings,
  composeBert,
} from "./compose-bert.js";
import { dictionaryOf } from "./mecab-dictionary.js";
import { readVocabulary } from "./read-vocabulary.js";

/**
 * Makes a tokenizer equal to BertJapaneseTokenizer of transformers 4.56.1 with these arguments. Unknown arguments are
 * kept for `save_pretrained`.
 *
 * @throws OptionError if an argument has an unknown value
 * @throws VocabularyError if the vocabulary lacks the unknown token
 */
export async function bertJapanese(vocabulary: Vocabulary, options: BertJapaneseOptions = {}): Promise<Tokenizer> {
  return makeBert(vocabulary, options, new Loading());
}

async function makeBert(
  vocabulary: Vocabulary | Promise<Vocabulary>,
  options: BertJapaneseOptions,
  loading: Loading,
): Promise<Tokenizer> {
  const settings = bertSettings(options);
  return composeBert(vocabulary, settings, { ...wordParts(settings, loading), ...subwordParts(settings) });
}

/** BertJapaneseTokenizer with any arguments, made from vocab.txt. */
export const bertFamily: Family<Tokenizer, BertJapaneseOptions> = {
  vocabularyFile: "vocab.txt",
  async load(files, init, _class, loading = new Loading()) {
    return makeBert(readVocabulary(files), init, loading);
  },
};

function wordParts({ do_word_tokenize, word_tokenizer_type: type }: BertSettings, loading: Loading): BertParts {
  if (!do_word_tokenize) return {};
  if (type === "mecab") {
    const mecab: BertParts["mecab"] = async (mecab_kwargs) =>
      new Segmenter(await loadDictionary(loading.takeDictionary() ?? dictionaryOf(mecab_kwargs), loading.watch));
    return { mecab };
  }
  if (type !== "basic") throw new OptionError("word_tokenizer_type", type, '"basic" or "mecab"');
  return { basic: ({ do_lower_case }, never_split) => new BasicWords({ do_lower_case, never_split }) };
}

function subwordParts({ do_subword_tokenize, subword_tokenizer_type: type }: BertSettings): BertParts {
  if (!do_subword_tokenize) return {};
  if (type === "wordpiece") return { subwords: (vocabulary, unk_token) => new WordPiece(vocabulary, { unk_token }) };
  if (type === "character") return { subwords: (vocabulary, unk_token) => new Character(vocabulary, { unk_token }) };
  throw new OptionError("subword_tokenizer_type", type, '"wordpiece" or "character"');
}
