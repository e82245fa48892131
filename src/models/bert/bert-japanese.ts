import { OptionError } from "../../base/errors.js";
import type { ModelFiles } from "../../hub/model-files.js";
import { MeCab } from "../../mecab/mecab.js";
import type { InitArguments } from "../../pretrained/configuration.js";
import { Character } from "../../subwords/character.js";
import { Vocabulary } from "../../subwords/vocabulary.js";
import { WordPiece } from "../../subwords/wordpiece.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { BasicWords } from "../../words/basic.js";
import {
  type BertJapaneseOptions,
  type BertParts,
  type BertSettings,
  bertSettings,
  composeBert,
} from "./compose-bert.js";
import { dictionaryOf } from "./mecab-dictionary.js";

/**
 * Makes the tokenizer that BertJapaneseTokenizer of transformers 4.56.1 is with these arguments; those that it does not
 * know are kept for `save_pretrained`.
 *
 * @throws OptionError where an argument is not one of those known
 * @throws VocabularyError where the vocabulary lacks the unknown token
 */
export async function bertJapanese(vocabulary: Vocabulary, options: BertJapaneseOptions = {}): Promise<Tokenizer> {
  const settings = bertSettings(options);
  return composeBert(vocabulary, settings, { ...wordParts(settings), ...subwordParts(settings) });
}

/** Makes the tokenizer of a model's files. @throws as {@link bertJapanese}, and where there is no vocab.txt */
export async function loadBertJapanese(files: ModelFiles, init: InitArguments): Promise<Tokenizer> {
  const vocabulary = Vocabulary.parse(await files.readRequired("vocab.txt"), files.locationOf("vocab.txt"));
  return bertJapanese(vocabulary, init as BertJapaneseOptions);
}

function wordParts({ do_word_tokenize, word_tokenizer_type: type }: BertSettings): BertParts {
  if (!do_word_tokenize) return {};
  if (type === "mecab") return { mecab: (mecab_kwargs) => MeCab.load(dictionaryOf(mecab_kwargs)) };
  if (type !== "basic") throw new OptionError("word_tokenizer_type", type, '"basic" or "mecab"');
  return { basic: ({ do_lower_case }, never_split) => new BasicWords({ do_lower_case, never_split }) };
}

function subwordParts({ do_subword_tokenize, subword_tokenizer_type: type }: BertSettings): BertParts {
  if (!do_subword_tokenize) return {};
  if (type === "wordpiece") return { subwords: (vocabulary, unk_token) => new WordPiece(vocabulary, { unk_token }) };
  if (type === "character") return { subwords: (vocabulary, unk_token) => new Character(vocabulary, { unk_token }) };
  throw new OptionError("subword_tokenizer_type", type, '"wordpiece" or "character"');
}
