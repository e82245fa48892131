import { ipadic } from "../../mecab/ipadic.js";
import { WordPiece } from "../../subwords/wordpiece.js";
import type { BertModel } from "./bert-model.js";

/** MeCab with IPADIC, WordPiece. */
export const ipadicWordPiece: Omit<BertModel, "name"> = {
  mecab_dic: "ipadic",
  dictionary: ipadic,
  subword_tokenizer_type: "wordpiece",
  subwords: (vocabulary, unk_token) => new WordPiece(vocabulary, { unk_token }),
};
