import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadT5Model, SDXL_BASE, type T5ModelOptions } from "../sentencepiece/t5-model.js";

/** Loads the tokenizer of tohoku-nlp/stable-diffusion-xl-jp-base-1.0: SentencePiece, by T5Tokenizer. */
export function from_pretrained(options?: T5ModelOptions): Promise<Tokenizer> {
  return loadT5Model(SDXL_BASE, options);
}
