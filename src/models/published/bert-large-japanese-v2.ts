// Generated from src/pretrained/catalog.ts by: npm run published
import { vocabularyLoaderOf } from "../../pretrained/from-vocabulary.js";
import { loaderOf } from "../../pretrained/published.js";
import { unidicLiteWordPiece } from "../bert/unidic-lite-wordpiece.js";

const model = {
  source: "tohoku-nlp/bert-large-japanese-v2",
  vocabularySize: 32768,
  preset: {
    model_max_length: 512,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/bert-large-japanese-v2: BertJapaneseTokenizer.
 *
 * Words: MeCab unidic-lite. Subwords: WordPiece. Files that it needs: vocab.txt.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/bert-large-japanese-v2";
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
export const from_pretrained = /* @__PURE__ */ loaderOf(model, unidicLiteWordPiece);

/**
 * Loads the tokenizer of a vocabulary with less code, for a page: without the code for the hub and configuration files.
 *
 * @example
 * ```ts no-run
 * import { from_vocabulary } from "tohoku-tokenizers/models/bert-large-japanese-v2";
 *
 * const tokenizer = await from_vocabulary({ vocabulary: "vocab.txt" });
 * tokenizer("今日は晴れ").input_ids;
 * ```
 *
 * @throws OptionError if an option is impossible, or there is no vocabulary
 * @throws ResourceError if the vocabulary or the dictionary cannot be read
 * @throws VocabularyError if the reference cannot read the vocabulary
 */
export const from_vocabulary = /* @__PURE__ */ vocabularyLoaderOf(model, unidicLiteWordPiece);
