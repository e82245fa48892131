import { writeFiles } from "#platform";
import { OptionError, ResourceError } from "../../base/errors.js";
import { OnceLog } from "../../base/logger.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import { toBatch, toItems } from "../batch.js";
import {
  type CallOptions,
  type PadOptions,
  resolveStrategies,
  type Side,
  type Strategies,
  type TextInput,
  warnOfUnknown,
} from "../call-options.js";
import { Callable } from "../callable.js";
import { cleanUp } from "../clean-up.js";
import type { BatchEncoding, Encoding, Fields } from "../encoding.js";
import { type Ids, toIds } from "../ids.js";
import { checkCallInput, isBatch, isList } from "../inputs.js";
import { type Preparation, padBatch, padSingle, warnOfLength } from "../prepare.js";
import { type Origin, savedConfiguration } from "../saved-files.js";
import type { AddedToken } from "../slow/added-tokens.js";
import type { DecodeOptions } from "../slow/decode.js";
import type { SpecialTokensToAdd, TokenToAdd } from "../slow/token-table.js";
import {
  type Call,
  checkSide,
  codePointsOf,
  type SpecialTokenIds,
  type SpecialTokenProperties,
  type TokenizerOptions,
} from "../slow/tokenizer.js";
import {
  contentOf,
  SPECIAL_TOKEN_NAMES,
  type SpecialToken,
  type SpecialTokenName,
  SpecialTokens,
} from "../special-tokens.js";
import { toTensors } from "../tensors.js";
import { addConfigured, complete, strict, takeRoles } from "./added.js";
import { encodeBatch, setTruncation, truncationOf } from "./backend.js";
import { type InputPair, readMany, readOne } from "./inputs.js";
import { addedCount } from "./post-processing.js";
import type { Row } from "./row.js";

/** The arguments of PreTrainedTokenizerFast; others are only kept. */
export interface FastOptions extends Omit<TokenizerOptions, "truncation_unit" | "do_lower_case"> {
  /** Whether a ByteLevel pre-tokenizer puts a space before a text, whatever the tokenizer.json says. Default false. */
  readonly add_prefix_space?: boolean | null;
}

/** What a class is where neither its arguments nor the tokenizer.json say; it is not saved. */
export interface ClassDefaults {
  readonly tokenizer_class: string;
  readonly padding_side: Side;
  readonly model_input_names: readonly string[];
}

export interface PreTrainedTokenizerFast extends Call, SpecialTokenProperties, SpecialTokenIds {}

const NO_MAXIMUM = 1e30;
const DEFAULTS: ClassDefaults = {
  tokenizer_class: "PreTrainedTokenizerFast",
  padding_side: "right",
  model_input_names: ["input_ids", "token_type_ids", "attention_mask"],
};
const LARGEST_ID = 0xffff_ffff;
const SAVED_STRATEGIES = { LongestFirst: "longest_first", OnlyFirst: "only_first", OnlySecond: "only_second" } as const;

