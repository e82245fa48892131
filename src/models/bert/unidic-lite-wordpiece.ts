import { unidicLite } from "../../mecab/unidic-lite.js";
import { ownWords } from "./own-words.js";
import { publishedBert } from "./published-bert.js";
import { wordPieces } from "./word-pieces.js";

/** The published models with MeCab, unidic-lite and WordPiece. */
export const unidicLiteWordPiece = publishedBert({
  mecab_dic: "unidic_lite",
  words: ownWords({ name: "unidic-lite", load: unidicLite }),
  subword_tokenizer_type: "wordpiece",
  subwords: wordPieces,
});
