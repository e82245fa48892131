import { ipadic } from "../../mecab/ipadic.js";
import { Character } from "../../subwords/character.js";
import type { BertModel } from "./bert-model.js";

/** MeCab with IPADIC, characters. */
export const ipadicCharacter: Omit<BertModel, "name"> = {
  mecab_dic: "ipadic",
  dictionary: ipadic,
  subword_tokenizer_type: "character",
  subwords: (vocabulary, unk_token) => new Character(vocabulary, { unk_token }),
};
