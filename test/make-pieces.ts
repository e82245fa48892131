import type { PieceSetting } from "../fixtures/pieces.js";
import { readTrained } from "../fixtures/sentencepiece/models.js";
import { bertJapanese } from "../src/models/bert/bert-japanese.js";
import { robertaJapanese } from "../src/models/roberta/roberta-japanese.js";
import { llama } from "../src/models/sentencepiece/llama.js";
import { t5 } from "../src/models/sentencepiece/t5.js";
import type { Tokenizer } from "../src/tokenizer/slow/tokenizer.js";

export const PIECE_CLASSES = {
  T5: t5,
  Llama: llama,
  RobertaJapanese: robertaJapanese,
  BertJapanese: bertJapanese,
} as const;

export async function makePieces({ class: name, model, arguments: options }: PieceSetting): Promise<Tokenizer> {
  return PIECE_CLASSES[name](readTrained(model), options);
}
