import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type LlamaModelOptions, loadLlamaModel } from "../sentencepiece/llama-model.js";

/** Loads the tokenizer of tohoku-nlp/llama_l24_d2048_h16_seq1024: whatever its files say, if that is LlamaTokenizer. */
export function from_pretrained(options?: LlamaModelOptions): Promise<Tokenizer> {
  return loadLlamaModel(options);
}
