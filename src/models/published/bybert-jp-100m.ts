// Generated from src/pretrained/catalog.ts by: npm run published
import { loaderOf } from "../../pretrained/published.js";
import { NO_FILES } from "../byte/no-files.js";
import { publishedBytes } from "../byte/published-bytes.js";

const model = {
  source: "tohoku-nlp/bybert-jp-100m",
  builtIn: NO_FILES,
  vocabularySize: 288,
  preset: {
    encoding: { type: "utf8" },
    offset: 6,
    patch_width: 1,
    byte_tokens: "characters",
    specials: { inPatches: false, extras: 26 },
    template: { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: true },
    padding_side: "right",
    truncation_unit: "id",
    model_max_length: 3072,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/bybert-jp-100m: ByteTokenizer.
 *
 * Words: none. Subwords: bytes (UTF-8). Files that it needs: none.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/bybert-jp-100m";
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
export const from_pretrained = /* @__PURE__ */ loaderOf(model, publishedBytes);
