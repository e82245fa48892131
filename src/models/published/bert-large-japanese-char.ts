import type { Tokenizer } from "../../tokenizer/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert-model.js";
import { unidicLiteCharacter } from "../unidic-lite-character.js";

const model = { ...unidicLiteCharacter, name: "bert-large-japanese-char" };

/** Loads the tokenizer of tohoku-nlp/bert-large-japanese-char: MeCab with unidic-lite, characters. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
