import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadRobertaModel, type RobertaModelOptions } from "../roberta/roberta-model.js";

/** Loads the tokenizer of tohoku-nlp/roberta-base-japanese: full-width forms, MeCab with unidic-lite, SentencePiece. */
export function from_pretrained(options?: RobertaModelOptions): Promise<Tokenizer> {
  return loadRobertaModel(options);
}
