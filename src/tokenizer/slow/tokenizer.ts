import { writeFiles } from "#platform";
import { OptionError } from "../../base/errors.js";
import { OnceLog } from "../../base/logger.js";
import { toBatch, toItems } from "../batch.js";
import {
  type CallOptions,
  type PadOptions,
  type PrepareOptions,
  resolveStrategies,
  type Side,
  type TextInput,
  warnOfUnknown,
} from "../call-options.js";
import { Callable } from "../callable.js";
import {
  assemble,
  assembleIds,
  type BatchEncoding,
  type Encoding,
  type Fields,
  specialCount,
  typeIds,
} from "../encoding.js";
import { type Ids, toIds } from "../ids.js";
import { checkCallInput, isBatch, isList, readBatch, readSingle, type TextOrPair } from "../inputs.js";
import { type Positions, type Preparation, padBatch, padSingle, prepare, warnOfLength } from "../prepare.js";
import { type Origin, savedFiles } from "../saved-files.js";
import type { Sequence } from "../sequence.js";
import { contentOf, SPECIAL_TOKEN_NAMES, type SpecialTokenName } from "../special-tokens.js";
import { toTensors } from "../tensors.js";
import type { AddedToken } from "./added-tokens.js";
import { type DecodeOptions, decode, tokensOf } from "./decode.js";
import type { Pipeline, Template } from "./pipeline.js";
import { Reader } from "./reader.js";
import { type SpecialTokensToAdd, TokenTable, type TokenToAdd } from "./token-table.js";

/** What every class of tokenizer can be given, under transformers' names. */
export interface TokenizerOptions extends SpecialTokensToAdd {
  /** The added tokens of a saved tokenizer, by id. */
  readonly added_tokens_decoder?: ReadonlyMap<number, AddedToken>;
  /** In ids. Default: none, which is 1e30. */
  readonly model_max_length?: number | null;
  readonly padding_side?: Side;
  readonly truncation_side?: Side;
  /** Of byte models: whether truncation cuts anywhere, or only between characters. Default "id". */
  readonly truncation_unit?: "id" | "character";
  /** Which of token_type_ids and attention_mask a call returns unasked. Default: both. */
  readonly model_input_names?: readonly string[];
  /** Whether decoding removes the spaces before English punctuation. Default false. */
  readonly clean_up_tokenization_spaces?: boolean;
  /** Whether added tokens are treated as any other text. Default false. */
  readonly split_special_tokens?: boolean;
  /** Whether the text between special tokens is lower-cased before all else. Default false. */
  readonly do_lower_case?: boolean;
}

type WordListOptions = CallOptions & { readonly is_split_into_words: true };

/** How a tokenizer is called. */
export interface Call {
  /** One text, or one pair with `text_pair`. @throws OptionError where the reference raises ValueError */
  (text: string, options?: CallOptions): Encoding;
  /** A text given as its words. */
  (words: readonly string[], options: WordListOptions): Encoding;
  /** A batch of texts given as their words. */
  (batch: readonly (readonly string[])[], options: WordListOptions): BatchEncoding;
  /** A batch of texts or pairs. */
  (batch: readonly (string | readonly TextInput[])[], options?: CallOptions): BatchEncoding;
}

/** `pad_token` and the like: undefined where there is none. They can be set. */
export type SpecialTokenProperties = { [Name in SpecialTokenName]: string | undefined };
/**
 * `pad_token_id` and the like. Where a token has several ids in an input, as in bygpt-jp, it is the list of them, and
 * `convert_tokens_to_ids` of one token too.
 */
export type SpecialTokenIds = { readonly [Name in SpecialTokenName as `${Name}_id`]: number | undefined };

export interface Tokenizer extends Call, SpecialTokenProperties, SpecialTokenIds {}

/** Python's VERY_LARGE_INTEGER, which stands for no maximum. */
const NO_MAXIMUM = 1e30;
const DEFAULT_INPUT_NAMES = ["input_ids", "token_type_ids", "attention_mask"];