/**
 * A tokenizer of a tokenizer.json, called as a function: the class of that name of transformers 4.56.1, over tokenizers
 * 0.22.2.
 *
 * It has the face of the slow ones, and differs from them where the reference does: with `return_overflowing_tokens` a
 * call returns rows, those of the windows that truncation cut off after their text's first, and in
 * `overflow_to_sample_mapping` which text each is of; `length` is always a list; lists are texts or words, never tokens
 * or ids; an empty second text of a single call is none. A call's truncation and padding stay set, and are saved.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: Callable makes the call, the static block the properties
export class PreTrainedTokenizerFast extends Callable {
  padding_side: Side;
  truncation_side: Side;
  model_max_length: number;
  model_input_names: readonly string[];
  clean_up_tokenization_spaces: boolean;
  split_special_tokens: boolean;
  /** What is lower-cased the tokenizer.json says. */
  readonly do_lower_case = false;
  protected readonly json: TokenizerJson;
  readonly #origin: Origin;
  readonly #special = new SpecialTokens();
  readonly #log = new OnceLog();

  static {
    for (const name of SPECIAL_TOKEN_NAMES) {
      Object.defineProperty(PreTrainedTokenizerFast.prototype, name, {
        get(this: PreTrainedTokenizerFast): string | undefined {
          const token = this.#special.get(name);
          return token === undefined ? undefined : contentOf(token);
        },
        set(this: PreTrainedTokenizerFast, token: string | undefined): void {
          this.#special.set(name, token);
        },
      });
      Object.defineProperty(PreTrainedTokenizerFast.prototype, `${name}_id`, {
        get(this: PreTrainedTokenizerFast): number | undefined {
          return this.#idOfSpecial(name);
        },
      });
    }
  }

  /**
   * @param json the tokenizer's own from now on
   * @param usual those of a class that extends this one
   * @throws OptionError where a side is neither right nor left
   * @throws VocabularyError where a token cannot be added
   */
  constructor(json: TokenizerJson, options: FastOptions = {}, usual: ClassDefaults = DEFAULTS) {
    super();
    this.json = json;
    const { added_tokens_decoder = new Map(), ...given } = options;
    const init = { ...ofTruncation(json), ...ofPadding(json), ...given } as FastOptions;
    this.#origin = { tokenizer_class: usual.tokenizer_class, init_kwargs: { ...init } };
    this.padding_side = checkSide("padding_side", init.padding_side ?? usual.padding_side);
    this.truncation_side = checkSide("truncation_side", init.truncation_side);
    this.model_max_length = init.model_max_length ?? NO_MAXIMUM;
    this.model_input_names = init.model_input_names ?? usual.model_input_names;
    this.clean_up_tokenization_spaces = init.clean_up_tokenization_spaces ?? false;
    this.split_special_tokens = init.split_special_tokens ?? false;
    for (const name of SPECIAL_TOKEN_NAMES) {
      const token = init[name] ?? undefined;
      if (token !== undefined) this.#special.set(name, asGiven(token));
    }
    this.#special.additional = (init.additional_special_tokens ?? []).map(asGiven);
    addConfigured(json, added_tokens_decoder, this.#special);
  }

  get is_fast(): boolean {
    return true;
  }

  /** The number of entries in the model's vocabulary, added tokens not counted. */
  get vocab_size(): number {
    return this.json.vocabSize(false);
  }

  /** The number of distinct strings with an id: Python's `len(tokenizer)`. */
  get length(): number {
    return this.json.vocabSize(true);
  }

  get all_special_tokens(): string[] {
    return this.#special.contents();
  }

  get all_special_ids(): number[] {
    return this.convert_tokens_to_ids(this.all_special_tokens);
  }

  get additional_special_tokens(): string[] {
    return this.#special.additional.map(contentOf);
  }

  /** Role to token, for the roles that are taken. */
  get special_tokens_map(): Record<string, string | string[]> {
    const map: Record<string, string | string[]> = {};
    for (const name of SPECIAL_TOKEN_NAMES) if (this[name]) map[name] = this[name];
    const additional = this.additional_special_tokens;
    return additional.length > 0 ? { ...map, additional_special_tokens: additional } : map;
  }

  /** The added tokens by id, in ascending order. */
  get added_tokens_decoder(): Map<number, AddedToken> {
    return new Map(this.#addedTokens());
  }

  /** All tokens with their ids, added ones included. */
  get_vocab(): Map<string, number> {
    return new Map(this.json.entries(true));
  }

  /** The added tokens with their ids. */
  get_added_vocab(): Map<string, number> {
    return new Map(this.json.addedTokens.map(({ content, id }) => [content, id]));
  }

  // biome-ignore lint/suspicious/noExplicitAny: the declared calls say what is taken
  override call(text: any, options: CallOptions = {}): any {
    const { text_target, text_pair_target } = options;
    const hasTarget = (text_target ?? undefined) !== undefined;
    if ((text ?? undefined) === undefined) {
      if (!hasTarget) throw new OptionError("text", text, "a text, or text_target");
      return this.#callOne(text_target, text_pair_target, options);
    }
    const encoding = this.#callOne(text, options.text_pair, options);
    if (!hasTarget) return encoding;
    const { input_ids } = this.#callOne(text_target, text_pair_target, options);
    return { ...encoding, labels: input_ids };
  }

  /** The ids of a text, or of a pair with `text_pair`; with `return_overflowing_tokens` those of each row. */
  encode(text: TextInput, options: CallOptions = {}): number[] {
    return this.encode_plus(text, options).input_ids;
  }

  /** One text or pair; with `is_split_into_words` as its words. */
  encode_plus(text: TextInput, options: CallOptions = {}): Encoding {
    const input = readOne(text, options.text_pair, options.is_split_into_words ?? false);
    const strategies = this.#strategies(options);
    const batch = this.#encode([input], strategies, options, options.split_special_tokens ?? this.split_special_tokens);
    if (options.return_tensors || options.return_overflowing_tokens) return batch as unknown as Encoding;
    // As in the reference, what is no list for each row keeps the list of the rows.
    const entries = Object.entries(batch).map(([field, rows]) => [field, isList(rows[0]) ? rows[0] : rows]);
    return Object.fromEntries(entries) as Encoding;
  }

  /** A batch of texts or pairs. Special tokens are looked for in them unless the options say otherwise. */
  batch_encode_plus(batch: readonly (TextInput | readonly TextInput[])[], options: CallOptions = {}): BatchEncoding {
    const inputs = readMany(batch, undefined, options.is_split_into_words ?? false);
    return this.#encode(inputs, this.#strategies(options), options, options.split_special_tokens ?? false);
  }

  /** The tokens of a text, no special tokens around them. @throws TextError at a lone surrogate */
  tokenize(text: string, options: { readonly split_special_tokens?: boolean } = {}): string[] {
    if (typeof text !== "string") throw new OptionError("text", text, "a string");
    return this.json.tokens(text, { encodeSpecialTokens: options.split_special_tokens ?? this.split_special_tokens });
  }

  /**
   * Pads one encoding, a list of them or a batch, as a collator does; by default to the longest. Fields that it does not
   * know stay as they are.
   *
   * @throws OptionError where there are no input_ids
   */
  pad(encoded: readonly Encoding[] | BatchEncoding, options?: PadOptions): BatchEncoding;
  pad(encoded: Encoding, options?: PadOptions): Encoding;
  pad(encoded: readonly Encoding[] | BatchEncoding | Encoding, options: PadOptions = {}): BatchEncoding | Encoding {
    const fields = (Array.isArray(encoded) ? toBatch(encoded) : encoded) as Fields;
    const ids: unknown = fields.input_ids;
    if (!isList(ids)) throw new OptionError("encoded", Object.keys(fields).join(", "), "encodings with input_ids");
    const strategies = this.#strategies({ ...options, padding: options.padding ?? true });
    if (ids.length === 0) return options.return_attention_mask ? { ...fields, attention_mask: [] } : fields;
    if (!isList(ids[0])) {
      const padded = { ...fields };
      padSingle(padded, strategies, options, this.#preparation());
      return padded;
    }
    const items = toItems(fields as unknown as Record<string, unknown[]>);
    padBatch(items, strategies, options, this.#preparation());
    return toBatch(items);
  }

  /** The ids, and those of a second text behind them: the class puts nothing around them, whatever a call does. */
  build_inputs_with_special_tokens(ids: readonly number[], pairIds: readonly number[] = []): number[] {
    return [...ids, ...pairIds];
  }

  /** Types as if cls_token and sep_token stood around the texts, where there are such tokens. */
  create_token_type_ids_from_sequences(ids: readonly number[], pairIds?: readonly number[]): number[] {
    const sep = this.sep_token_id === undefined ? 0 : 1;
    const first = (this.cls_token_id === undefined ? 0 : 1) + ids.length + sep;
    const second = pairIds === undefined ? 0 : pairIds.length + sep;
    return [...new Array<number>(first).fill(0), ...new Array<number>(second).fill(1)];
  }

  /**
   * 1 for each special token among the ids, 0 for the others.
   *
   * @throws OptionError without `already_has_special_tokens`, and with a second list: as in the reference
   */
  get_special_tokens_mask(
    ids: readonly number[],
    pairIds?: readonly number[] | null,
    options: { readonly already_has_special_tokens?: boolean } = {},
  ): number[] {
    if (!options.already_has_special_tokens) {
      throw new OptionError("already_has_special_tokens", false, "true, or return_special_tokens_mask in a call");
    }
    if ((pairIds ?? undefined) !== undefined) throw new OptionError("pair ids", pairIds, "none");
    const special = new Set(this.all_special_ids);
    return ids.map((id) => (special.has(id) ? 1 : 0));
  }

  /** How many special tokens are put around one text, or around a pair. */
  num_special_tokens_to_add(pair = false): number {
    return addedCount(this.json.postProcessor, pair);
  }

  /** The id of a token, or the unknown token's; undefined where there is none of that. */
  convert_tokens_to_ids(token: string): number;
  convert_tokens_to_ids(tokens: readonly string[]): number[];
  convert_tokens_to_ids(tokens: string | readonly string[]): number | number[] {
    if (typeof tokens === "string") return this.#idOf(tokens) as number;
    return tokens.map((token) => this.#idOf(token) as number);
  }

  /** The token of an id; undefined where it has none. */
  convert_ids_to_tokens(id: number): string;
  convert_ids_to_tokens(ids: Ids, options?: { readonly skip_special_tokens?: boolean }): string[];
  convert_ids_to_tokens(
    ids: number | Ids,
    options: { readonly skip_special_tokens?: boolean } = {},
  ): string | string[] {
    if (typeof ids === "number") return this.json.idToToken(checkIds([ids])[0]) as string;
    const skipped = new Set(options.skip_special_tokens ? this.all_special_ids : []);
    const kept = toIds("ids", ids).filter((id) => !skipped.has(id));
    return checkIds(kept).map((id) => this.json.idToToken(id) as string);
  }

  /** The text of tokens, as the decoder makes it. */
  convert_tokens_to_string(tokens: readonly string[]): string {
    return this.json.join(tokens);
  }

  /** The text of ids; an id without a token is dropped. @throws OptionError where one is none from 0 to 2^32 - 1 */
  decode(ids: number | bigint | Ids, options: DecodeOptions = {}): string {
    const list = checkIds(toIds("ids", typeof ids === "number" || typeof ids === "bigint" ? [ids] : ids));
    const text = this.json.decode(list, options.skip_special_tokens ?? false);
    return (options.clean_up_tokenization_spaces ?? this.clean_up_tokenization_spaces) ? cleanUp(text) : text;
  }

  /** The text of each list of ids, or of each id of one list. */
  batch_decode(sequences: Iterable<number | bigint | Ids>, options: DecodeOptions = {}): string[] {
    return Array.from(sequences, (ids) => this.decode(ids, options));
  }

  /**
   * Adds tokens that are cut out of the text. A string that the vocabulary has keeps its id.
   *
   * @param special whether they are special tokens, which `skip_special_tokens` drops
   * @returns how many were not there with these flags
   */
  add_tokens(tokens: TokenToAdd | readonly TokenToAdd[], special = false): number {
    const list = Array.isArray(tokens) ? (tokens as readonly TokenToAdd[]) : [tokens as TokenToAdd];
    return this.json.addTokens(list.map((token) => strict(complete(token, special))));
  }

  /**
   * Gives tokens their roles, and adds them as special tokens.
   *
   * @param replace whether `additional_special_tokens` replace those there were, which stay added tokens
   * @returns how many were not there with these flags
   * @throws OptionError where a role is not one of transformers'
   */
  add_special_tokens(tokens: SpecialTokensToAdd, replace = true): number {
    return this.add_tokens(takeRoles(this.#special, tokens, replace), true);
  }

  /**
   * Writes the files that transformers and this library load the same tokenizer from: tokenizer.json,
   * tokenizer_config.json and special_tokens_map.json. In Node.
   *
   * @returns the paths written
   * @throws ResourceError where they cannot be written
   */
  async save_pretrained(folder: string, options: { readonly filename_prefix?: string } = {}): Promise<string[]> {
    const files = savedConfiguration(this.#special, this.#addedTokens(), this.#origin, this.settings());
    files.set("tokenizer.json", this.json.toJson());
    const { filename_prefix: prefix } = options;
    const named = [...files].map(([name, content]) => [prefix ? `${prefix}-${name}` : name, content] as const);
    return writeFiles(folder, new Map(named));
  }

  /** As in the reference, which has no files of the vocabulary alone: @throws ResourceError at all times */
  async save_vocabulary(folder: string, _options: { readonly filename_prefix?: string } = {}): Promise<string[]> {
    throw new ResourceError("save_vocabulary", folder, "save_pretrained: the vocabulary is in tokenizer.json alone");
  }

  /** What is saved of its settings. */
  protected settings(): Record<string, unknown> {
    const { padding_side, truncation_side, model_max_length, model_input_names } = this;
    const { split_special_tokens, clean_up_tokenization_spaces } = this;
    const sides = { padding_side, truncation_side, pad_token_type_id: 0 };
    return { ...sides, model_max_length, model_input_names, split_special_tokens, clean_up_tokenization_spaces };
  }

  #callOne(text: unknown, pair: unknown, options: CallOptions): Encoding | BatchEncoding {
    const second = pair ?? undefined;
    checkCallInput("text", text);
    if (second !== undefined) checkCallInput("text_pair", second);
    const isSplit = options.is_split_into_words ?? false;
    if (!isBatch(text, isSplit))
      return this.encode_plus(text as TextInput, { ...options, text_pair: second as TextInput });
    const splitsSpecial = options.split_special_tokens ?? this.split_special_tokens;
    return this.#encode(
      readMany(text as unknown[], second, isSplit),
      this.#strategies(options),
      options,
      splitsSpecial,
    );
  }

  /** The rows of a batch, field by field. */
  #encode(
    batch: readonly InputPair[],
    strategies: Strategies,
    options: CallOptions,
    splitsSpecial: boolean,
  ): BatchEncoding {
    this.#setUp(strategies, options);
    const rows = encodeBatch(this.json, batch, {
      addsSpecial: options.add_special_tokens ?? true,
      splitsSpecial,
      isAligned: (options.return_offsets_mapping ?? false) || (options.return_word_ids ?? false),
      inCodePoints: codePointsOf(options),
    });
    const listed = rows.flatMap((row, sample) => this.#listed(row, sample, options));
    const verbose = options.verbose ?? true;
    const warns = strategies.max_length === undefined && verbose;
    if (warns) for (const { input_ids } of listed) warnOfLength(input_ids.length, this.model_max_length, this.#log);
    const encodings = toBatch(listed);
    const { return_tensors } = options;
    return return_tensors ? (toTensors({ ...encodings }, return_tensors) as unknown as BatchEncoding) : encodings;
  }

  /** A text's row and, if they are wanted, those that overflow of it. */
  #listed(row: Row, sample: number, options: CallOptions): Encoding[] {
    const rows = options.return_overflowing_tokens ? [row, ...row.overflowing] : [row];
    return rows.map((each) => {
      const encoding: Encoding = { input_ids: [...each.ids] };
      if (this.#returns("token_type_ids", options.return_token_type_ids)) encoding.token_type_ids = [...each.typeIds];
      if (this.#returns("attention_mask", options.return_attention_mask)) encoding.attention_mask = [...each.attention];
      if (options.return_special_tokens_mask) encoding.special_tokens_mask = [...each.specials];
      if (options.return_offsets_mapping) encoding.offset_mapping = [...(each.offsets ?? [])];
      if (options.return_word_ids) encoding.word_ids = [...(each.words ?? [])];
      if (options.return_length) encoding.length = each.ids.length;
      if (options.return_overflowing_tokens) encoding.overflow_to_sample_mapping = sample;
      return encoding;
    });
  }

  #returns(name: string, asked: boolean | null | undefined): boolean {
    return asked ?? this.model_input_names.includes(name);
  }

  /** Sets the tokenizer.json's truncation and padding, which stay as they are until the next call. */
  #setUp(strategies: Strategies, options: CallOptions): void {
    const { stride = 0, pad_to_multiple_of } = options;
    const side = checkSide("truncation_side", this.truncation_side);
    setTruncation(this.json, truncationOf(strategies, stride, side === "left" ? "Left" : "Right"));
    const { padding, max_length } = strategies;
    if (padding === "do_not_pad") {
      this.json.padding = undefined;
      return;
    }
    const paddingSide = checkSide("padding_side", options.padding_side ?? this.padding_side);
    this.json.padding = {
      strategy: padding === "max_length" ? { Fixed: max_length ?? 0 } : "BatchLongest",
      direction: paddingSide === "left" ? "Left" : "Right",
      pad_to_multiple_of: pad_to_multiple_of ?? null,
      pad_id: this.pad_token_id ?? 0,
      pad_type_id: 0,
      pad_token: this.pad_token ?? "",
    };
  }

  #strategies(options: CallOptions): Strategies {
    warnOfUnknown(options, this.#log);
    return resolveStrategies(options, this.model_max_length, this.pad_token_id !== undefined, this.#log);
  }

  #preparation(): Preparation {
    const { truncation_side, padding_side, model_max_length, model_input_names, pad_token_id } = this;
    return {
      template: { prefix: [], middle: [], suffix: [], secondTypeId: 0 },
      padIds: pad_token_id === undefined ? undefined : [pad_token_id],
      startsCharacter: undefined,
      truncation_side,
      padding_side,
      model_max_length,
      model_input_names,
      log: this.#log,
    };
  }

  #addedTokens(): [id: number, token: AddedToken][] {
    return this.json.addedTokens.map(({ id, ...token }) => [id, token]);
  }

  #idOf(token: string): number | undefined {
    const id = this.json.tokenToId(token);
    if (id !== undefined) return id;
    const unknown = this.#special.get("unk_token");
    return unknown === undefined ? undefined : this.json.tokenToId(contentOf(unknown));
  }

  #idOfSpecial(name: SpecialTokenName): number | undefined {
    const token = this.#special.get(name);
    return token === undefined ? undefined : this.#idOf(contentOf(token));
  }
}

/** What a tokenizer.json's truncation says where the configuration says nothing. */
function ofTruncation({ truncation }: TokenizerJson): Record<string, unknown> {
  if (!truncation) return {};
  const { max_length, direction, stride, strategy } = truncation;
  const truncation_strategy = SAVED_STRATEGIES[strategy];
  return { max_length, truncation_side: direction.toLowerCase(), stride, truncation_strategy };
}

/** As {@link ofTruncation}, of its padding. */
function ofPadding({ padding, truncation }: TokenizerJson): Record<string, unknown> {
  if (!padding) return {};
  const { pad_token, pad_type_id, direction, strategy, pad_to_multiple_of } = padding;
  const length = strategy === "BatchLongest" ? null : strategy.Fixed;
  const max_length = truncation ? {} : { max_length: length };
  return {
    pad_token,
    pad_token_type_id: pad_type_id,
    padding_side: direction.toLowerCase(),
    ...max_length,
    pad_to_multiple_of,
  };
}

function asGiven(token: TokenToAdd): SpecialToken {
  return typeof token === "string" ? token : complete(token, token.special ?? false);
}

/** @throws OptionError where an id is not one of 32 bits */
function checkIds(ids: readonly number[]): readonly number[] {
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id > LARGEST_ID);
  if (wrong === undefined) return ids;
  throw new OptionError("ids", wrong, `ids from 0 to ${LARGEST_ID}`);
}
