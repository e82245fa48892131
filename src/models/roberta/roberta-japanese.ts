import { loadDictionary, MeCab } from "../../mecab/mecab.js";
import { Segmenter } from "../../mecab/segmenter.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { dictionaryOf } from "../bert/mecab-dictionary.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import { composeRoberta, ROBERTA_FILE, type RobertaJapaneseOptions, robertaSettings } from "./compose-roberta.js";

/**
 * Makes a tokenizer equal to RobertaJapaneseTokenizer with these arguments: NFKC, full-width forms, MeCab's words, and
 * the pieces of a SentencePiece model.
 *
 * Two closed pull requests to transformers (13065, 14231) define the class. Where they are silent it behaves as
 * XLMRobertaTokenizer and BertJapaneseTokenizer of transformers 4.56.1 do.
 *
 * @param file the bytes of a .model file, of BPE or Unigram
 * @param name the name of the file in messages
 * @throws OptionError if an argument has an unknown value
 * @throws VocabularyError if SentencePiece refuses the file
 */
export async function robertaJapanese(
  file: Uint8Array,
  options: RobertaJapaneseOptions = {},
  name = ROBERTA_FILE,
): Promise<Tokenizer> {
  const settings = robertaSettings(options);
  return composeRoberta(file, settings, await MeCab.load(dictionaryOf(settings.mecab_kwargs)), name);
}

/** RobertaJapaneseTokenizer with any arguments, made from sentencepiece.bpe.model. */
export const robertaFamily: Family<Tokenizer, RobertaJapaneseOptions> = {
  vocabularyFile: ROBERTA_FILE,
  async load(files, init, _class, loading = new Loading()) {
    const settings = robertaSettings(init);
    const [file, dictionary] = await Promise.all([
      files.readRequired(ROBERTA_FILE),
      loadDictionary(loading.takeDictionary() ?? dictionaryOf(settings.mecab_kwargs), loading.watch),
    ]);
    return composeRoberta(file, settings, new Segmenter(dictionary), files.locationOf(ROBERTA_FILE));
  },
};