/**
 * A tokenizer: raw text → added tokens → pipeline → ids → special tokens, truncation, padding. It is called as a
 * function.
 *
 * It behaves as the slow tokenizers of transformers 4.56.1 do, under their names, and tells besides where tokens lie.
 * What they log it says once, through the logger that `setLogger` sets, and goes on as they do. Loading is
 * asynchronous, all else is synchronous; buffers are reused, so one tokenizer serves one thread.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: Callable makes the call, the static block the properties
export class Tokenizer extends Callable {
  padding_side: Side;
  truncation_side: Side;
  /** Of byte models: whether truncation cuts anywhere, or only between characters. */
  truncation_unit: "id" | "character";
  model_max_length: number;
  model_input_names: readonly string[];
  clean_up_tokenization_spaces: boolean;
  split_special_tokens: boolean;
  readonly do_lower_case: boolean;
  readonly #pipeline: Pipeline;
  readonly #origin: Origin;
  readonly #table: TokenTable;
  readonly #reader: Reader;
  readonly #log = new OnceLog();
  #keptFrame: Frame | undefined;

  static {
    for (const name of SPECIAL_TOKEN_NAMES) {
      Object.defineProperty(Tokenizer.prototype, name, {
        get(this: Tokenizer): string | undefined {
          const token = this.#table.special.get(name);
          return token === undefined ? undefined : contentOf(token);
        },
        set(this: Tokenizer, token: string | undefined): void {
          this.#table.special.set(name, token);
          this.#table.rolesChanged();
        },
      });
      Object.defineProperty(Tokenizer.prototype, `${name}_id`, {
        get(this: Tokenizer): number | readonly number[] | undefined {
          return this.#publicId(this.#table.idOfSpecial(name));
        },
      });
    }
  }

  /** @throws OptionError where a side is neither right nor left */
  constructor(pipeline: Pipeline, options: TokenizerOptions, origin: Origin) {
    super();
    this.#pipeline = pipeline;
    this.#origin = origin;
    this.do_lower_case = options.do_lower_case ?? false;
    this.#table = new TokenTable(pipeline, options, options.added_tokens_decoder ?? new Map(), this.do_lower_case);
    this.#reader = new Reader(pipeline, this.#table, this.do_lower_case);
    this.padding_side = checkSide("padding_side", options.padding_side);
    this.truncation_side = checkSide("truncation_side", options.truncation_side);
    this.truncation_unit = options.truncation_unit ?? "id";
    this.model_max_length = options.model_max_length ?? NO_MAXIMUM;
    this.model_input_names = options.model_input_names ?? DEFAULT_INPUT_NAMES;
    this.clean_up_tokenization_spaces = options.clean_up_tokenization_spaces ?? false;
    this.split_special_tokens = options.split_special_tokens ?? false;
  }

  /** The number of distinct strings in the vocabulary, added tokens not counted. */
  get vocab_size(): number {
    return this.#pipeline.vocab_size;
  }

  /** The number of distinct strings with an id: Python's `len(tokenizer)`. */
  get length(): number {
    return this.#table.size;
  }

  get all_special_tokens(): string[] {
    return this.#table.special.contents();
  }

  get all_special_ids(): number[] {
    return this.convert_tokens_to_ids(this.all_special_tokens);
  }

  get additional_special_tokens(): string[] {
    return this.#table.special.additional.map(contentOf);
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
    return new Map(this.#table.added.entries());
  }

  /** All tokens with their ids, added ones included. */
  get_vocab(): Map<string, number> {
    const vocabulary = new Map(this.#pipeline.entries());
    for (const [id, { content }] of this.#table.added.entries()) vocabulary.set(content, id);
    return vocabulary;
  }

  /** The added tokens with their ids. */
  get_added_vocab(): Map<string, number> {
    return new Map(this.#table.added.ids());
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

  /** The ids of a text, or of a pair with `text_pair`; a list is one text's tokens or ids. */
  encode(text: TextInput, options = NO_OPTIONS): number[] {
    if (typeof text === "string" && isPlain(options)) return this.#encodePlain(text, options);
    return this.#encodeSingle(text, options.text_pair, options, ONLY_IDS).input_ids;
  }

  /** One text or pair; a list is one text's tokens or ids, or its words with `is_split_into_words`. */
  encode_plus(text: TextInput, options: CallOptions = {}): Encoding {
    return this.#encodeSingle(text, options.text_pair, options);
  }

  /** A batch of texts or pairs, each as a string, its tokens or its ids. */
  batch_encode_plus(batch: readonly (TextInput | readonly TextInput[])[], options: CallOptions = {}): BatchEncoding {
    return this.#encodeBatch(readBatch(batch, undefined, options.is_split_into_words ?? false), options);
  }

  /** The tokens of a text, no special tokens around them. @throws TextError at a lone surrogate, with MeCab */
  tokenize(text: string, options: { readonly split_special_tokens?: boolean } = {}): string[] {
    if (typeof text !== "string") throw new OptionError("text", text, "a string");
    return this.#reader.tokenize(text, options.split_special_tokens ?? this.split_special_tokens);
  }

  /** Puts special tokens around ids, cuts and pads them: what a call does once a text has become ids. */
  prepare_for_model(ids: Ids, options: PrepareOptions & { readonly pair_ids?: Ids | undefined } = {}): Encoding {
    const second = options.pair_ids === undefined ? undefined : { ids: toIds("pair_ids", options.pair_ids) };
    return this.#finishSingle({ ids: toIds("ids", ids) }, second, options, NO_POSITIONS);
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

  /** Ids with the model's special tokens around them. */
  build_inputs_with_special_tokens(ids: readonly number[], pairIds?: readonly number[]): number[] {
    return assembleIds(this.#frame().template, ids, pairIds);
  }

  /** Which text each id is of that {@link build_inputs_with_special_tokens} makes. */
  create_token_type_ids_from_sequences(ids: readonly number[], pairIds?: readonly number[]): number[] {
    return typeIds(this.#frame().template, ids.length, pairIds?.length);
  }

  /**
   * 1 for each special token, 0 for the others: of those that would be put around the ids, or with
   * `already_has_special_tokens` of those among them, the unknown token included.
   *
   * @throws OptionError where ids that have their special tokens come with a second list
   */
  get_special_tokens_mask(
    ids: readonly number[],
    pairIds?: readonly number[] | null,
    options: { readonly already_has_special_tokens?: boolean } = {},
  ): number[] {
    const second = pairIds ?? undefined;
    if (options.already_has_special_tokens) {
      if (second) throw new OptionError("pair ids", second, "none with already_has_special_tokens");
      const special = new Set(this.all_special_tokens.map((token) => this.#table.idOf(token)));
      return this.#tokenIds(ids).flatMap((id) => (this.#idsOf(id) ?? []).map(() => (special.has(id) ? 1 : 0)));
    }
    const zeros = (list: readonly number[]): number[] => list.map(() => 0);
    return assemble(this.#frame().template, zeros(ids), second && zeros(second), () => 1);
  }

  /** How many special tokens are put around one text, or around a pair. */
  num_special_tokens_to_add(pair = false): number {
    return specialCount(this.#frame().template, pair);
  }

  convert_tokens_to_ids(token: string): number;
  convert_tokens_to_ids(tokens: readonly string[]): number[];
  convert_tokens_to_ids(tokens: string | readonly string[]): number | number[] {
    if (typeof tokens === "string") return this.#publicId(this.#table.idOf(tokens)) as number;
    return tokens.flatMap((token) => this.#idsOf(this.#table.idOf(token)) ?? []);
  }

  convert_ids_to_tokens(id: number): string;
  convert_ids_to_tokens(ids: Ids, options?: { readonly skip_special_tokens?: boolean }): string[];
  convert_ids_to_tokens(
    ids: number | Ids,
    options: { readonly skip_special_tokens?: boolean } = {},
  ): string | string[] {
    if (typeof ids === "number") return this.#table.tokenOf(ids);
    return tokensOf(this.#tokenIds(toIds("ids", ids)), this.#table, options.skip_special_tokens ?? false);
  }

  /** The text of tokens, pieces joined with what they continue. */
  convert_tokens_to_string(tokens: readonly string[]): string {
    return this.#pipeline.join(tokens, { isAdded: (token) => this.#table.added.idOf(token) !== undefined });
  }

  /** The text of ids; an id without a token reads as the unknown token. @throws OptionError where one is no integer */
  decode(ids: number | bigint | Ids, options: DecodeOptions = {}): string {
    const list = toIds("ids", typeof ids === "number" || typeof ids === "bigint" ? [ids] : ids);
    const clean_up_tokenization_spaces = options.clean_up_tokenization_spaces ?? this.clean_up_tokenization_spaces;
    return decode(this.#tokenIds(list), this.#pipeline, this.#table, { ...options, clean_up_tokenization_spaces });
  }

  /** The text of each list of ids, or of each id of one list. */
  batch_decode(sequences: Iterable<number | bigint | Ids>, options: DecodeOptions = {}): string[] {
    return Array.from(sequences, (ids) => this.decode(ids, options));
  }

  /**
   * Adds tokens that are cut out of the raw text. A string that the vocabulary has keeps its id; another gets the next
   * one after the number of strings known, as in the reference, even if a vocabulary with equal lines uses it.
   *
   * @param special whether they are special tokens, which `skip_special_tokens` drops
   * @returns how many ids are new
   */
  add_tokens(tokens: TokenToAdd | readonly TokenToAdd[], special = false): number {
    return this.#table.add(Array.isArray(tokens) ? tokens : [tokens as TokenToAdd], special);
  }

  /**
   * Gives tokens their roles, and adds them as special tokens.
   *
   * @param replace whether `additional_special_tokens` replace those there were, which stay added tokens
   * @returns how many ids are new
   * @throws OptionError where a role is not one of transformers'
   */
  add_special_tokens(tokens: SpecialTokensToAdd, replace = true): number {
    return this.#table.addSpecial(tokens, replace);
  }

  /**
   * Writes the files that transformers and this library load the same tokenizer from: tokenizer_config.json,
   * special_tokens_map.json, added_tokens.json where there are tokens beyond the vocabulary, and the vocabulary. In Node.
   *
   * @returns the paths written
   * @throws ResourceError where they cannot be written
   */
  async save_pretrained(folder: string, options: { readonly filename_prefix?: string } = {}): Promise<string[]> {
    const { padding_side, truncation_side, model_max_length, model_input_names, split_special_tokens } = this;
    const { clean_up_tokenization_spaces } = this;
    const settings = {
      padding_side,
      truncation_side,
      model_max_length,
      model_input_names,
      split_special_tokens,
      clean_up_tokenization_spaces,
    };
    const files = savedFiles(this.#pipeline, this.#table, this.#origin, settings);
    return writeFiles(folder, prefixed(files, options.filename_prefix));
  }

  /** Writes the vocabulary's own files alone. In Node. @throws ResourceError where they cannot be written */
  async save_vocabulary(folder: string, options: { readonly filename_prefix?: string } = {}): Promise<string[]> {
    return writeFiles(folder, prefixed(this.#pipeline.files(), options.filename_prefix));
  }

  /** An id as a caller sees it: alone, or the list of those that stand for it. */
  #publicId(id: number | undefined): number | readonly number[] | undefined {
    return this.#pipeline.expand && id !== undefined ? this.#idsOf(id) : id;
  }

  #callOne(text: unknown, pair: unknown, options: CallOptions): Encoding | BatchEncoding {
    const second = pair ?? undefined;
    checkCallInput("text", text);
    if (second !== undefined) checkCallInput("text_pair", second);
    const isSplit = options.is_split_into_words ?? false;
    if (isBatch(text, isSplit)) return this.#encodeBatch(readBatch(text, second, isSplit), options);
    return this.#encodeSingle(text, second, options);
  }

  /** A text's ids, of which nothing is cut and nothing else is wanted. */
  #encodePlain(text: string, { add_special_tokens = true, verbose = true }: CallOptions): number[] {
    const template = add_special_tokens ? this.#frame().template : undefined;
    const ids = this.#reader.readIds(text, this.split_special_tokens, template);
    if (verbose) warnOfLength(ids.length, this.model_max_length, this.#log);
    return ids;
  }

  /** @param names what to return unasked */
  #encodeSingle(text: unknown, pair: unknown, options: CallOptions, names = this.model_input_names): Encoding {
    const { first, second } = readSingle(text, pair ?? undefined, options.is_split_into_words ?? false);
    const splitsAdded = options.split_special_tokens ?? this.split_special_tokens;
    const read = this.#readerOf(options, splitsAdded);
    return this.#finishSingle(read(first), second && read(second), options, positionsOf(options), names);
  }

  #finishSingle(
    first: Sequence,
    second: Sequence | undefined,
    options: PrepareOptions,
    positions: Positions,
    names = this.model_input_names,
  ): Encoding {
    const strategies = this.#strategies(options);
    const preparation = this.#preparation(names);
    const encoding = prepare(first, second, strategies, options, positions, preparation);
    padSingle(encoding as Fields, strategies, options, preparation);
    if (options.return_length) encoding.length = encoding.input_ids.length;
    const { return_tensors } = options;
    return return_tensors ? (toTensors({ ...toBatch([encoding]) }, return_tensors) as unknown as Encoding) : encoding;
  }

  #encodeBatch(batch: readonly TextOrPair[], options: CallOptions): BatchEncoding {
    const strategies = this.#strategies(options);
    if (batch.length === 0) throw new OptionError("text", "an empty batch", "at least one text");
    const preparation = this.#preparation();
    // As in the reference, an option of the call is heard for a single text only.
    const read = this.#readerOf(options, this.split_special_tokens);
    const positions = positionsOf(options);
    const prepared = batch.map(({ first, second }) => {
      const encoding = prepare(read(first), second && read(second), strategies, options, positions, preparation);
      if (options.return_length) encoding.length = encoding.input_ids.length;
      return encoding as Fields;
    });
    padBatch(prepared, strategies, options, preparation);
    const encodings = toBatch(prepared);
    const { return_tensors } = options;
    return return_tensors ? (toTensors({ ...encodings }, return_tensors) as unknown as BatchEncoding) : encodings;
  }

  #readerOf(options: CallOptions, splitsAdded: boolean): (text: TextOrPair["first"]) => Sequence {
    const { offset_mapping, word_ids } = positionsOf(options);
    const inCodePoints = offset_mapping && codePointsOf(options);
    const reading = { splitsAdded, isAligned: offset_mapping || word_ids, inCodePoints };
    return (text) => this.#reader.read(text, reading);
  }

  #strategies(options: PrepareOptions) {
    warnOfUnknown(options, this.#log);
    return resolveStrategies(options, this.model_max_length, this.#frame().padIds !== undefined, this.#log);
  }

  #preparation(model_input_names = this.model_input_names): Preparation {
    const { truncation_side, padding_side, model_max_length } = this;
    const { template, padIds } = this.#frame();
    const startsCharacter = this.truncation_unit === "character" ? this.#startsCharacter : undefined;
    return {
      template,
      padIds,
      startsCharacter,
      truncation_side,
      padding_side,
      model_max_length,
      model_input_names,
      log: this.#log,
    };
  }

  #tokenIds(ids: readonly number[]): readonly number[] {
    return this.#pipeline.collapse?.(ids) ?? ids;
  }

  readonly #startsCharacter = (ids: readonly number[], at: number): boolean =>
    this.#pipeline.startsCharacter?.(ids, at) ?? true;

  /** The ids of a token in an input. */
  #idsOf(id: number | undefined): readonly number[] | undefined {
    return id === undefined ? undefined : (this.#pipeline.expand?.(id) ?? [id]);
  }

  /** What stands around texts, looked up once for as long as the tokens stay as they are. */
  #frame(): Frame {
    const table = this.#table;
    if (this.#keptFrame?.revision !== table.revision) {
      const template = this.#pipeline.template((name) => {
        const id = table.idOfSpecial(name);
        if (id === undefined) throw new OptionError(name, undefined, "a token, to put around texts");
        return id;
      });
      const padIds = this.#idsOf(table.idOfSpecial("pad_token"));
      this.#keptFrame = { template, padIds, revision: table.revision };
    }
    return this.#keptFrame;
  }
}

interface Frame {
  readonly template: Template;
  readonly padIds: readonly number[] | undefined;
  readonly revision: number;
}

const NO_OPTIONS: CallOptions = {};

/** Whether a text's ids are all that is wanted, and as they are. */
function isPlain(options: CallOptions): boolean {
  // Most calls have none; to go over them, even so, takes a third of a short text's time.
  if (options === NO_OPTIONS) return true;
  for (const name in options) if (name !== "add_special_tokens" && name !== "verbose") return false;
  return true;
}

const ONLY_IDS: readonly string[] = ["input_ids"];
const NO_POSITIONS: Positions = { offset_mapping: false, word_ids: false };

function positionsOf({ return_offsets_mapping, return_word_ids }: CallOptions): Positions {
  return { offset_mapping: return_offsets_mapping ?? false, word_ids: return_word_ids ?? false };
}

export function codePointsOf({ offset_unit = "utf16" }: CallOptions): boolean {
  if (offset_unit !== "utf16" && offset_unit !== "code_point") {
    throw new OptionError("offset_unit", offset_unit, "utf16 or code_point");
  }
  return offset_unit === "code_point";
}

export function checkSide(name: string, side: Side = "right"): Side {
  if (side !== "right" && side !== "left") throw new OptionError(name, side, "right or left");
  return side;
}

function prefixed(
  files: ReadonlyMap<string, string | Uint8Array>,
  prefix: string | undefined,
): Map<string, string | Uint8Array> {
  return new Map([...files].map(([name, content]) => [prefix ? `${prefix}-${name}` : name, content]));
}
