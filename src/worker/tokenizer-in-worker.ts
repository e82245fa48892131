import { checkValue } from "../base/options.js";
import { ANYTHING, checkArguments, type Signature } from "../base/signatures.js";
import type { EncodedBatch } from "../batches/columns.js";
import type { BatchOptions } from "../batches/encode-batch.js";
import { NO_TENSORS } from "../batches/no-tensors.js";
import type { TokenToAdd } from "../tokenizer/added-token.js";
import { toBatch } from "../tokenizer/batch.js";
import type {
  BatchEncodeOptions,
  CallOptions,
  DecodeOptions,
  EncodeOptions,
  TextInput,
  TokenizeOptions,
  TokensOptions,
} from "../tokenizer/call-options.js";
import type { CallInput } from "../tokenizer/calls.js";
import type { BatchEncoding, Encoding } from "../tokenizer/encoding.js";
import { type IdBatch, type Ids, toId, toIdLists, toIds } from "../tokenizer/ids.js";
import type { SpecialTokensToAdd } from "../tokenizer/special-tokens.js";
import {
  TENSOR_CLASS,
  type TensorConstructor,
  type TensorEncoding,
  type TensorOptions,
  toTensors,
} from "../tokenizer/tensors.js";
import type { TokenId } from "../tokenizer/token-table.js";
import { callsOfParts, joinResults } from "./batch-parts.js";
import type { Answer } from "./client.js";
import type { Calling, Copies } from "./copies.js";
import { FACT_NAMES, type Facts } from "./messages.js";

/** The properties of a tokenizer that can be set. */
export type SettableFacts = Partial<Omit<Facts, "vocab_size" | "length" | "all_special_tokens" | "all_special_ids">>;

type WordList = CallOptions & { readonly is_split_into_words: true };

/**
 * A tokenizer in a worker: its calls and methods are those of the tokenizer, and give promises. Their results come in the
 * order of the calls. Its properties are read at once, as the last answer left them.
 *
 * @throws TokenizerError as the tokenizer; ResourceError if the worker fails or is terminated
 */
export interface TokenizerInWorker extends Facts {
  /** As the call of the tokenizer, in tensors. */
  <Tensor, Options>(
    text: CallInput,
    options: TensorOptions<CallOptions, Options, Tensor>,
  ): Promise<TensorEncoding<Tensor, Options>>;
  /** One text, or one pair with `text_pair`. */
  (text: string, options?: CallOptions): Promise<Encoding>;
  /** One text given as its words. */
  (words: readonly string[], options: WordList): Promise<Encoding>;
  /** A batch of texts given as their words. */
  (batch: readonly (readonly string[])[], options: WordList): Promise<BatchEncoding>;
  /** A batch of texts or pairs. */
  (batch: readonly (string | readonly TextInput[])[], options?: CallOptions): Promise<BatchEncoding>;

  /** The ids of a text or a pair. */
  encode(text: TextInput, options?: EncodeOptions): Promise<number[]>;
  /** The encoding of a text or a pair. */
  encode_plus(text: TextInput, options?: EncodeOptions): Promise<Encoding>;
  /** The encodings of texts or pairs. */
  batch_encode_plus(
    batch: readonly (TextInput | readonly TextInput[])[],
    options?: BatchEncodeOptions,
  ): Promise<BatchEncoding>;
  /** Encodes many texts to typed arrays, as the function {@link encode_batch}. */
  encode_batch(texts: readonly (TextInput | readonly TextInput[])[], options?: BatchOptions): Promise<EncodedBatch>;
  /** The tokens of a text, without special tokens around them. */
  tokenize(text: string, options?: TokenizeOptions): Promise<string[]>;
  /** The text of ids. */
  decode(ids: number | bigint | Ids, options?: DecodeOptions): Promise<string>;
  /** The text of each list of ids. */
  batch_decode(sequences: IdBatch, options?: DecodeOptions): Promise<string[]>;
  /** The token of an id. */
  convert_ids_to_tokens(id: number | bigint): Promise<string>;
  /** The tokens of ids. */
  convert_ids_to_tokens(ids: Ids, options?: TokensOptions): Promise<string[]>;
  /** The id of a token. */
  convert_tokens_to_ids(token: string): Promise<TokenId>;
  /** The ids of tokens. */
  convert_tokens_to_ids(tokens: readonly string[]): Promise<TokenId[]>;
  /** Adds tokens; resolves with the number of new ids. */
  add_tokens(tokens: TokenToAdd | readonly TokenToAdd[], special?: boolean): Promise<number>;
  /** Gives tokens roles; resolves with the number of new ids. */
  add_special_tokens(tokens: SpecialTokensToAdd, replace?: boolean): Promise<number>;
  /** All tokens with their ids, including added tokens. */
  get_vocab(): Promise<Map<string, number>>;
  /** The added tokens with their ids. */
  get_added_vocab(): Promise<Map<string, number>>;
  /**
   * Sets properties of the tokenizer, such as `padding_side`: all of them, or none.
   *
   * @throws OptionError if there is no such property, or a value is impossible
   */
  set(values: SettableFacts): Promise<void>;
  /** Lets the worker forget the tokenizer: later calls are rejected with a ResourceError. The worker goes on. */
  free(): void;
}

