/** Every argument that all classes of tokenizers share has an effect, or is refused. */

import { describe, it } from "vitest";
import { idsOf, jsonObject, wordPieces } from "../../fixtures/tokenizer-json/blocks.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { byT5 } from "../../src/models/byte/byt5.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TOKENIZER_OPTIONS, type Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";
import { SHARED_OPTIONS } from "../../src/tokenizer/tokenizer-options.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";
import { checkTable, type Example } from "./check-table.js";

const ADDED = { lstrip: false, rstrip: false, single_word: false, normalized: true, special: false };
const TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##b", "."];
const TEXT = "a ab . A <new>[MASK]";

const EXAMPLES: Readonly<Record<keyof typeof SHARED_OPTIONS, Example>> = {
  bos_token: { value: "<new>" },
  eos_token: { value: "<new>" },
  unk_token: { value: "a" },
  sep_token: { value: "a" },
  pad_token: { value: "a" },
  cls_token: { value: "a" },
  mask_token: { value: "a" },
  additional_special_tokens: { value: ["<new>"] },
  extra_special_tokens: { value: { new_token: "<new>" } },
  added_tokens_decoder: { value: new Map([[20, { ...ADDED, content: "<new>" }]]) },
  model_max_length: { value: 4 },
  padding_side: { value: "left" },
  truncation_side: { value: "left" },
  model_input_names: { value: ["input_ids"] },
  clean_up_tokenization_spaces: { value: true },
  split_special_tokens: { value: true },
  chat_template: { value: "{{ messages }}", bad: 5 },
};

/** Everything that an argument may change. */
function observed(tokenizer: Tokenizer | PreTrainedTokenizerFast, saved: unknown): unknown {
  const quiet = { verbose: false };
  return [
    tokenizer(TEXT, quiet),
    tokenizer(TEXT, { text_pair: "a", ...quiet }),
    tokenizer(TEXT, { padding: "max_length", max_length: 20, truncation: true }),
    tokenizer("a ab b a", { truncation: true, max_length: 4, ...quiet }),
    tokenizer("a ab b a", { truncation: true, ...quiet }),
    tokenizer.decode([5, 8, 5]),
    tokenizer.special_tokens_map,
    saved,
  ];
}

describe("every argument has an effect, and refuses bad values", () => {
  const roles = {
    unk_token: "[UNK]",
    pad_token: "[PAD]",
    cls_token: "[CLS]",
    sep_token: "[SEP]",
    mask_token: "[MASK]",
  };

  it("of a slow class", () =>
    checkTable({
      table: TOKENIZER_OPTIONS,
      keepsUnknown: true,
      observe: async (options) => {
        const vocabulary = Vocabulary.parse(new TextEncoder().encode(`${TOKENS.join("\n")}\n`), "vocab.txt");
        const tokenizer = await bertJapanese(vocabulary, { ...options, word_tokenizer_type: "basic" });
        return observed(tokenizer, tokenizer.chat_template);
      },
      examples: {
        ...EXAMPLES,
        do_lower_case: { value: true },
        truncation_unit: {
          value: "character",
          observe: (options) => byT5(options)("あい", { truncation: true, max_length: 6 }),
        },
      },
    }));

  it("of a fast class", () =>
    checkTable({
      table: SHARED_OPTIONS,
      keepsUnknown: true,
      observe: (options) => {
        const json = jsonObject({ pre_tokenizer: { type: "WhitespaceSplit" }, model: wordPieces(idsOf(TOKENS)) });
        const content = TokenizerJson.parse(JSON.stringify(json), "tokenizer.json");
        const tokenizer = new PreTrainedTokenizerFast(content, { ...roles, ...options });
        return observed(tokenizer, tokenizer.chat_template);
      },
      examples: EXAMPLES,
    }));
});
