/** A worker that has no files: the bundle holds the dictionaries' bytes. */
import ipadicFile from "tohoku-tokenizers/dictionaries/ipadic.dict";
import unidicLiteFile from "tohoku-tokenizers/dictionaries/unidic-lite.dict";
import { MeCab } from "tohoku-tokenizers/mecab";
import { from_pretrained as charactersOf } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
import { from_pretrained as piecesOf } from "tohoku-tokenizers/models/bert-base-japanese-v3";
import { texts, vocabulary } from "./given.mjs";

async function answers() {
  const characters = await charactersOf({ dictionary: unidicLiteFile });
  const ipadic = await MeCab.load(ipadicFile);
  const unidicLite = await MeCab.load(unidicLiteFile);
  const lines = new TextEncoder().encode(vocabulary.map((piece) => `${piece}\n`).join(""));
  const pieces = await piecesOf({ vocabulary: lines, dictionary: unidicLiteFile });
  return texts.map((text) => ({
    characters: characters.encode(text),
    ipadic: ipadic.words(text),
    unidicLite: unidicLite.words(text),
    pieces: pieces.encode(text),
  }));
}

export default {
  async fetch() {
    return Response.json(await answers());
  },
};
