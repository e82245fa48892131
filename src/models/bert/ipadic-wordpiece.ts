import { ipadic } from "../../mecab/ipadic.js";
import { WordPiece } from "../../subwords/wordpiece.js";
import { ownWords } from "./own-words.js";
import { publishedBert } from "./published-bert.js";

/** The published models with MeCab, IPADIC and WordPiece. */
export const ipadicWordPiece = publishedBert({
  mecab_dic: "ipadic",
  words: ownWords({ name: "ipadic", load: ipadic }),
  subword_tokenizer_type: "wordpiece",
  subwords: (vocabulary, unk_token) => new WordPiece(vocabulary, { unk_token }),
});
