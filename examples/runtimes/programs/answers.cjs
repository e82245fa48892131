/** The ids and words of the given texts. */
const { bertJapanese, Vocabulary } = require("tohoku-tokenizers");
const { MeCab } = require("tohoku-tokenizers/mecab");
const { from_pretrained } = require("tohoku-tokenizers/models/bert-base-japanese-char-v3");
const { texts, vocabulary } = require("./given.json");

async function answers() {
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

exports.answers = answers;