/** The methods whose arguments go to the worker as they are. */
const METHODS = [
  "encode",
  "tokenize",
  "convert_ids_to_tokens",
  "convert_tokens_to_ids",
  "get_vocab",
  "get_added_vocab",
] as const;
/** The methods that change a tokenizer. */
const CHANGING = ["add_tokens", "add_special_tokens"] as const;
/** The names that `set` takes. The tokenizer itself checks the values. */
const SETTING: Signature = { parameters: {}, options: Object.fromEntries(FACT_NAMES.map((name) => [name, ANYTHING])) };
/** The methods whose results may be tensors. */
const ENCODERS = ["encode_plus", "batch_encode_plus"] as const;

/** Makes the caller's side of a tokenizer. */
export function tokenizerInWorker(copies: Copies, facts: Facts): TokenizerInWorker {
  let current = facts;
  const ask = async (calling: Calling): Promise<unknown> => {
    const calls = copies.size > 1 ? callsOfParts(calling.method, calling.given) : undefined;
    if (!calls) return (await copies.call(calling)).result;
    const answers = await copies.callEach(calls);
    const results = answers.map(({ result }) => result);
    return joinResults(calls, results);
  };
  const change = async (answering: Promise<Answer>): Promise<unknown> => {
    const { facts: changed, result } = await answering;
    current = changed ?? current;
    return result;
  };
  const callOf =
    (method: string) =>
    (...given: unknown[]): Promise<unknown> =>
      ask({ method, given });
  const changeOf =
    (method: string) =>
    (...given: unknown[]): Promise<unknown> =>
      change(copies.callAll({ method, given }));
  const encoderOf =
    (method: string) =>
    async (...given: unknown[]): Promise<unknown> => {
      const [input, options, ...excess] = given;
      const { return_tensors, ...others } = (options ?? {}) as CallOptions;
      if ((return_tensors ?? undefined) === undefined) return ask({ method, given });
      // A class cannot be sent, so the tensors are made here.
      checkValue("return_tensors", return_tensors, TENSOR_CLASS);
      const encoding = (await ask({ method, given: [input, others, ...excess] })) as Encoding | BatchEncoding;
      const isBatch = Array.isArray(encoding.input_ids[0]) || encoding.input_ids.length === 0;
      const batch = isBatch ? (encoding as BatchEncoding) : toBatch([encoding as Encoding]);
      return toTensors(batch, return_tensors as TensorConstructor);
    };
  const call = encoderOf("call");
  const methods = {
    ...Object.fromEntries(METHODS.map((method) => [method, callOf(method)])),
    ...Object.fromEntries(CHANGING.map((method) => [method, changeOf(method)])),
    ...Object.fromEntries(ENCODERS.map((method) => [method, encoderOf(method)])),
    call,
    async encode_batch(...given: unknown[]): Promise<unknown> {
      // A class of tensors cannot be sent to the worker, which would refuse it.
      checkValue("return_tensors", ((given[1] ?? {}) as CallOptions).return_tensors, NO_TENSORS);
      return ask({ method: "encode_batch", given });
    },
    async decode(ids: number | bigint | Ids, ...others: unknown[]): Promise<unknown> {
      const isOne = typeof ids === "number" || typeof ids === "bigint";
      return ask({ method: "decode", given: [isOne ? toId("ids", ids) : toIds("ids", ids), ...others] });
    },
    async batch_decode(sequences: IdBatch, ...others: unknown[]): Promise<unknown> {
      return ask({ method: "batch_decode", given: [toIdLists("sequences", sequences), ...others] });
    },
    async set(values: SettableFacts, ...excess: never[]): Promise<void> {
      checkArguments("set", [values, ...excess], SETTING);
      await change(copies.set(values));
    },
    free: (): void => copies.free(),
  };
  const tokenizer = (...given: unknown[]): Promise<unknown> => call(...given);
  const properties = FACT_NAMES.map((name) => [name, { get: () => current[name], enumerable: true }] as const);
  Object.defineProperties(Object.assign(tokenizer, methods), Object.fromEntries(properties));
  return tokenizer as unknown as TokenizerInWorker;
}
