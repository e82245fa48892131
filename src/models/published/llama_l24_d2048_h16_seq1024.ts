// Generated from src/pretrained/catalog.ts by: npm run published
import { loaderOf } from "../../pretrained/published.js";
import { llamaFamily } from "../sentencepiece/llama.js";

const model = {
  source: "tohoku-nlp/llama_l24_d2048_h16_seq1024",
  preset: {
    model_max_length: 1024,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/llama_l24_d2048_h16_seq1024: LlamaTokenizer.
 *
 * Words: unknown. Subwords: whatever its files say. Files that it needs: tokenizer files.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/llama_l24_d2048_h16_seq1024";
 *
 * const tokenizer = await from_pretrained();
 * tokenizer("今日は晴れ").input_ids;
 * ```
 *
 * @throws OptionError if an option is impossible
 * @throws ResourceError if a file of a folder is missing or unreadable
 * @throws HubError if a file is neither cached nor available from the hub
 * @throws VocabularyError if the reference cannot read the vocabulary
 */
export const from_pretrained = /* @__PURE__ */ loaderOf(model, llamaFamily);
