import { unidicLite } from "../../mecab/unidic-lite.js";
import { WordPiece } from "../../subwords/wordpiece.js";
import type { BertModel } from "./bert-model.js";

/** MeCab with unidic-lite, WordPiece. */
export const unidicLiteWordPiece: Omit<BertModel, "name"> = {
  mecab_dic: "unidic_lite",
  dictionary: unidicLite,
  subword_tokenizer_type: "wordpiece",
  subwords: (vocabulary, unk_token) => new WordPiece(vocabulary, { unk_token }),
};
