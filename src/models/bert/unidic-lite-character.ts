import { unidicLite } from "../../mecab/unidic-lite.js";
import { Character } from "../../subwords/character.js";
import type { BertModel } from "./bert-model.js";

/** MeCab with unidic-lite, characters. */
export const unidicLiteCharacter: Omit<BertModel, "name"> = {
  mecab_dic: "unidic_lite",
  dictionary: unidicLite,
  subword_tokenizer_type: "character",
  subwords: (vocabulary, unk_token) => new Character(vocabulary, { unk_token }),
};
