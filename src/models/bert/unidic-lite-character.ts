import { unidicLite } from "../../mecab/unidic-lite.js";
import { characters } from "./characters.js";
import { ownWords } from "./own-words.js";
import { publishedBert } from "./published-bert.js";

/** The published models with MeCab, unidic-lite and characters. */
export const unidicLiteCharacter = publishedBert({
  mecab_dic: "unidic_lite",
  words: ownWords({ name: "unidic-lite", load: unidicLite }),
  subword_tokenizer_type: "character",
  subwords: characters,
});
