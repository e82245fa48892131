import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert/bert-model.js";
import { ipadicWordPiece } from "../bert/ipadic-wordpiece.js";

const model = { ...ipadicWordPiece, name: "bert-base-japanese-whole-word-masking" };

/** Loads the tokenizer of tohoku-nlp/bert-base-japanese-whole-word-masking: MeCab with IPADIC, WordPiece. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
