import type { PreTrainedTokenizerFast } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { type FastModelOptions, loadFastModel } from "../fast/fast-model.js";

/** Loads the tokenizer of tohoku-nlp/tohokunlp-bert-500m-sq4096-alpha: that of its tokenizer.json. */
export function from_pretrained(options?: FastModelOptions): Promise<PreTrainedTokenizerFast> {
  return loadFastModel("tohokunlp-bert-500m-sq4096-alpha", options);
}
