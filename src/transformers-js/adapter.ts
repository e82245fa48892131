import type { Tensor } from "@huggingface/transformers";
import { OptionError } from "../base/errors.js";
import { NATURAL, type OptionKind, orNull, type TableOf } from "../base/options.js";
import type { AnyTokenizer } from "../pretrained/auto-tokenizer.js";
import type { CallOptions, DecodeOptions, TextInput } from "../tokenizer/call-options.js";
import { PreTrainedTokenizerFast } from "../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { IdBatch, Ids } from "../tokenizer/ids.js";
import { Tokenizer } from "../tokenizer/slow/tokenizer.js";
import { SPECIAL_TOKEN_NAMES } from "../tokenizer/special-tokens.js";

/** The options of `forTransformersJs`. */
export interface AdapterOptions {
  /** The most ids that the model takes, special tokens included, if that is less than the tokenizer's own maximum. */
  readonly model_max_length?: number | null;
}

/** The options of a call under transformers.js's names, and all of this library's. */
export interface AdapterCallOptions extends CallOptions {
  /** False for plain lists. Default true: tensors of transformers.js, with a batch axis. */
  readonly return_tensor?: boolean | null;
}

/** A tokenizer of this library. */
export const TOKENIZER: OptionKind = {
  allows: (value) => value instanceof Tokenizer || value instanceof PreTrainedTokenizerFast,
  expected: "a tokenizer of this library: await AutoTokenizer.from_pretrained(…)",
};
/** The arguments of `forTransformersJs`. */
export const ADAPTING = {
  parameters: { tokenizer: TOKENIZER },
  options: { model_max_length: orNull(NATURAL) } satisfies TableOf<AdapterOptions>,
  positional: "model_max_length",
};
const NO_TEMPLATES = "a tokenizer of transformers.js: this library keeps templates of chats, and fills in none";
/** A larger maximum means that there is none, as in transformers. */
const LARGEST_MAXIMUM = 1e20;

/**
 * Makes an object that is called as transformers.js calls its tokenizers.
 *
 * @param limit the most ids that the model takes
 */
export function adapted(tokenizer: AnyTokenizer, TensorClass: typeof Tensor, limit: number): Adapter {
  const adapter = new Adapter(tokenizer, TensorClass, limit);
  const callable = (text: TextInput, options?: AdapterCallOptions): unknown => adapter.encodeCall(text, options);
  return Object.setPrototypeOf(callable, adapter);
}

/**
 * The members of transformers.js's PreTrainedTokenizer that make sense without its engine. Its pipelines use about a
 * third of them. Nothing here is private, since the callable object only inherits from an adapter.
 */
export class Adapter {
  /** @param limit the most ids that the model takes */
  constructor(
    readonly original: AnyTokenizer,
    readonly TensorClass: typeof Tensor,
    readonly limit: number,
  ) {}

  /** Encodes as a call does: returns tensors, or lists with `return_tensor: false`. */
  encodeCall(text: TextInput, options: AdapterCallOptions = {}): unknown {
    const { return_tensor, ...others } = options ?? {};
    const call = this.original as unknown as (text: TextInput, options: CallOptions) => unknown;
    const given = withMaximum(others, this);
    const isOwnClass = return_tensor !== false && (given.return_tensors ?? undefined) === undefined;
    return call(text, isOwnClass ? { ...given, return_tensors: this.TensorClass } : given);
  }

  encode(text: string, options: Pick<CallOptions, "text_pair" | "add_special_tokens"> = {}): number[] {
    const { text_pair = null, add_special_tokens = true } = options;
    return this.original.encode(text, { text_pair, add_special_tokens, verbose: false });
  }

  tokenize(
    text: string,
    options: { readonly pair?: string | null; readonly add_special_tokens?: boolean } = {},
  ): string[] {
    const { pair = null, add_special_tokens = false } = options;
    if (pair === null && !add_special_tokens) return this.original.tokenize(text);
    return this.original.convert_ids_to_tokens(this.encode(text, { text_pair: pair, add_special_tokens }));
  }

  decode(ids: Ids, options?: DecodeOptions): string {
    return this.original.decode(ids, options);
  }

  batch_decode(batch: IdBatch, options?: DecodeOptions): string[] {
    return this.original.batch_decode(batch, options);
  }

  convert_tokens_to_ids(tokens: string | readonly string[]): unknown {
    return this.original.convert_tokens_to_ids(tokens);
  }

  get_vocab(): Map<string, number> {
    return this.original.get_vocab();
  }

  /** @throws OptionError always */
  get_chat_template(): never {
    throw new OptionError("chat_template", this.original.chat_template, NO_TEMPLATES);
  }

  /** @throws OptionError always */
  apply_chat_template(): never {
    return this.get_chat_template();
  }

  /** The most ids of a text; Infinity if nobody knows it. */
  get model_max_length(): number {
    const own = this.original.model_max_length;
    return Math.min(own > LARGEST_MAXIMUM ? Number.POSITIVE_INFINITY : own, this.limit);
  }

  set model_max_length(length: number) {
    this.original.model_max_length = length;
  }

  /** True if calls return token_type_ids by default. */
  get return_token_type_ids(): boolean {
    return this.original.model_input_names.includes("token_type_ids");
  }

  /** True if a text gets a bos_token. The pipelines that generate text ask for it. */
  get add_bos_token(): boolean {
    const [first] = this.original.encode("");
    return first !== undefined && first === this.original.bos_token_id;
  }

  /** True if a text gets an eos_token. */
  get add_eos_token(): boolean {
    const last = this.original.encode("").at(-1);
    return last !== undefined && last === this.original.eos_token_id;
  }
}

/**
 * The options with the model's maximum, where the tokenizer's own would count. Pipelines always ask for truncation, which
 * means nothing if nobody knows a maximum.
 */
function withMaximum(options: CallOptions, { model_max_length, original }: Adapter): CallOptions {
  const { truncation, padding, max_length } = options;
  if (max_length !== undefined && max_length !== null) return options;
  if (truncation === true && model_max_length === Number.POSITIVE_INFINITY) return { ...options, truncation: false };
  const isCut = Boolean(truncation) && truncation !== "do_not_truncate";
  const isLower = model_max_length < original.model_max_length;
  return isLower && (isCut || padding === "max_length") ? { ...options, max_length: model_max_length } : options;
}

/** The properties that are those of the tokenizer itself, to read and to set. */
const FORWARDED = [
  ...SPECIAL_TOKEN_NAMES.flatMap((name) => [name, `${name}_id`] as const),
  "additional_special_tokens",
  "all_special_ids",
  "all_special_tokens",
  "chat_template",
  "padding_side",
] as const;
for (const name of FORWARDED) {
  Object.defineProperty(Adapter.prototype, name, {
    get(this: Adapter) {
      return Reflect.get(this.original, name);
    },
    set(this: Adapter, value: unknown) {
      Reflect.set(this.original, name, value);
    },
  });
}
