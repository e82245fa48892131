// Generated from src/pretrained/catalog.ts by: npm run published
import { loaderOf } from "../../pretrained/published.js";
import { t5Family } from "../sentencepiece/t5.js";

const model = {
  source: "tohoku-nlp/stable-diffusion-xl-jp-refiner-1.0",
  subfolder: "tokenizer_2",
  vocabularySize: 51200,
  preset: {
    extra_ids: 0,
    keep_accents: true,
    do_lower_case: false,
    model_max_length: 77,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/stable-diffusion-xl-jp-refiner-1.0: T5Tokenizer.
 *
 * Words: none. Subwords: SentencePiece Unigram. Files that it needs: spiece.model.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/stable-diffusion-xl-jp-refiner-1.0";
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
export const from_pretrained = /* @__PURE__ */ loaderOf(model, t5Family);
