/** Padding of encodings that are made elsewhere. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

const model = { type: "WordLevel", vocab: { 橋: 0, "<unk>": 1 }, unk_token: "<unk>" };
const tokenizer = new PreTrainedTokenizerFast(TokenizerJson.parse(JSON.stringify({ model }), "words.json"));

describe("without a pad_token, pad", () => {
  it("refuses an encoding", () => {
    expect(() => tokenizer.pad({ input_ids: [0] }, { max_length: 8 })).toThrow(OptionError);
  });

  it("returns an empty encoding as it is, whatever the options, as in the reference", () => {
    expect(tokenizer.pad({ input_ids: [] }, { max_length: 8 })).toEqual({ input_ids: [] });
    expect(tokenizer.pad({ input_ids: [] }, { return_attention_mask: true })).toEqual({
      input_ids: [],
      attention_mask: [],
    });
  });
});
