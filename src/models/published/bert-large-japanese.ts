import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert/bert-model.js";
import { unidicLiteWordPiece } from "../bert/unidic-lite-wordpiece.js";

const model = { ...unidicLiteWordPiece, name: "bert-large-japanese" };

/** Loads the tokenizer of tohoku-nlp/bert-large-japanese: MeCab with unidic-lite, WordPiece. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
