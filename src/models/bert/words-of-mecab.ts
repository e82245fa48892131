import type { Segmenter } from "../../mecab/segmenter.js";
import { MecabWords } from "../../words/mecab-words.js";
import type { BertSettings, MakeSplitter } from "./compose-bert.js";
import { normalizesText } from "./joined-words.js";

/** The words of MeCab, as the arguments of a BERT tokenizer want them. */
export function wordsOfMecab(mecab: Segmenter, settings: BertSettings): MakeSplitter {
  const do_lower_case = settings.do_lower_case ?? false;
  const normalize_text = normalizesText(settings);
  return (never_split) => new MecabWords(mecab, { do_lower_case, never_split, normalize_text });
}
