import type { ModelFiles } from "../../hub/model-files.js";
import { MeCab } from "../../mecab/mecab.js";
import type { InitArguments } from "../../pretrained/configuration.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { dictionaryOf } from "../bert/mecab-dictionary.js";
import { composeRoberta, ROBERTA_FILE, type RobertaJapaneseOptions, robertaSettings } from "./compose-roberta.js";

/**
 * Makes the tokenizer that RobertaJapaneseTokenizer is with these arguments: NFKC, full-width forms, MeCab's words, pieces
 * of a SentencePiece model. The class was published in two pull requests to transformers (13065, 14231) that were closed;
 * where they are silent it behaves as XLMRobertaTokenizer and BertJapaneseTokenizer of transformers 4.56.1 do.
 *
 * @param model the bytes of a .model file, of BPE or Unigram
 * @throws OptionError where an argument is not one of those known
 * @throws VocabularyError where SentencePiece refuses the model
 */
export async function robertaJapanese(
  model: Uint8Array,
  options: RobertaJapaneseOptions = {},
  name = ROBERTA_FILE,
): Promise<Tokenizer> {
  const settings = robertaSettings(options);
  return composeRoberta(model, settings, await MeCab.load(dictionaryOf(settings.mecab_kwargs)), name);
}

/** Makes the tokenizer of files that name RobertaJapaneseTokenizer: of sentencepiece.bpe.model. */
export async function loadRobertaJapanese(files: ModelFiles, init: InitArguments): Promise<Tokenizer> {
  const model = await files.readRequired(ROBERTA_FILE);
  return robertaJapanese(model, init as RobertaJapaneseOptions, files.locationOf(ROBERTA_FILE));
}
