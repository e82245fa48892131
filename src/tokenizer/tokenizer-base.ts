import { savedConfiguration } from "#saved-configuration";
import { OptionError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { anyOf, FLAG, listOf, OBJECT, STRING } from "../base/options.js";
import { ANYTHING, guard, optional } from "../base/signatures.js";
import type { AddedToken, TokenToAdd } from "./added-token.js";
import { toBatch, toItems } from "./batch.js";
import type {
  BatchEncodeOptions,
  CallOptions,
  DecodeOptions,
  EncodeOptions,
  PadOptions,
  PrepareForModelOptions,
  PrepareOptions,
  Side,
  TextInput,
  TokenizeOptions,
  TokensOptions,
} from "./call-options.js";
import { CALL, DECODE, ENCODE, PAD, PREPARE_FOR_MODEL, TOKENIZE, TOKENS } from "./call-tables.js";
import { Callable } from "./callable.js";
import type { AnyEncoding, WithOverflow, WithWindows } from "./calls.js";
import { cleanUp } from "./clean-up.js";
import type { BatchEncoding, Encoding, Fields } from "./encoding.js";
import { type IdBatch, type Ids, toId, toIdLists, toIds, toPairIds } from "./ids.js";
import { checkCallInput, isBatch, isList } from "./inputs.js";
import { BATCH_ENCODE_PLUS } from "./method-signatures.js";
import { type PadIds, padBatch, padSingle } from "./padding.js";
import { defineProperty, refuseMisspelt, refuseSetting, watchNewProperties } from "./properties.js";
import { RoleProperties } from "./role-properties.js";
import { type FileContents, type Origin, SAVE, type SaveOptions, saveFiles } from "./saved-files.js";
import { SETTING_KINDS, SETTING_NAMES, type Settings, settingsOf } from "./settings.js";
import { SPECIAL_TOKEN_NAMES } from "./special-tokens.js";
import { resolveStrategies, type Strategies } from "./strategies.js";
import { type TensorEncoding, type TensorOptions, toSingleTensors, toTensors } from "./tensors.js";
import type { TokenId, TokenTable } from "./token-table.js";
import { type SharedOptions, TOKEN } from "./tokenizer-options.js";

/** The properties that may be set. */
const PROPERTY_NAMES: readonly string[] = [
  ...SETTING_NAMES,
  ...SPECIAL_TOKEN_NAMES.flatMap((name) => [name, `${name}_id`]),
  "additional_special_tokens",
  "truncation_unit",
];
const NEW_TOKENIZER = "a new tokenizer with this argument: it cannot change later";

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
 *
 * @typeParam Id the type of a token's id
 * @typeParam Overflow the result for one text if a call returns overflowing ids
 */
export abstract class TokenizerBase<
  Id extends TokenId,
  Overflow extends Encoding | BatchEncoding,
> extends RoleProperties<Id, Overflow> {
  // The declared properties are defined below, from their table.

  /** The side of a text that padding is put on. */
  declare padding_side: Side;
  /** The side of a text that truncation cuts. */
  declare truncation_side: Side;
  /** The largest number of ids that the model takes; 1e30 means that there is none. */
  declare model_max_length: number;
  /** The fields among token_type_ids and attention_mask that a call returns by default. */
  declare model_input_names: readonly string[];
  /** True if decoding removes the spaces before English punctuation by default; null counts as false. */
  declare clean_up_tokenization_spaces: boolean | null;
  /** True if added tokens are tokenized like other text by default; null counts as false. */
  declare split_special_tokens: boolean | null;
  /** The template of chats. It is only saved: no method fills it in. */
  declare chat_template: string | undefined;
  protected readonly table: TokenTable<Id>;
  protected readonly log = new OnceLog();
  /** The values of the settings; hot paths read them here. */
  protected readonly current: Settings;
  readonly #origin: Origin;

  static {
    const { prototype } = TokenizerBase<TokenId, Encoding | BatchEncoding>;
    for (const name of SETTING_NAMES) {
      defineProperty(
        prototype,
        name,
        SETTING_KINDS[name],
        (owner) => owner.current[name],
        (owner, value) => Object.assign(owner.current, settingsOf({ ...owner.current, [name]: value })),
      );
    }
    refuseSetting(prototype, "add_tokens", ["vocab_size", "length", "added_tokens_decoder"]);
    Object.setPrototypeOf(
      Callable.prototype,
      watchNewProperties((owner, name, value) => {
        if (#origin in owner) refuseArgument(name, value, { ...owner.#origin.init_kwargs, ...owner.#origin.options });
      }),
    );
    // A method of that name would hide the signatures of its type.
    Object.defineProperty(prototype, "call", Object.getOwnPropertyDescriptor(prototype, "encodeCall") ?? {});
    guard(prototype, {
      call: { parameters: { text: ANYTHING }, options: CALL, positional: "text_pair" },
      encode_plus: { parameters: { text: ANYTHING }, options: ENCODE, positional: "text_pair" },
      batch_encode_plus: BATCH_ENCODE_PLUS,
      tokenize: { parameters: { text: STRING }, options: TOKENIZE, positional: "split_special_tokens" },
      prepare_for_model: { parameters: { ids: ANYTHING }, options: PREPARE_FOR_MODEL, positional: "pair_ids" },
      pad: { parameters: { encoded: anyOf(OBJECT, listOf(OBJECT)) }, options: PAD, positional: "padding" },
      convert_ids_to_tokens: { parameters: { ids: ANYTHING }, options: TOKENS, positional: "skip_special_tokens" },
      convert_tokens_to_ids: { parameters: { tokens: anyOf(STRING, listOf(STRING)) } },
      decode: { parameters: { ids: ANYTHING }, options: DECODE, positional: "skip_special_tokens" },
      batch_decode: { parameters: { sequences: ANYTHING }, options: DECODE, positional: "skip_special_tokens" },
      add_tokens: { parameters: { tokens: anyOf(TOKEN, listOf(TOKEN)), special: optional(FLAG) } },
      add_special_tokens: { parameters: { tokens: OBJECT, replace: optional(FLAG) } },
      save_pretrained: { parameters: { folder: STRING }, options: SAVE, positional: "filename_prefix", isAsync: true },
      get_vocab: { parameters: {} },
      get_added_vocab: { parameters: {} },
    });
  }

  constructor(table: TokenTable<Id>, options: SharedOptions, origin: Origin) {
    super();
    this.table = table;
    this.current = settingsOf(options);
    this.#origin = origin;
    this.defineRoles(table.special.roles);
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
  /** Cuts ids, puts special tokens around them and pads them. */
  protected abstract prepareIds(ids: number[], pairIds: number[] | undefined, options: PrepareOptions): Encoding;
  /** The files that `save_pretrained` writes in addition to the configuration. */
  protected abstract vocabularyFiles(): FileContents;

  /** The number of tokens in the vocabulary, without added tokens. */
  get vocab_size(): number {
    return this.table.vocab_size;
  }

  /** The number of distinct strings with an id: Python's `len(tokenizer)`. */
  override get length(): number {
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

  /** Encodes a text, a pair or a batch: the method `call`, whose signatures are those of {@link Call}. */
  protected encodeCall(text: unknown, options: CallOptions = {}): AnyEncoding {
    const { text_target, text_pair_target } = options;
    const hasTarget = (text_target ?? undefined) !== undefined;
    if ((text ?? undefined) === undefined) {
      if (!hasTarget) throw new OptionError("text", text, "a text, or text_target");
      return this.#callOne(text_target, text_pair_target, options, "text_target");
    }
    const encoding = this.#callOne(text, options.text_pair, options);
    if (!hasTarget) return encoding;
    const { input_ids } = this.#callOne(text_target, text_pair_target, options, "text_target");
    return { ...encoding, labels: input_ids };
  }

  /**
   * Encodes one text or pair. For a slow tokenizer a list is one text's tokens or ids, or its words with
   * `is_split_into_words`; for a fast one it is a pair, or words.
   *
   * @throws OptionError if the reference raises ValueError
   */
  encode_plus<Tensor, Options>(
    text: TextInput,
    options: TensorOptions<EncodeOptions, Options, Tensor>,
  ): TensorEncoding<Tensor, Options>;
  encode_plus(text: TextInput, options: WithWindows<EncodeOptions>): BatchEncoding;
  encode_plus(text: TextInput, options: WithOverflow<EncodeOptions>): Overflow;
  encode_plus(text: TextInput, options?: EncodeOptions): Encoding;
  encode_plus(text: TextInput, options: EncodeOptions = {}): AnyEncoding {
    return this.encodeOne(text, options.text_pair, options);
  }

  /** Encodes a batch of texts or pairs, each as in {@link encode_plus}. @throws OptionError if the reference raises ValueError */
  batch_encode_plus<Tensor, Options>(
    batch: readonly (TextInput | readonly TextInput[])[],
    options: TensorOptions<BatchEncodeOptions, Options, Tensor>,
  ): TensorEncoding<Tensor, Options>;
  batch_encode_plus(batch: readonly (TextInput | readonly TextInput[])[], options?: BatchEncodeOptions): BatchEncoding;
  batch_encode_plus(
    batch: readonly (TextInput | readonly TextInput[])[],
    options: BatchEncodeOptions = {},
  ): AnyEncoding {
    return this.encodeMany(batch, undefined, options);
  }

  /**
   * The tokens of a text, without special tokens around them.
   *
   * @throws OptionError if the text is not a string
   * @throws TextError at a lone surrogate, if the tokenizer uses MeCab, SentencePiece or a tokenizer.json
   */
  tokenize(text: string, options: TokenizeOptions = {}): string[] {
    return this.tokensIn(text, options.split_special_tokens ?? this.current.split_special_tokens ?? false);
  }

  /**
   * Pads one encoding, a list of them or a batch, as a collator does; by default to the longest. Fields that do not
   * belong to an encoding are kept. Lengths are in ids. The tensors of a single encoding have no batch axis. Reference:
   * `pad` of transformers 4.56.1.
   *
   * @throws OptionError if there are no input_ids, or fields differ in size
   */
  pad<Tensor, Options>(
    encoded: readonly Encoding[] | BatchEncoding | Encoding,
    options: TensorOptions<PadOptions, Options, Tensor>,
  ): TensorEncoding<Tensor, Options>;
  pad(encoded: readonly Encoding[] | BatchEncoding, options?: PadOptions): BatchEncoding;
  pad(encoded: Encoding, options?: PadOptions): Encoding;
  pad(encoded: readonly Encoding[] | BatchEncoding | Encoding, options: PadOptions = {}): AnyEncoding {
    const fields = (Array.isArray(encoded) ? toBatch(encoded) : encoded) as Fields;
    const ids: unknown = fields.input_ids;
    if (!isList(ids)) {
      throw new OptionError("encoded", Object.keys(fields).join(", "), "encodings with input_ids in lists");
    }
    // As in the reference, nothing else about the options counts then.
    if (ids.length === 0) return options.return_attention_mask ? { ...fields, attention_mask: [] } : fields;
    const strategies = this.strategies({ ...options, padding: options.padding ?? true });
    const { return_tensors } = options;
    if (isList(ids[0])) {
      const items = toItems(fields as unknown as Record<string, unknown[]>);
      padBatch(items, strategies, options, this.current, this.padIds());
      return return_tensors ? toTensors(toBatch(items), return_tensors) : toBatch(items);
    }
    const padded = { ...fields };
    padSingle(padded, strategies, options, this.current, this.padIds());
    return return_tensors ? toSingleTensors(padded, return_tensors) : padded;
  }

  /**
   * Cuts ids, puts special tokens around them and pads them, as a call does after a text has become ids. Its tensors
   * have a batch axis only with `prepend_batch_axis`. Reference: `prepare_for_model` of transformers 4.56.1.
   *
   * @throws OptionError if the reference raises ValueError, and if an id is not an integer
   */
  prepare_for_model<Tensor, Options>(
    ids: Ids,
    options: TensorOptions<PrepareForModelOptions, Options, Tensor>,
  ): TensorEncoding<Tensor, Options>;
  prepare_for_model(ids: Ids, options?: PrepareForModelOptions): Encoding;
  prepare_for_model(ids: Ids, options: PrepareForModelOptions = {}): AnyEncoding {
    const { pair_ids, return_tensors, prepend_batch_axis: prepends = false } = options;
    if (prepends && !return_tensors) throw new OptionError("prepend_batch_axis", true, "return_tensors with it");
    const encoding = this.prepareIds(toIds("ids", ids), toPairIds("pair_ids", pair_ids), options);
    if (!return_tensors) return encoding;
    return prepends ? toTensors(toBatch([encoding]), return_tensors) : toSingleTensors(encoding, return_tensors);
  }

  /**
   * The token of an id, or the tokens of a list of ids. An id without a token gives the unknown token; with a fast
   * tokenizer, undefined.
   *
   * @throws OptionError if an id is not an integer or out of range
   */
  convert_ids_to_tokens(id: number | bigint): string;
  convert_ids_to_tokens(ids: Ids, options?: TokensOptions): string[];
  convert_ids_to_tokens(ids: number | bigint | Ids, options?: TokensOptions): string | string[];
  convert_ids_to_tokens(ids: number | bigint | Ids, options: TokensOptions = {}): string | string[] {
    return typeof ids === "number" || typeof ids === "bigint"
      ? this.table.tokenOf(toId("ids", ids))
      : this.table.tokensOf(toIds("ids", ids), options.skip_special_tokens ?? false);
  }

  /**
   * The text of ids: a list, a tensor of dims [length] or [1, length], or one id. An id without a token becomes the
   * unknown token; a fast tokenizer drops it. Reference: `_decode` of the slow and fast classes of transformers 4.56.1.
   *
   * @throws OptionError if an id is not an integer or out of range, and for several rows of ids
   */
  decode(ids: number | bigint | Ids, options: DecodeOptions = {}): string {
    const isOne = typeof ids === "number" || typeof ids === "bigint";
    return this.#decode(isOne ? [toId("ids", ids)] : toIds("ids", ids), options);
  }

  /**
   * The text of each list of ids, of each row of a tensor of dims [batch, length], or of each id of one list.
   *
   * @throws OptionError as {@link decode}
   */
  batch_decode(sequences: IdBatch, options: DecodeOptions = {}): string[] {
    return toIdLists("sequences", sequences).map((ids) => this.#decode(ids, options));
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
    return { ...this.current };
  }

  /** Padding and truncation with the defaults filled in. @throws OptionError if the reference raises ValueError */
  protected strategies(options: PrepareOptions): Strategies {
    return resolveStrategies(options, this.current.model_max_length, this.padIds() !== undefined, this.log);
  }

  #decode(ids: readonly number[], options: DecodeOptions): string {
    const text = this.textOf(ids, options);
    return (options.clean_up_tokenization_spaces ?? this.current.clean_up_tokenization_spaces) ? cleanUp(text) : text;
  }

  /** @param name the argument that the text is, for errors */
  #callOne(text: unknown, pair: unknown, options: CallOptions, name: "text" | "text_target" = "text"): AnyEncoding {
    const second = pair ?? undefined;
    checkCallInput(name, text);
    if (second !== undefined) checkCallInput(name === "text" ? "text_pair" : "text_pair_target", second);
    const encodesMany = isBatch(text, options.is_split_into_words ?? false);
    return encodesMany ? this.encodeMany(text, second, options) : this.encodeOne(text, second, options);
  }
}

/** @throws OptionError if a property to be made is an argument, or probably a misspelt property or argument */
function refuseArgument(name: string, value: unknown, given: Readonly<Record<string, unknown>>): void {
  if (Object.hasOwn(given, name)) throw new OptionError(name, value, NEW_TOKENIZER);
  refuseMisspelt(name, value, [...PROPERTY_NAMES, ...Object.keys(given)]);
}
