import { ipadic } from "../../mecab/ipadic.js";
import { Character } from "../../subwords/character.js";
import { publishedBert } from "./published-bert.js";

/** The published models with MeCab, IPADIC and characters. */
export const ipadicCharacter = publishedBert({
  mecab_dic: "ipadic",
  dictionary: ipadic,
  subword_tokenizer_type: "character",
  subwords: (vocabulary, unk_token) => new Character(vocabulary, { unk_token }),
});
