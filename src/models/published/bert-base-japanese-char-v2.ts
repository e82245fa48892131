import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert/bert-model.js";
import { unidicLiteCharacter } from "../bert/unidic-lite-character.js";

const model = { ...unidicLiteCharacter, name: "bert-base-japanese-char-v2" };

/** Loads the tokenizer of tohoku-nlp/bert-base-japanese-char-v2: MeCab with unidic-lite, characters. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
