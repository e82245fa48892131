// Generated from src/pretrained/catalog.ts by: npm run published
import { loaderOf } from "../../pretrained/published.js";
import { NO_FILES } from "../byte/no-files.js";
import { publishedBytes } from "../byte/published-bytes.js";

const model = {
  source: "tohoku-nlp/bygpt-jp-multi-lm-head-6.5B-alpha",
  builtIn: NO_FILES,
  vocabularySize: 256,
  preset: {
    patch_width: 4,
    encoding: { type: "mixed-radix", heads: [0, 128, 192, 224], reserved: [1, 8, 8, 25], radices: [127, 56, 24, 7] },
    offset: 0,
    byte_tokens: "decimals",
    specials: { inPatches: true, extras: 0 },
    template: { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: false },
    padding_side: "left",
    truncation_unit: "character",
    model_max_length: 11520,
  },
};

/**
 * Loads the tokenizer of tohoku-nlp/bygpt-jp-multi-lm-head-6.5B-alpha: ByteTokenizer.
 *
 * Words: none. Subwords: bytes (own Unicode encoding, 4 ids a character). Files that it needs: none.
 *
 * @example
 * ```ts
 * import { from_pretrained } from "tohoku-tokenizers/models/bygpt-jp-multi-lm-head-6.5B-alpha";
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
