import { ipadic } from "../../mecab/ipadic.js";
import { ownWords } from "./own-words.js";
import { publishedBert } from "./published-bert.js";
import { wordPieces } from "./word-pieces.js";

/** The published models with MeCab, IPADIC and WordPiece. */
export const ipadicWordPiece = publishedBert({
  mecab_dic: "ipadic",
  words: ownWords({ name: "ipadic", load: ipadic }),
  subword_tokenizer_type: "wordpiece",
  subwords: wordPieces,
});
