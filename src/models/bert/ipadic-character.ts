import { ipadic } from "../../mecab/ipadic.js";
import { characters } from "./characters.js";
import { ownWords } from "./own-words.js";
import { publishedBert } from "./published-bert.js";

/** The published models with MeCab, IPADIC and characters. */
export const ipadicCharacter = publishedBert({
  mecab_dic: "ipadic",
  words: ownWords({ name: "ipadic", load: ipadic }),
  subword_tokenizer_type: "character",
  subwords: characters,
});
