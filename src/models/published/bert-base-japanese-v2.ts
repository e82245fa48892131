import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert/bert-model.js";
import { unidicLiteWordPiece } from "../bert/unidic-lite-wordpiece.js";

const model = { ...unidicLiteWordPiece, name: "bert-base-japanese-v2" };

/** Loads the tokenizer of tohoku-nlp/bert-base-japanese-v2: MeCab with unidic-lite, WordPiece. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
