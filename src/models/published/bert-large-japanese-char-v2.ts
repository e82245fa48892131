import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadBertModel, type ModelOptions } from "../bert/bert-model.js";
import { unidicLiteCharacter } from "../bert/unidic-lite-character.js";
import { charV3Vocabulary } from "../char-v3-vocabulary.js";

const model = { ...unidicLiteCharacter, name: "bert-large-japanese-char-v2", vocabulary: charV3Vocabulary };

/** Loads the tokenizer of tohoku-nlp/bert-large-japanese-char-v2: MeCab with unidic-lite, characters; its vocabulary is in the package. */
export function from_pretrained(options?: ModelOptions): Promise<Tokenizer> {
  return loadBertModel(model, options);
}
