import * as main from "tohoku-tokenizers";
import * as bytes from "tohoku-tokenizers/bytes";
import * as character from "tohoku-tokenizers/character";
import * as mecab from "tohoku-tokenizers/mecab";
import * as model from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
import * as roberta from "tohoku-tokenizers/models/roberta-base-japanese";
import * as normalize from "tohoku-tokenizers/normalize";
import * as sentencepiece from "tohoku-tokenizers/sentencepiece";
import * as tokenizerJson from "tohoku-tokenizers/tokenizer-json";
import * as wordpiece from "tohoku-tokenizers/wordpiece";
import * as words from "tohoku-tokenizers/words";

/** Every entry, so that the compiler checks every declaration. */
export const entries: readonly object[] = [
  main,
  bytes,
  character,
  mecab,
  model,
  normalize,
  roberta,
  sentencepiece,
  tokenizerJson,
  wordpiece,
  words,
];

export async function ids(texts: readonly string[]): Promise<number[][]> {
  const tokenizer = await model.from_pretrained();
  return texts.map((text) => tokenizer.encode(text));
}

export function refused(): wordpiece.WordPiece {
  // @ts-expect-error The declarations are read: a number is no vocabulary.
  return new wordpiece.WordPiece(1);
}
