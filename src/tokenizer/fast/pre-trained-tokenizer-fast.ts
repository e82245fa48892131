import { OptionError, ResourceError } from "../../base/errors.js";
import {
  checkOptions,
  checkValue,
  checkValues,
  FLAG,
  OBJECT,
  type OptionKind,
  type OptionTable,
  orNull,
  type TableOf,
  withDefaults,
} from "../../base/options.js";
import { guard } from "../../base/signatures.js";
import { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import { toBatch } from "../batch.js";
import {
  type BatchEncodeOptions,
  type CallOptions,
  countsCodePoints,
  type DecodeOptions,
  type EncodeOptions,
  type PrepareOptions,
  type Side,
  type TextInput,
} from "../call-options.js";
import type { AnyEncoding, WithOverflow, WithWindows } from "../calls.js";
import type { BatchEncoding, Encoding, Fields } from "../encoding.js";
import { type Named, namingExtraTokens } from "../extra-tokens.js";
import { type Ids, toIds, toPairIds } from "../ids.js";
import { isList } from "../inputs.js";
import { BATCH_ENCODE_PLUS, CLASS_METHODS } from "../method-signatures.js";
import { type PadIds, padSingle } from "../padding.js";
import { refuseSetting } from "../properties.js";
import { encodingOf, type Row } from "../row.js";
import type { FileContents, SaveOptions } from "../saved-files.js";
import { SpecialTokens } from "../special-tokens.js";
import { type Strategies, warnOfLength } from "../strategies.js";
import { type InTensors, type TensorEncoding, type TensorOptions, toTensors } from "../tensors.js";
import { TokenizerBase } from "../tokenizer-base.js";
import { SHARED_OPTIONS, type SharedOptions } from "../tokenizer-options.js";
import { directionOf } from "../windows.js";
import { encodeBatch } from "./backend.js";
import { type InputPair, readMany, readOne } from "./inputs.js";
import { checkIds, JsonTable } from "./json-table.js";
import { addedCount } from "./post-processing.js";
import { prepareIds } from "./prepare-ids.js";
import { argumentsOf, setTruncation } from "./set-up.js";

/** The arguments of PreTrainedTokenizerFast. */
export interface FastOptions extends SharedOptions {
  /**
   * True if a ByteLevel pre-tokenizer puts a space before a text, whatever the tokenizer.json says; null leaves what that
   * says. Default false.
   */
  readonly add_prefix_space?: boolean | null;
}

/** The table of {@link FastOptions}. */
export const FAST_OPTIONS: TableOf<FastOptions> = { ...SHARED_OPTIONS, add_prefix_space: orNull(FLAG) };

/** The facts of a class, for a class that extends {@link PreTrainedTokenizerFast}. */
export interface ClassFacts {
  /** The name that is saved. */
  readonly tokenizer_class: string;
  /** The defaults of two settings that neither the arguments nor the tokenizer.json give. They are not saved. */
  readonly padding_side: Side;
  readonly model_input_names: readonly string[];
  /** The arguments of the class. */
  readonly options: OptionTable;
}

/** The facts of PreTrainedTokenizerFast itself. */
export const FAST_FACTS: ClassFacts = {
  tokenizer_class: "PreTrainedTokenizerFast",
  padding_side: "right",
  model_input_names: ["input_ids", "token_type_ids", "attention_mask"],
  options: FAST_OPTIONS,
};

/**
 * The origin of arguments: a caller may give only those of the class's table; a configuration may hold others, which are
 * kept and saved.
 */
export type ArgumentSource = "caller" | "configuration";

/** The facts of a class, which only classes of this library give. */
export const FACTS: OptionKind = {
  allows: (value) => {
    if (!OBJECT.allows(value)) return false;
    const { tokenizer_class, options } = value as Partial<ClassFacts>;
    return typeof tokenizer_class === "string" && OBJECT.allows(options);
  },
  expected: "those of a class of this library: a caller gives a TokenizerJson and options",
};
const JSON_FILE: OptionKind = {
  allows: (value) => value instanceof TokenizerJson,
  expected: 'a TokenizerJson: TokenizerJson.parse(content, "tokenizer.json")',
};

/**
 * A fast tokenizer, called as a function: the class of that name of transformers 4.56.1, over a tokenizer.json as
 * tokenizers 0.22.2 reads it.
 *
 * It is called as the slow ones are, and differs from them as the reference does. With `return_overflowing_tokens` a
 * call returns rows: one for each text, and one for each window that truncation cut off. `overflow_to_sample_mapping`
 * has the index of each row's text. `length` is always a list. A list is a batch, a pair or words, never tokens or ids.
 * In a call with a single text, an empty second text counts as none. The truncation and padding of a call stay set, and
 * are saved.
 *
 * @example
 * ```ts
 * const tokenizer = await AutoTokenizer.from_pretrained("tohoku-nlp/tohokunlp-bert-500m-sq4096-alpha");
 * tokenizer(["晴れ", "雨の日"], { padding: true }).input_ids; // one list for each text
 * ```
 */
export class PreTrainedTokenizerFast extends TokenizerBase<number, BatchEncoding> {
  protected readonly json: TokenizerJson;

  static {
    const { prototype } = PreTrainedTokenizerFast;
    refuseSetting(prototype, "another tokenizer.json: it decides", ["do_lower_case", "is_fast"]);
    guard(prototype, { ...CLASS_METHODS, batch_encode_plus: BATCH_ENCODE_PLUS });
  }

  /**
   * @param json the tokenizer takes ownership of it and changes it
   * @param facts those of a class that extends this one
   * @throws OptionError if an argument is unknown or has a wrong value
   * @throws VocabularyError if a token cannot be added
   */
  constructor(
    json: TokenizerJson,
    options: FastOptions = {},
    facts: ClassFacts = FAST_FACTS,
    source: ArgumentSource = "caller",
  ) {
    checkValue("json", json ?? null, JSON_FILE);
    checkValue("facts", facts ?? null, FACTS);
    if (source === "caller") checkOptions(options, facts.options);
    else checkValues({ ...options }, facts.options);
    const { added_tokens_decoder = new Map(), ...given } = namingFastTokens(options);
    const init: Named<FastOptions> = withDefaults(argumentsOf(json), given);
    const padding_side = init.padding_side ?? facts.padding_side;
    const model_input_names = init.model_input_names ?? facts.model_input_names;
    const { tokenizer_class, options: table } = facts;
    const origin = { tokenizer_class, init_kwargs: { ...init }, options: table };
    super(
      new JsonTable(json, SpecialTokens.of(init, init.extra_special_tokens), added_tokens_decoder),
      { ...init, padding_side, model_input_names },
      origin,
    );
    this.json = json;
    const { add_prefix_space = false } = init;
    if (add_prefix_space !== null) json.override({ add_prefix_space });
  }

  /** Always false: tokenizer.json defines lower-casing. */
  get do_lower_case(): boolean {
    return false;
  }

  /** Always true, as in transformers. */
  get is_fast(): boolean {
    return true;
  }

  /**
   * The ids of a text, or of a pair with `text_pair`; with `return_overflowing_tokens` those of each row.
   *
   * @throws OptionError if the reference raises ValueError or panics
   * @throws TextError at a lone surrogate
   */
  encode<Tensor>(text: TextInput, options: InTensors<EncodeOptions, Tensor>): Tensor;
  encode(text: TextInput, options: WithWindows<EncodeOptions>): number[][];
  encode(text: TextInput, options: WithOverflow<EncodeOptions>): number[][];
  encode(text: TextInput, options?: EncodeOptions): number[];
  encode(text: TextInput, options: EncodeOptions = {}): unknown {
    return this.encodeOne(text, options.text_pair, options).input_ids;
  }

  /**
   * Encodes a batch of texts or pairs. As in the reference, only the option `split_special_tokens` counts, not the
   * tokenizer's own setting.
   *
   * @throws OptionError if the reference raises ValueError or panics
   * @throws TextError at a lone surrogate
   */
  override batch_encode_plus<Tensor, Options>(
    batch: readonly (TextInput | readonly TextInput[])[],
    options: TensorOptions<BatchEncodeOptions, Options, Tensor>,
  ): TensorEncoding<Tensor, Options>;
  override batch_encode_plus(
    batch: readonly (TextInput | readonly TextInput[])[],
    options?: BatchEncodeOptions,
  ): BatchEncoding;
  override batch_encode_plus(
    batch: readonly (TextInput | readonly TextInput[])[],
    options: BatchEncodeOptions = {},
  ): AnyEncoding {
    return this.encodeMany(batch, undefined, {
      ...options,
      split_special_tokens: options.split_special_tokens ?? false,
    });
  }

  /** The ids, followed by those of a second text. Unlike a call, this method adds no special tokens. */
  build_inputs_with_special_tokens(ids: Ids, pairIds?: Ids | null): number[] {
    return [...toIds("ids", ids), ...(toPairIds("pairIds", pairIds) ?? [])];
  }

  /** For each id 0 or 1, the text that it belongs to, as if cls_token and sep_token, if any, were around the texts. */
  create_token_type_ids_from_sequences(ids: Ids, pairIds?: Ids | null): number[] {
    const [firstIds, secondIds] = [toIds("ids", ids), toPairIds("pairIds", pairIds)];
    const sep = this.sep_token_id === undefined ? 0 : 1;
    const first = (this.cls_token_id === undefined ? 0 : 1) + firstIds.length + sep;
    const second = secondIds === undefined ? 0 : secondIds.length + sep;
    return [...new Array<number>(first).fill(0), ...new Array<number>(second).fill(1)];
  }

  /**
   * 1 for each special token among the ids, 0 for other ids.
   *
   * @throws OptionError without `already_has_special_tokens`, and if there is a second list: as in the reference
   */
  get_special_tokens_mask(
    ids: Ids,
    pairIds?: Ids | null,
    options: { readonly already_has_special_tokens?: boolean } = {},
  ): number[] {
    if (!options.already_has_special_tokens) {
      throw new OptionError("already_has_special_tokens", false, "true, or return_special_tokens_mask in a call");
    }
    if ((pairIds ?? undefined) !== undefined) throw new OptionError("pair ids", pairIds, "none");
    const special = new Set(this.all_special_ids);
    return toIds("ids", ids).map((id) => (special.has(id) ? 1 : 0));
  }

  /** The number of ids that the post-processor adds to one text, or to a pair. */
  num_special_tokens_to_add(pair = false): number {
    return addedCount(this.json.postProcessor, pair);
  }

  /** The text of tokens, as the decoder of the tokenizer.json makes it. */
  convert_tokens_to_string(tokens: readonly string[]): string {
    return this.json.join(tokens);
  }

  /** Has nothing to write, as in the reference: the vocabulary is in the tokenizer.json. @throws ResourceError always */
  async save_vocabulary(folder: string, _options: SaveOptions = {}): Promise<string[]> {
    throw new ResourceError("save_vocabulary", folder, "save_pretrained: the vocabulary is in tokenizer.json alone");
  }

  protected override settings(): Record<string, unknown> {
    return { ...super.settings(), pad_token_type_id: 0 };
  }

  protected padIds(): PadIds {
    const id = this.pad_token_id;
    return id === undefined ? undefined : [id];
  }

  protected tokensIn(text: string, splitsSpecial: boolean): string[] {
    return this.json.tokens(text, { encodeSpecialTokens: splitsSpecial });
  }

  protected textOf(ids: readonly number[], options: DecodeOptions): string {
    return this.json.decode(checkIds(ids), options.skip_special_tokens ?? false);
  }

  protected encodeOne(text: unknown, pair: unknown, options: CallOptions): AnyEncoding {
    const batch = this.#encode([readOne(text, pair, options.is_split_into_words ?? false)], options);
    if (options.return_tensors || options.return_overflowing_tokens) return batch;
    // As in the reference, a field with one number for each row, such as `length`, stays a list.
    const entries = Object.entries(batch as BatchEncoding).map(([field, rows]) => [
      field,
      isList(rows[0]) ? rows[0] : rows,
    ]);
    return Object.fromEntries(entries) as Encoding;
  }

  protected encodeMany(texts: readonly unknown[], pairs: unknown, options: CallOptions): AnyEncoding {
    return this.#encode(readMany(texts, pairs, options.is_split_into_words ?? false), options);
  }

  protected prepareIds(ids: number[], pairIds: number[] | undefined, options: PrepareOptions): Encoding {
    const strategies = this.strategies(options);
    const encoding = prepareIds(ids, pairIds, strategies, options, this, this.log);
    padSingle(encoding as Fields, strategies, options, this, this.padIds());
    if (options.return_length) encoding.length = encoding.input_ids.length;
    return encoding;
  }

  protected vocabularyFiles(): FileContents {
    return new Map([["tokenizer.json", this.json.toJson()]]);
  }

  /** The rows of a batch, field by field. */
  #encode(batch: readonly InputPair[], options: CallOptions): BatchEncoding | TensorEncoding<unknown> {
    const strategies = this.strategies(options);
    this.#setUp(strategies, options);
    const rows = encodeBatch(this.json, batch, {
      addsSpecial: options.add_special_tokens ?? true,
      splitsSpecial: options.split_special_tokens ?? this.split_special_tokens ?? false,
      isAligned: (options.return_offsets_mapping ?? false) || (options.return_word_ids ?? false),
      inCodePoints: countsCodePoints(options),
    });
    const listed = rows.flatMap((row, sample) => this.#listed(row, sample, options));
    const warns = strategies.max_length === undefined && (options.verbose ?? true);
    if (warns) for (const { input_ids } of listed) warnOfLength(input_ids.length, this.model_max_length, this.log);
    const encodings = toBatch(listed);
    return options.return_tensors ? toTensors(encodings, options.return_tensors) : encodings;
  }

  /** The row of a text and, if requested, the rows that truncation cut off. */
  #listed(row: Row, sample: number, options: CallOptions): Encoding[] {
    const rows = options.return_overflowing_tokens ? [row, ...row.overflowing] : [row];
    return rows.map((each) => {
      const encoding = encodingOf(each, options, this.model_input_names);
      if (options.return_length) encoding.length = each.ids.length;
      if (options.return_overflowing_tokens) encoding.overflow_to_sample_mapping = sample;
      return encoding;
    });
  }

  /** Sets the tokenizer.json's truncation and padding, which last until the next call. */
  #setUp(strategies: Strategies, options: CallOptions): void {
    const { stride = 0, pad_to_multiple_of } = options;
    setTruncation(this.json, strategies, stride, this.truncation_side);
    const { padding, max_length } = strategies;
    if (padding === "do_not_pad") {
      this.json.padding = undefined;
      return;
    }
    const paddingSide = options.padding_side ?? this.padding_side;
    this.json.padding = {
      strategy: padding === "max_length" ? { Fixed: max_length ?? 0 } : "BatchLongest",
      direction: directionOf(paddingSide),
      pad_to_multiple_of: pad_to_multiple_of ?? null,
      pad_id: this.pad_token_id ?? 0,
      pad_type_id: 0,
      pad_token: this.pad_token ?? "",
    };
  }
}

/**
 * The arguments as {@link namingExtraTokens} names them. transformers 5, which saves a list, takes the flags of all added
 * tokens from the tokenizer.json.
 */
export function namingFastTokens(options: FastOptions): Named<FastOptions> {
  const named = namingExtraTokens(options, true);
  if (!Array.isArray(options.extra_special_tokens)) return named;
  const { added_tokens_decoder: _, ...rest } = named;
  return rest;
}
