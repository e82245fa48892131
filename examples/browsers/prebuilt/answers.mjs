/** The answers of one bundle. In a worker, MeCab has no part. */
import { texts, vocabulary } from "./given.mjs";

export async function answersOf({ AutoTokenizer, MeCab, TokenizerWorker }, isInWorker) {
  const loader = isInWorker ? new TokenizerWorker() : AutoTokenizer;
  const [ipadic, unidicLite] = await Promise.all([MeCab.load("ipadic"), MeCab.load("unidic-lite")]);
  const characters = await loader.from_pretrained("bert-base-japanese-char-v3");
  const pieces = await loader.from_pretrained("mine", { files: filesOf() });
  const answers = [];
  for (const text of texts) {
    answers.push({
      characters: await characters.encode(text),
      ipadic: ipadic.words(text),
      unidicLite: unidicLite.words(text),
      pieces: await pieces.encode(text),
    });
  }
  return answers;
}

function filesOf() {
  const config = {
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    mecab_kwargs: { mecab_dic: "unidic_lite" },
  };
  return {
    "vocab.txt": new Blob([vocabulary.join("\n")]),
    "tokenizer_config.json": new Blob([JSON.stringify(config)]),
  };
}
