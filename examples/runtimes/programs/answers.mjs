/** The ids and words of the given texts. */
import { bertJapanese, Vocabulary } from "tohoku-tokenizers";
import { MeCab } from "tohoku-tokenizers/mecab";
import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
import { texts, vocabulary } from "./given.mjs";

export async function answers() {
  const characters = await from_pretrained();
  const ipadic = await MeCab.load("ipadic");
  const unidicLite = await MeCab.load("unidic-lite");
  const pieces = await bertJapanese(new Vocabulary(vocabulary), {
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "wordpiece",
    mecab_kwargs: { mecab_dic: "unidic_lite" },
  });
  return texts.map((text) => ({
    characters: characters.encode(text),
    ipadic: ipadic.words(text),
    unidicLite: unidicLite.words(text),
    pieces: pieces.encode(text),
  }));
}
