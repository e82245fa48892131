/** Every option of the methods of tokenizers has an effect, or is refused. */

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { jsonObject, specialToken } from "../../fixtures/tokenizer-json/blocks.js";
import { setLogger } from "../../src/base/logger.js";
import { byT5 } from "../../src/models/byte/byt5.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import {
  CALL,
  DECODE,
  ENCODE,
  ENCODE_BATCH,
  PAD,
  PREPARE_FOR_MODEL,
  TOKENIZE,
  TOKENS,
} from "../../src/tokenizer/call-tables.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { SAVE } from "../../src/tokenizer/saved-files.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";
import { checkTable, type Example, type Observe } from "./check-table.js";

class Tensor {
  constructor(
    readonly type: "int64",
    readonly data: BigInt64Array,
    readonly dims: number[],
  ) {}
}

const TEXT = "東京都の[MASK] 😀雨";
type Options = Readonly<Record<string, unknown>>;

/** Calls a method of a new tokenizer, and returns the result with the logged messages. */
function observing(method: string, input: unknown, make: () => Promise<AnyTokenizer> | AnyTokenizer = charV3): Observe {
  return async (options) => {
    const tokenizer = await make();
    const messages: string[] = [];
    const previous = setLogger({
      warn: (message) => messages.push(message),
      error: (message) => messages.push(message),
    });
    try {
      const run = Reflect.get(tokenizer, method) as (input: unknown, options: Options) => unknown;
      return { result: await Reflect.apply(run, tokenizer, [input, options]), messages };
    } finally {
      setLogger(previous);
    }
  };
}

function charV3(): Promise<AnyTokenizer> {
  return AutoTokenizer.from_pretrained("bert-base-japanese-char-v3", { model_max_length: 8 });
}

/** The id of "." in the vocabulary of bert-base-japanese-char-v3. */
const FULL_STOP = 29;
const CUT = { truncation: true, max_length: 6 };
const PAD_EXAMPLES: Readonly<Record<string, Example>> = {
  padding: { value: "max_length", beside: { max_length: 30, truncation: false } },
  max_length: { value: 30, beside: { padding: "max_length" } },
  pad_to_multiple_of: { value: 16, beside: { padding: true } },
  padding_side: { value: "left", beside: { padding: "max_length", max_length: 30 } },
  return_attention_mask: { value: false },
  return_tensors: { value: Tensor },
  verbose: { value: false },
};
const PREPARE_EXAMPLES: Readonly<Record<string, Example>> = {
  ...PAD_EXAMPLES,
  truncation: { value: true, beside: { max_length: 6, padding: true } },
  add_special_tokens: { value: false },
  stride: { value: 2, beside: { ...CUT, return_overflowing_tokens: true } },
  return_token_type_ids: { value: false },
  return_overflowing_tokens: { value: true, beside: CUT },
  return_special_tokens_mask: { value: true },
  return_length: { value: true },
};
const ENCODING_EXAMPLES: Readonly<Record<string, Example>> = {
  ...PREPARE_EXAMPLES,
  split_special_tokens: { value: true },
  return_offsets_mapping: { value: true },
  offset_unit: { value: "code_point", beside: { return_offsets_mapping: true } },
  return_word_ids: { value: true },
  return_sequence_ids: { value: true },
  is_split_into_words: { value: true, observe: observing("encode_plus", ["東京", "都"]) },
};
const PAIR: Example = { value: "雨", bad: 5 };
const WORDS = [["東京", "都"]];
const only = (text: string): Example => ({ value: text, bad: 5 });

describe("every option has an effect, refuses bad values, and is proposed for a misspelt name", () => {
  it("of a call", () =>
    checkTable({
      table: CALL,
      observe: observing("call", TEXT),
      examples: {
        ...ENCODING_EXAMPLES,
        text_pair: PAIR,
        text_target: only("雨"),
        text_pair_target: { ...only("雨"), beside: { text_target: "東京" } },
        is_split_into_words: { value: true, observe: observing("call", ["東京", "都"]) },
      },
    }));

  it("of encode_plus", () =>
    checkTable({
      table: ENCODE,
      observe: observing("encode_plus", TEXT),
      examples: { ...ENCODING_EXAMPLES, text_pair: PAIR },
    }));

  it("of batch_encode_plus", () =>
    checkTable({
      table: ENCODE_BATCH,
      observe: observing("batch_encode_plus", [TEXT]),
      examples: {
        ...ENCODING_EXAMPLES,
        // A slow tokenizer ignores it for a batch, as the reference does.
        split_special_tokens: { value: true, observe: observing("batch_encode_plus", [TEXT], fastTokenizer) },
        is_split_into_words: { value: true, observe: observing("batch_encode_plus", WORDS) },
      },
    }));

  it("of prepare_for_model", () =>
    checkTable({
      table: PREPARE_FOR_MODEL,
      observe: observing("prepare_for_model", [5, 6, 7, 8, 9, 10, 11]),
      examples: {
        ...PREPARE_EXAMPLES,
        pair_ids: { value: [5], bad: "5" },
        prepend_batch_axis: { value: true, beside: { return_tensors: Tensor } },
      },
    }));

  it("of pad", () =>
    checkTable({
      table: PAD,
      observe: observing("pad", [{ input_ids: [5] }, { input_ids: [5, 6] }]),
      examples: {
        ...PAD_EXAMPLES,
        padding: { value: false },
        verbose: { value: false, beside: { max_length: 5 } },
      },
    }));

  it("of decode", () =>
    checkTable({
      table: DECODE,
      observe: observing("decode", [2, 32, 5, 37, 3]),
      examples: {
        skip_special_tokens: { value: true },
        clean_up_tokenization_spaces: { value: true, observe: observing("decode", [2752, FULL_STOP]) },
        spaces_between_special_tokens: { value: false, observe: observing("decode", [2752, 7027, 494], withAdded) },
        errors: { value: "replace", observe: observing("decode", [3 + 0xe3, 3 + 0x81], () => byT5()) },
      },
    }));

  it("of tokenize and of convert_ids_to_tokens", async () => {
    await checkTable({
      table: TOKENIZE,
      observe: observing("tokenize", TEXT),
      examples: { split_special_tokens: { value: true } },
    });
    await checkTable({
      table: TOKENS,
      observe: observing("convert_ids_to_tokens", [2, 5]),
      examples: { skip_special_tokens: { value: true } },
    });
  });
});

describe("files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "options-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("every option of saving has an effect", () =>
    checkTable({
      table: SAVE,
      observe: async (options) => {
        await rm(folder, { recursive: true, force: true });
        await observing("save_pretrained", folder)(options);
        return readdir(folder);
      },
      examples: { filename_prefix: { value: "mine" } },
    }));
});

async function withAdded(): Promise<AnyTokenizer> {
  const tokenizer = await charV3();
  tokenizer.add_tokens(["<仙台>"]);
  return tokenizer;
}

/** A fast tokenizer whose special token is one of the text's. */
function fastTokenizer(): AnyTokenizer {
  const vocab = { "[UNK]": 0, "[MASK]": 1, 東: 2 };
  const model = { type: "WordLevel", vocab, unk_token: "[UNK]" };
  const json = jsonObject({ added_tokens: [specialToken("[MASK]", 1)], model });
  return new PreTrainedTokenizerFast(TokenizerJson.parse(JSON.stringify(json), "fast.json"), { unk_token: "[UNK]" });
}
