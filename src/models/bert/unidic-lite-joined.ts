import { characters } from "./characters.js";
import { onlyJoined } from "./joined-words.js";
import { publishedBert } from "./published-bert.js";

/** The published models with the words of unidic-lite and characters, for ids without MeCab and its dictionary. */
export const unidicLiteJoined = publishedBert({
  mecab_dic: "unidic_lite",
  words: onlyJoined,
  subword_tokenizer_type: "character",
  subwords: characters,
});
