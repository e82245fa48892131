// Generated from src/pretrained/catalog.ts by: npm run published
import { loaderOf } from "../../pretrained/published.js";
import { publishedRoberta } from "../roberta/published-roberta.js";

const model = {
  source: "tohoku-nlp/roberta-base-japanese",
  preset: {
    model_max_length: 512,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/roberta-base-japanese: RobertaJapaneseTokenizer.
 *
 * Words: MeCab unidic-lite. Subwords: SentencePiece. Files that it needs: sentencepiece.bpe.model.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/roberta-base-japanese";
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
export const from_pretrained = /* @__PURE__ */ loaderOf(model, publishedRoberta);
