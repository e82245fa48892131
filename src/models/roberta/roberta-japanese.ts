import { checkOptions, checkValue, checkValues } from "../../base/options.js";
import { BYTES } from "../../base/signatures.js";
import { loadDictionary } from "../../mecab/mecab.js";
import { Segmenter } from "../../mecab/segmenter.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { dictionaryOf } from "../bert/mecab-dictionary.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import {
  composeRoberta,
  ROBERTA_FILE,
  ROBERTA_OPTIONS,
  type RobertaJapaneseOptions,
  robertaSettings,
} from "./compose-roberta.js";

/**
 * Makes a tokenizer equal to RobertaJapaneseTokenizer with these arguments: NFKC, full-width forms, MeCab's words, and
 * the pieces of a SentencePiece model.
 *
 * Two closed pull requests to transformers (13065, 14231) define the class. Where they are silent it behaves as
 * XLMRobertaTokenizer and BertJapaneseTokenizer of transformers 4.56.1 do.
 *
 * @param file the bytes of a .model file, of BPE or Unigram
 * @param name the name of the file in messages
 * @throws OptionError if an argument is unknown or has an impossible value
 * @throws ResourceError if a dictionary that `mecab_kwargs` names is not there
 * @throws VocabularyError if SentencePiece refuses the file
 */
export async function robertaJapanese(
  file: Uint8Array,
  options: RobertaJapaneseOptions = {},
  name = ROBERTA_FILE,
): Promise<Tokenizer> {
  checkValue("file", file ?? null, BYTES);
  checkOptions(options, ROBERTA_OPTIONS);
  return makeRoberta(() => file, options ?? {}, name, new Loading());
}

/** RobertaJapaneseTokenizer with any arguments, made from sentencepiece.bpe.model. */
export const robertaFamily: Family<Tokenizer, RobertaJapaneseOptions> = {
  options: ROBERTA_OPTIONS,
  vocabularyFile: ROBERTA_FILE,
  async load(files, init, _class, loading = new Loading()) {
    checkValues({ ...init }, ROBERTA_OPTIONS);
    return makeRoberta(() => files.readRequired(ROBERTA_FILE), init, files.locationOf(ROBERTA_FILE), loading);
  },
};

/** @param read is called after the arguments have been checked; the model and the dictionary load at the same time */
async function makeRoberta(
  read: () => Uint8Array | Promise<Uint8Array>,
  options: RobertaJapaneseOptions,
  name: string,
  loading: Loading,
): Promise<Tokenizer> {
  const settings = robertaSettings(options);
  const source = loading.takeDictionary() ?? (await dictionaryOf(settings.mecab_kwargs));
  const [file, dictionary] = await Promise.all([read(), loadDictionary(source, loading.watch)]);
  return composeRoberta(file, settings, new Segmenter(dictionary), name);
}
