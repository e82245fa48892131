/** Writes the answers into the page. The extension has the dictionaries, and the page may fetch them from it. */
import { MeCab } from "tohoku-tokenizers/mecab";
import { from_pretrained as charactersOf } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
import { from_pretrained as piecesOf } from "tohoku-tokenizers/models/bert-base-japanese-v3";
import { texts, vocabulary } from "./given.mjs";

const addressOf = (name) => chrome.runtime.getURL(`dictionaries/${name}.dict`);

async function answers() {
  const dictionary = addressOf("unidic-lite");
  const lines = new TextEncoder().encode(vocabulary.map((piece) => `${piece}\n`).join(""));
  const characters = await charactersOf({ dictionary });
  const ipadic = await MeCab.load(addressOf("ipadic"));
  const unidicLite = await MeCab.load(dictionary);
  const pieces = await piecesOf({ vocabulary: lines, dictionary });
  return texts.map((text) => ({
    characters: characters.encode(text),
    ipadic: ipadic.words(text),
    unidicLite: unidicLite.words(text),
    pieces: pieces.encode(text),
  }));
}

const answer = document.createElement("output");
answers()
  .then(JSON.stringify, String)
  .then((text) => {
    answer.textContent = text;
    document.body.append(answer);
  });
