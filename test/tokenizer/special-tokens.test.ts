import { beforeEach, describe, expect, it } from "vitest";
import { FAST_SETTINGS, type FastSetting, openFast } from "../../fixtures/fast.js";
import { OptionError } from "../../src/base/errors.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { LlamaTokenizerFast } from "../../src/models/fast/llama-tokenizer-fast.js";
import type { AnyTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { SpecialTokensToAdd } from "../../src/tokenizer/special-tokens.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

const VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "ab", "AB", "c"];
const CLASSES = { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast };

let slow: AnyTokenizer;
let fast: AnyTokenizer;
beforeEach(async () => {
  slow = await bertJapanese(new Vocabulary(VOCABULARY), { do_subword_tokenize: false, do_lower_case: true });
  fast = openFast(FAST_SETTINGS["fast-bert"] as FastSetting, CLASSES);
});

describe("a role that is set", () => {
  it("changes the special tokens around a text from then on", () => {
    expect(slow.encode("ab")).toEqual([1, 5, 2]);
    slow.cls_token = "c";
    expect(slow.encode("ab")).toEqual([7, 5, 2]);
    slow.cls_token = undefined;
    expect(slow.cls_token_id).toBeUndefined();
    expect(() => slow.encode("ab")).toThrow(OptionError);
  });

  it("keeps its token from lower-casing, and no longer the token before", () => {
    expect(slow.tokenize("c AB")).toEqual(["c", "ab"]);
    slow.mask_token = "AB";
    expect(slow.tokenize("c AB")).toEqual(["c", "AB"]);
    slow.mask_token = "[MASK]";
    expect(slow.tokenize("c AB")).toEqual(["c", "ab"]);
  });

  it("is listed with the others", () => {
    for (const tokenizer of [slow, fast]) {
      tokenizer.bos_token = "c";
      expect(tokenizer.all_special_tokens[0]).toBe("c");
      expect(tokenizer.special_tokens_map.bos_token).toBe("c");
      expect(tokenizer.all_special_ids).toContain(tokenizer.bos_token_id);
    }
  });
});

it("an unknown role is refused, and nothing changes", () => {
  for (const tokenizer of [slow, fast]) {
    const before = [tokenizer.special_tokens_map, tokenizer.length];
    const tokens = { mask_token: "<new>", head_token: "<head>" } as SpecialTokensToAdd;
    expect(() => tokenizer.add_special_tokens(tokens)).toThrow(OptionError);
    expect([tokenizer.special_tokens_map, tokenizer.length]).toEqual(before);
  }
});

it("special tokens without a role replace the former ones or join them, and all remain added tokens", () => {
  for (const tokenizer of [slow, fast]) {
    tokenizer.add_special_tokens({ additional_special_tokens: ["<1>"] });
    tokenizer.add_special_tokens({ additional_special_tokens: ["<1>", "<2>"] }, false);
    expect(tokenizer.additional_special_tokens).toEqual(["<1>", "<2>"]);
    tokenizer.add_special_tokens({ additional_special_tokens: ["<3>"] });
    expect(tokenizer.additional_special_tokens).toEqual(["<3>"]);
    expect([...tokenizer.get_added_vocab().keys()]).toEqual(expect.arrayContaining(["<1>", "<2>", "<3>"]));
  }
});
