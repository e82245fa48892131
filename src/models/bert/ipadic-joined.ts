import { characters } from "./characters.js";
import { onlyJoined } from "./joined-words.js";
import { publishedBert } from "./published-bert.js";

/** The published models with the words of ipadic and characters, for ids without MeCab and its dictionary. */
export const ipadicJoined = publishedBert({
  mecab_dic: "ipadic",
  words: onlyJoined,
  subword_tokenizer_type: "character",
  subwords: characters,
});
