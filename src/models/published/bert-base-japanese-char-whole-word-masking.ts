import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert/bert-model.js";
import { ipadicCharacter } from "../bert/ipadic-character.js";

const model = { ...ipadicCharacter, name: "bert-base-japanese-char-whole-word-masking" };

/** Loads the tokenizer of tohoku-nlp/bert-base-japanese-char-whole-word-masking: MeCab with IPADIC, characters. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
