import { OptionError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import type { AddedToken, TokenToAdd } from "./added-token.js";
import { toBatch, toItems } from "./batch.js";
import {
  type CallOptions,
  checkSide,
  type DecodeOptions,
  type PadOptions,
  type PrepareOptions,
  type Side,
  type TextInput,
  warnOfUnknown,
} from "./call-options.js";
import type { AnyEncoding, Call, WithOverflow } from "./calls.js";
import { cleanUp } from "./clean-up.js";
import type { BatchEncoding, Encoding, Fields } from "./encoding.js";
import { type Ids, toIds } from "./ids.js";
import { checkCallInput, isBatch, isList } from "./inputs.js";
import { type PadIds, padBatch, padSingle } from "./padding.js";
import { type RoleIds, RoleProperties, type RoleTokens } from "./role-properties.js";
import { type FileContents, type Origin, type SaveOptions, savedConfiguration, saveFiles } from "./saved-files.js";
import { resolveStrategies, type Strategies } from "./strategies.js";
import type { InTensors, TensorEncoding } from "./tensors.js";
import type { TokenId, TokenTable } from "./token-table.js";
import type { SharedOptions } from "./tokenizer-options.js";

/** Python's VERY_LARGE_INTEGER: no maximum. */
const NO_MAXIMUM = 1e30;
const SAVED_SETTINGS = [
  "padding_side",
  "truncation_side",
  "model_max_length",
  "model_input_names",
  "split_special_tokens",
  "clean_up_tokenization_spaces",
] as const;
const DEFAULT_INPUT_NAMES = ["input_ids", "token_type_ids", "attention_mask"];

/**
 * @typeParam Id the type of a token's id. @typeParam Overflow the result for one text if a call returns overflowing
 * ids.
 */
export interface TokenizerBase<Id extends TokenId, Overflow extends Encoding | BatchEncoding>
  extends Call<Overflow>,
    RoleTokens,
    RoleIds<Id> {}

/**
 * The methods and properties that slow and fast tokenizers share, under transformers' names. In this folder:
 *
 * - a token is a string with an id;
 * - an added token is cut out of a text before all else;
 * - a special token has a role, or is one of `additional_special_tokens`;
 * - a token list has the ids of one text, with their offsets;
 * - the model is the neural network that takes the ids.
 *
 * Reference: PreTrainedTokenizerBase of transformers 4.56.1.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: Callable makes the call, RoleProperties the roles
export abstract class TokenizerBase<
  Id extends TokenId,
  Overflow extends Encoding | BatchEncoding,
> extends RoleProperties<Id> {
  // The constructor assigns the declared fields; their definitions would only make bundles larger.

  /** The side of a text that padding is put on. */
  declare padding_side: Side;
  /** The side of a text that truncation cuts. */
  declare truncation_side: Side;
  /** The largest number of ids that the model takes; 1e30 means that there is none. */
  declare model_max_length: number;
  /** The fields among token_type_ids and attention_mask that a call returns by default. */
  declare model_input_names: readonly string[];
  /** True if decoding removes the spaces before English punctuation by default. */
  declare clean_up_tokenization_spaces: boolean;
  /** True if added tokens are tokenized like other text by default. */
  declare split_special_tokens: boolean;
  declare protected readonly table: TokenTable<Id>;
  protected readonly log = new OnceLog();
  readonly #origin: Origin;

  /** @throws OptionError if a side is neither right nor left */
  constructor(table: TokenTable<Id>, options: SharedOptions, origin: Origin) {
    super();
    this.table = table;
    this.#origin = origin;
    this.padding_side = checkSide("padding_side", options.padding_side);
    this.truncation_side = checkSide("truncation_side", options.truncation_side);
    this.model_max_length = options.model_max_length ?? NO_MAXIMUM;
    this.model_input_names = options.model_input_names ?? DEFAULT_INPUT_NAMES;
    this.clean_up_tokenization_spaces = options.clean_up_tokenization_spaces ?? false;
    this.split_special_tokens = options.split_special_tokens ?? false;
  }

  protected abstract padIds(): PadIds;
  /** The tokens of a text, without special tokens around them. */
  protected abstract tokensIn(text: string, splitsSpecial: boolean): string[];
  /** The text of ids before it is cleaned up. */
  protected abstract textOf(ids: readonly number[], options: DecodeOptions): string;
  /** Encodes one text or pair of any type. */
  protected abstract encodeOne(text: unknown, pair: unknown, options: CallOptions): AnyEncoding;
  /** Encodes a batch: texts with a list of second texts, or texts and pairs. */
  protected abstract encodeMany(texts: readonly unknown[], pairs: unknown, options: CallOptions): AnyEncoding;
  /** The files that `save_pretrained` writes in addition to the configuration. */
  protected abstract vocabularyFiles(): FileContents;

  /** The number of tokens in the vocabulary, without added tokens. */
  get vocab_size(): number {
    return this.table.vocab_size;
  }

  /** The number of distinct strings with an id: Python's `len(tokenizer)`. */
  get length(): number {
    return this.table.size;
  }

  /** All tokens with their ids, including added tokens. */
  get_vocab(): Map<string, number> {
    return this.table.vocabulary();
  }

  /** The added tokens with their ids. */
  get_added_vocab(): Map<string, number> {
    return this.table.addedVocabulary();
  }

  /** The added tokens by id, in ascending order. */
  get added_tokens_decoder(): Map<number, AddedToken> {
    return new Map(this.table.addedTokens());
  }

  /**
   * Encodes a text, a pair or a batch; calling the tokenizer itself does the same, and {@link Call} has the signatures.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the declared calls have the types
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

  /**
   * Encodes one text or pair. For a slow tokenizer a list is one text's tokens or ids, or its words with
   * `is_split_into_words`; for a fast one it is a pair, or words.
   *
   * @throws OptionError if the reference raises ValueError
   */
  encode_plus<Tensor>(text: TextInput, options: InTensors<CallOptions, Tensor>): TensorEncoding<Tensor>;
  encode_plus(text: TextInput, options: WithOverflow): Overflow;
  encode_plus(text: TextInput, options?: CallOptions): Encoding;
  encode_plus(text: TextInput, options: CallOptions = {}): AnyEncoding {
    return this.encodeOne(text, options.text_pair, options);
  }

  /** Encodes a batch of texts or pairs, each as in {@link encode_plus}. @throws OptionError if the reference raises ValueError */
  batch_encode_plus<Tensor>(
    batch: readonly (TextInput | readonly TextInput[])[],
    options: InTensors<CallOptions, Tensor>,
  ): TensorEncoding<Tensor>;
  batch_encode_plus(batch: readonly (TextInput | readonly TextInput[])[], options?: CallOptions): BatchEncoding;
  batch_encode_plus(batch: readonly (TextInput | readonly TextInput[])[], options: CallOptions = {}): AnyEncoding {
    return this.encodeMany(batch, undefined, options);
  }

  /**
   * The tokens of a text, without special tokens around them.
   *
   * @throws OptionError if the text is no string
   * @throws TextError at a lone surrogate, if the tokenizer uses MeCab, SentencePiece or a tokenizer.json
   */
  tokenize(text: string, options: { readonly split_special_tokens?: boolean } = {}): string[] {
    if (typeof text !== "string") throw new OptionError("text", text, "a string");
    return this.tokensIn(text, options.split_special_tokens ?? this.split_special_tokens);
  }

  /**
   * Pads one encoding, a list of them or a batch, as a collator does; by default to the longest. Fields that do not
   * belong to an encoding are kept. Lengths are in ids. Reference: `pad` of transformers 4.56.1.
   *
   * @throws OptionError if there are no input_ids, or fields differ in size
   */
  pad(encoded: readonly Encoding[] | BatchEncoding, options?: PadOptions): BatchEncoding;
  pad(encoded: Encoding, options?: PadOptions): Encoding;
  pad(encoded: readonly Encoding[] | BatchEncoding | Encoding, options: PadOptions = {}): BatchEncoding | Encoding {
    const fields = (Array.isArray(encoded) ? toBatch(encoded) : encoded) as Fields;
    const ids: unknown = fields.input_ids;
    if (!isList(ids)) throw new OptionError("encoded", Object.keys(fields).join(", "), "encodings with input_ids");
    const strategies = this.strategies({ ...options, padding: options.padding ?? true });
    if (ids.length === 0) return options.return_attention_mask ? { ...fields, attention_mask: [] } : fields;
    if (!isList(ids[0])) {
      const padded = { ...fields };
      padSingle(padded, strategies, options, this, this.padIds());
      return padded;
    }
    const items = toItems(fields as unknown as Record<string, unknown[]>);
    padBatch(items, strategies, options, this, this.padIds());
    return toBatch(items);
  }

  /**
   * The token of an id, or the tokens of a list of ids. An id without a token gives the unknown token; with a fast
   * tokenizer, undefined.
   *
   * @throws OptionError if an id is no integer or out of range
   */
  convert_ids_to_tokens(id: number): string;
  convert_ids_to_tokens(ids: Ids, options?: { readonly skip_special_tokens?: boolean }): string[];
  convert_ids_to_tokens(ids: number | Ids, options?: { readonly skip_special_tokens?: boolean }): string | string[];
  convert_ids_to_tokens(
    ids: number | Ids,
    options: { readonly skip_special_tokens?: boolean } = {},
  ): string | string[] {
    return typeof ids === "number"
      ? this.table.tokenOf(ids)
      : this.table.tokensOf(toIds("ids", ids), options.skip_special_tokens ?? false);
  }

  /**
   * The text of ids. An id without a token reads as the unknown token; with a fast tokenizer it is dropped. Reference:
   * `_decode` of the slow and fast classes of transformers 4.56.1.
   *
   * @throws OptionError if an id is no integer or out of range
   */
  decode(ids: number | bigint | Ids, options: DecodeOptions = {}): string {
    const list = toIds("ids", typeof ids === "number" || typeof ids === "bigint" ? [ids] : ids);
    const text = this.textOf(list, options);
    return (options.clean_up_tokenization_spaces ?? this.clean_up_tokenization_spaces) ? cleanUp(text) : text;
  }

  /** The text of each list of ids, or of each id of one list. @throws OptionError as {@link decode} */
  batch_decode(sequences: Iterable<number | bigint | Ids>, options: DecodeOptions = {}): string[] {
    return Array.from(sequences, (ids) => this.decode(ids, options));
  }

  /**
   * Adds tokens that are cut out of a text before all else. A token of the vocabulary keeps its id. Any other token
   * gets the next id. With a slow tokenizer that is the number of known strings, as in the reference, even if a
   * vocabulary with equal lines already uses it.
   *
   * @param special true makes them special tokens, which `skip_special_tokens` drops
   * @returns the number of new ids; with a fast tokenizer, the number of tokens that were not present with these flags
   * @throws OptionError if a token has no content
   * @throws VocabularyError if a fast tokenizer cannot add a token
   */
  add_tokens(tokens: TokenToAdd | readonly TokenToAdd[], special = false): number {
    return this.table.add(Array.isArray(tokens) ? tokens : [tokens as TokenToAdd], special);
  }

  /**
   * Writes the files from which transformers and this library load the same tokenizer: tokenizer_config.json,
   * special_tokens_map.json, and those of the vocabulary. Only in Node. Reference: transformers 4.56.1, byte for byte.
   *
   * @returns the paths of the files
   * @throws ResourceError if they cannot be written
   */
  async save_pretrained(folder: string, options: SaveOptions = {}): Promise<string[]> {
    const configuration = savedConfiguration(this.table, this.#origin, this.settings());
    const files = new Map([...configuration, ...this.vocabularyFiles()]);
    return saveFiles(folder, files, options);
  }

  /** The settings that are saved. */
  protected settings(): Record<string, unknown> {
    return Object.fromEntries(SAVED_SETTINGS.map((name) => [name, this[name]]));
  }

  /** Padding and truncation with the defaults filled in. @throws OptionError if the reference raises ValueError */
  protected strategies(options: PrepareOptions): Strategies {
    warnOfUnknown(options, this.log);
    return resolveStrategies(options, this.model_max_length, this.padIds() !== undefined, this.log);
  }

  #callOne(text: unknown, pair: unknown, options: CallOptions): AnyEncoding {
    const second = pair ?? undefined;
    checkCallInput("text", text);
    if (second !== undefined) checkCallInput("text_pair", second);
    const encodesMany = isBatch(text, options.is_split_into_words ?? false);
    return encodesMany ? this.encodeMany(text, second, options) : this.encodeOne(text, second, options);
  }
}
