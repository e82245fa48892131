import type { Failure } from "../base/failure.js";
import type { ProgressEvent } from "../files/watch.js";
import type { FromPretrainedOptions } from "../pretrained/auto-tokenizer.js";
import type { Side } from "../tokenizer/call-options.js";
import { SPECIAL_TOKEN_NAMES, type SpecialTokenName } from "../tokenizer/special-tokens.js";
import type { TokenId } from "../tokenizer/token-table.js";

/**
 * A request from the caller's thread to a worker. Requests are numbered; a tokenizer has the number of the request that loaded
 * it.
 */
export type Request =
  | {
      readonly type: "load";
      readonly id: number;
      readonly name: string;
      readonly options: FromPretrainedOptions;
      /** True if the caller wants to know of progress. */
      readonly reports: boolean;
    }
  | { readonly type: "abort"; readonly id: number }
  | {
      readonly type: "call";
      readonly id: number;
      readonly tokenizer: number;
      readonly method: string;
      readonly given: readonly unknown[];
      /** The row of the first text in the caller's batch, if the call is for a part of one. */
      readonly firstRow?: number;
    }
  | {
      readonly type: "set";
      readonly id: number;
      readonly tokenizer: number;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly type: "free"; readonly tokenizer: number };

/** A worker's answer to the request with the same number, or a report of its progress. */
export type Reply =
  | {
      readonly type: "done";
      readonly id: number;
      /** Packed (packing.ts). */
      readonly result: unknown;
      /** The tokenizer's properties, if the request may have changed them. */
      readonly facts: Facts | undefined;
    }
  | { readonly type: "failed"; readonly id: number; readonly error: Failure }
  | { readonly type: "progress"; readonly id: number; readonly event: ProgressEvent };

/** The properties of a tokenizer that its caller reads without waiting. They have the meaning that they have there. */
export type Facts = {
  readonly vocab_size: number;
  readonly length: number;
  readonly model_max_length: number;
  readonly model_input_names: readonly string[];
  readonly padding_side: Side;
  readonly truncation_side: Side;
  readonly clean_up_tokenization_spaces: boolean | null;
  readonly split_special_tokens: boolean | null;
  readonly chat_template: string | undefined;
  /** undefined for tokenizers of `PreTrainedTokenizerFast`, which have no such property. */
  readonly truncation_unit: "id" | "character" | undefined;
  readonly additional_special_tokens: readonly string[];
  readonly all_special_tokens: readonly string[];
  readonly all_special_ids: readonly TokenId[];
} & { readonly [Role in SpecialTokenName]: string | undefined } & {
  readonly [Role in `${SpecialTokenName}_id`]: TokenId | undefined;
};

export const FACT_NAMES: readonly (keyof Facts)[] = [
  "vocab_size",
  "length",
  "model_max_length",
  "model_input_names",
  "padding_side",
  "truncation_side",
  "clean_up_tokenization_spaces",
  "split_special_tokens",
  "chat_template",
  "truncation_unit",
  "additional_special_tokens",
  "all_special_tokens",
  "all_special_ids",
  ...SPECIAL_TOKEN_NAMES.flatMap((name) => [name, `${name}_id`] as const),
];

/** The way to another thread. */
export interface Port<Sent, Received> {
  /** @param transferred buffers that the other thread gets without a copy */
  post(message: Sent, transferred?: readonly ArrayBufferLike[]): void;
  /** @param failed takes what is wrong with the worker itself, such as a script that cannot be loaded */
  listen(received: (message: Received) => void, failed: (error: unknown) => void): void;
  terminate(): void;
}
