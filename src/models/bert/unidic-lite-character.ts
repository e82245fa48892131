import { unidicLite } from "../../mecab/unidic-lite.js";
import { Character } from "../../subwords/character.js";
import { ownWords } from "./own-words.js";
import { publishedBert } from "./published-bert.js";

/** The published models with MeCab, unidic-lite and characters. */
export const unidicLiteCharacter = publishedBert({
  mecab_dic: "unidic_lite",
  words: ownWords({ name: "unidic-lite", load: unidicLite }),
  subword_tokenizer_type: "character",
  subwords: (vocabulary, unk_token) => new Character(vocabulary, { unk_token }),
});
