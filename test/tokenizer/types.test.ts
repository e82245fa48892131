/** The types of calls and of their results: the compiler checks them, and one run shows that they are true. */
import { beforeAll, expect, expectTypeOf, it } from "vitest";
import { FAST_SETTINGS, type FastSetting, openFast } from "../../fixtures/fast.js";
import type { BatchEncoding, CallOptions, Encoding, TensorEncoding, TokenId, Tokenizer } from "../../src/index.js";
import { LlamaTokenizerFast } from "../../src/models/fast/llama-tokenizer-fast.js";
import { from_pretrained as bygpt } from "../../src/models/published/bygpt-jp-multi-lm-head-6.5B-alpha.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

class Tensor {
  readonly dims: readonly number[];

  constructor(_type: "int64", _data: BigInt64Array, dims: number[]) {
    this.dims = dims;
  }
}

const CLASSES = { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast };
let any: AnyTokenizer;
let slow: Tokenizer;
let fast: PreTrainedTokenizerFast;
beforeAll(async () => {
  any = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  slow = await bygpt();
  fast = openFast(FAST_SETTINGS["fast-bert"] as FastSetting, CLASSES);
});

it("return_tensors gives tensors with a batch axis, and lists of the offsets that are asked for", () => {
  const options = { return_tensors: Tensor, return_offsets_mapping: true } as const;
  const encoding = any("日本", options);
  expectTypeOf(encoding).toEqualTypeOf<TensorEncoding<Tensor, typeof options>>();
  expectTypeOf(encoding.attention_mask).toEqualTypeOf<Tensor | undefined>();
  expectTypeOf(any.encode("日本", options)).toEqualTypeOf<Tensor>();
  expectTypeOf(any.encode_plus("日本", options)).toEqualTypeOf<TensorEncoding<Tensor, typeof options>>();
  expectTypeOf(any.batch_encode_plus(["日本"], options)).toEqualTypeOf<TensorEncoding<Tensor, typeof options>>();
  expect(encoding.input_ids.dims).toEqual([1, 4]);
  expect(any.encode("日本", options).dims).toEqual([1, 4]);
  expect(encoding.offset_mapping[0]).toHaveLength(4);
});

it("an inference session takes an encoding in tensors as it is, or the fields that the options ask for", () => {
  /** The inputs of a session, as onnxruntime declares them. */
  const run = (inputs: { readonly [name: string]: Tensor }) => Object.keys(inputs).sort();
  const names = ["attention_mask", "input_ids", "token_type_ids"];
  expect(run(any("日本", { return_tensors: Tensor }))).toEqual(names);
  const asks = { return_tensors: Tensor, return_attention_mask: true, return_token_type_ids: true } as const;
  const { input_ids, attention_mask, token_type_ids } = any(["日本"], asks);
  expect(run({ input_ids, attention_mask, token_type_ids })).toEqual(names);
  // @ts-expect-error: offsets are no tensors
  expect(run(any("日本", { return_tensors: Tensor, return_offsets_mapping: true }))).toHaveLength(4);
});

it("every tokenizer prepares ids, in tensors without a batch axis unless one is asked for", () => {
  expectTypeOf(any.prepare_for_model([5])).toEqualTypeOf<Encoding>();
  const tensors = any.prepare_for_model([5], { return_tensors: Tensor, return_length: true });
  expectTypeOf(tensors.input_ids).toEqualTypeOf<Tensor>();
  expect([tensors.input_ids.dims, tensors.length?.dims]).toEqual([[3], []]);
  const batch = any.prepare_for_model([5], { return_tensors: Tensor, prepend_batch_axis: true });
  expect(batch.input_ids.dims).toEqual([1, 3]);
  expect(any.pad({ input_ids: [5] }, { return_tensors: Tensor }).input_ids.dims).toEqual([1]);
});

it("the compiler names a misspelt option, also beside a class of tensors", () => {
  // @ts-expect-error: 'paddng' does not exist in type 'CallOptions'. Did you mean to write 'padding'?
  expect(() => any("日本", { paddng: true })).toThrow(/did you mean padding/);
  // @ts-expect-error: the same with tensors
  expect(() => any("日本", { paddng: true, return_tensors: Tensor })).toThrow(/did you mean padding/);
  // @ts-expect-error: the names are transformers'
  expect(() => any.decode([5], { skipSpecialTokens: true })).toThrow(/did you mean skip_special_tokens/);
});

it("a text gives one encoding and a list a batch, and an argument of either type gives either", () => {
  expectTypeOf(any("日本")).toEqualTypeOf<Encoding>();
  expectTypeOf(any(["日本", "東京"])).toEqualTypeOf<BatchEncoding>();
  expectTypeOf(any(["日本", "東京"], { is_split_into_words: true })).toEqualTypeOf<Encoding>();
  const either = ["日本"] as string | string[];
  expectTypeOf(any(either)).toEqualTypeOf<Encoding | BatchEncoding>();
  const options: CallOptions = { padding: true };
  expectTypeOf(any(either, options)).toEqualTypeOf<Encoding | BatchEncoding>();
  expectTypeOf(any(either, { return_tensors: Tensor }).input_ids).toEqualTypeOf<Tensor>();
  expectTypeOf(fast.convert_tokens_to_ids(either)).toEqualTypeOf<number | number[]>();
  expect(any(either).input_ids).toHaveLength(1);
});

it("the overflow of one text is a list of its ids in a slow tokenizer, and a batch of rows in a fast one", () => {
  const options = { return_overflowing_tokens: true, truncation: true, max_length: 4 } as const;
  expectTypeOf(slow("日本", options)).toEqualTypeOf<Encoding>();
  expectTypeOf(fast("c d e", options)).toEqualTypeOf<BatchEncoding>();
  expectTypeOf(fast.encode_plus("c d e", options)).toEqualTypeOf<BatchEncoding>();
  expectTypeOf(fast.encode("c d e", options)).toEqualTypeOf<number[][]>();
  const windows = { ...options, max_length: 8, return_overflowing_tokens: "windows" } as const;
  expectTypeOf(any("日本", windows)).toEqualTypeOf<BatchEncoding>();
  expectTypeOf(any.encode("日本", windows)).toEqualTypeOf<number[][]>();
  expectTypeOf(any.encode_plus("日本", windows)).toEqualTypeOf<BatchEncoding>();
  expect(any.encode("日本", windows)).toHaveLength(1);
  expect(any("日本日本日本", windows).overflow_to_sample_mapping).toEqual([0]);
  expect(slow("日本", { ...options, max_length: 8 }).overflowing_tokens).toHaveLength(4);
  expect(fast("c d e", options).input_ids).toHaveLength(2);
});

it("a token has one id, or in bygpt-jp a list of four", () => {
  expectTypeOf(slow.pad_token_id).toEqualTypeOf<TokenId | undefined>();
  expectTypeOf(slow.convert_tokens_to_ids("</s>")).toEqualTypeOf<TokenId>();
  expectTypeOf(slow.convert_tokens_to_ids(["</s>"])).toEqualTypeOf<number[]>();
  expectTypeOf(fast.pad_token_id).toEqualTypeOf<number | undefined>();
  expectTypeOf(fast.convert_tokens_to_ids("a")).toEqualTypeOf<number>();
  expect(slow.convert_tokens_to_ids("</s>")).toEqual(slow.eos_token_id);
  expect(slow.eos_token_id).toHaveLength(4);
  expect(slow.convert_tokens_to_ids(["</s>", "<s>"])).toHaveLength(8);
});
