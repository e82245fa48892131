// Generated from src/pretrained/catalog.ts by: npm run published
import { vocabularyLoaderOf } from "../../pretrained/from-vocabulary.js";
import { loaderOf } from "../../pretrained/published.js";
import { ipadicCharacter } from "../bert/ipadic-character.js";
import { ipadicJoined } from "../bert/ipadic-joined.js";

const model = {
  source: "tohoku-nlp/bert-base-japanese-char",
  vocabularySize: 4000,
  preset: {
    model_max_length: 512,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/bert-base-japanese-char: BertJapaneseTokenizer.
 *
 * Words: MeCab IPADIC. Subwords: character. Files that it needs: vocab.txt.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char";
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
export const from_pretrained = /* @__PURE__ */ loaderOf(model, ipadicCharacter);

/**
 * Loads the tokenizer with less code, for a page: without the code for the hub, configuration files and MeCab. Its ids
 * and offsets are those of from_pretrained; it has no word ids.
 *
 * @example
 * ```ts no-run
 * import { from_vocabulary } from "tohoku-tokenizers/models/bert-base-japanese-char";
 *
 * const tokenizer = await from_vocabulary({ vocabulary: "vocab.txt" });
 * tokenizer("今日は晴れ").input_ids;
 * ```
 *
 * @throws OptionError if an option is impossible, or needs MeCab's words, as dictionary and do_lower_case do, or there is no vocabulary
 * @throws ResourceError if the vocabulary cannot be read
 * @throws VocabularyError if the reference cannot read the vocabulary
 */
export const from_vocabulary = /* @__PURE__ */ vocabularyLoaderOf(model, ipadicJoined);
