// Generated from src/pretrained/catalog.ts by: npm run published
import { loaderOf } from "../../pretrained/published.js";
import { fastFamily } from "../fast/fast-family.js";

const model = {
  source: "tohoku-nlp/tohokunlp-bert-500m-sq4096-alpha",
  vocabularySize: 99574,
  preset: {
    model_max_length: 4096,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/tohokunlp-bert-500m-sq4096-alpha: PreTrainedTokenizerFast.
 *
 * Words: none. Subwords: SentencePiece Unigram. Files that it needs: tokenizer.json.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/tohokunlp-bert-500m-sq4096-alpha";
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
export const from_pretrained = /* @__PURE__ */ loaderOf(model, fastFamily);
