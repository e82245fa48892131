import { addedTokensFile } from "#saved-configuration";
import { OptionError, ofInput } from "../../base/errors.js";
import { checkValues, FLAG, oneOf, orNull, type TableOf } from "../../base/options.js";
import { guard } from "../../base/signatures.js";
import { toBatch } from "../batch.js";
import {
  type CallOptions,
  countsCodePoints,
  type DecodeOptions,
  type EncodeOptions,
  type PrepareOptions,
  type TextInput,
} from "../call-options.js";
import type { AnyEncoding, WithWindows } from "../calls.js";
import type { BatchEncoding, Encoding, Fields } from "../encoding.js";
import { type Ids, toIds, toPairIds } from "../ids.js";
import { CLASS_METHODS } from "../method-signatures.js";
import { type PadIds, padBatch, padSingle } from "../padding.js";
import { defineProperty, refuseSetting } from "../properties.js";
import { encodingOf } from "../row.js";
import { type FileContents, type Origin, type SaveOptions, saveFiles } from "../saved-files.js";
import type { Sequence } from "../sequence.js";
import { type Strategies, warnOfLength } from "../strategies.js";
import { type InTensors, toTensors } from "../tensors.js";
import type { TokenId } from "../token-table.js";
import { TokenizerBase } from "../tokenizer-base.js";
import { SHARED_OPTIONS, type SharedOptions } from "../tokenizer-options.js";
import { decode, joiningOf } from "./decode.js";
import { type Frame, frameOf, idsOf } from "./frame.js";
import { readBatch, readSingle, type Text } from "./inputs.js";
import type { Pipeline } from "./pipeline.js";
import { PipelineTable } from "./pipeline-table.js";
import { encodePlainBatch, isPlainBatch } from "./plain-batch.js";
import { NO_POSITIONS, type Positions, type Preparation, positionsOf, prepare } from "./prepare.js";
import { Reader } from "./reader.js";
import { assemble, assembleIds, specialCount, typeIds } from "./template.js";
import { windowRows } from "./window-rows.js";

/** The token lists of a text, or of two. */
interface SequencePair {
  readonly first: Sequence;
  readonly second: Sequence | undefined;
}

/** The arguments that every class of slow tokenizer takes, under transformers' names. */
export interface TokenizerOptions extends SharedOptions {
  /** Only for byte models: "id", the default, lets truncation cut anywhere; "character" only between characters. */
  readonly truncation_unit?: "id" | "character";
  /** True if the text between special tokens is lower-cased before all else. Default false. */
  readonly do_lower_case?: boolean;
}

/** The table of {@link TokenizerOptions}, for the tables of the families. */
export const TOKENIZER_OPTIONS: TableOf<TokenizerOptions> = {
  ...SHARED_OPTIONS,
  truncation_unit: oneOf("id", "character"),
  do_lower_case: orNull(FLAG),
};

const NO_OPTIONS: EncodeOptions = {};

/**
 * A slow tokenizer, called as a function: raw text → added tokens → pipeline → ids → special tokens, truncation, padding.
 *
 * It behaves as the slow tokenizers of transformers 4.56.1, under their names, and also returns the offsets of tokens
 * and the words that they belong to. Lengths are in ids, offsets in UTF-16 code units unless a call asks for code
 * points. If the reference logs and goes on, so does the tokenizer, once, through the logger that `setLogger` sets.
 * Only loading is asynchronous. Buffers are reused, so one tokenizer serves one thread.
 *
 * @example
 * ```ts
 * const tokenizer = await AutoTokenizer.from_pretrained("tohoku-nlp/bert-base-japanese-v3");
 * tokenizer("自然言語処理", { text_pair: "楽しい", padding: "max_length", max_length: 16, truncation: true });
 * // { input_ids: […], token_type_ids: […], attention_mask: […] }
 * tokenizer(["晴れ", "雨の日"], { padding: true }).input_ids; // one list for each text
 * ```
 */
export class Tokenizer extends TokenizerBase<TokenId, Encoding> {
  /** Only for byte models: "id" lets truncation cut anywhere, "character" only between characters. */
  declare truncation_unit: "id" | "character";
  readonly #pipeline: Pipeline;
  declare protected readonly table: PipelineTable;
  readonly #reader: Reader;
  readonly #lowers: boolean;
  #truncationUnit: "id" | "character" = "id";
  #keptFrame: Frame | undefined;

  static {
    const { prototype } = Tokenizer;
    defineProperty(
      prototype,
      "truncation_unit",
      TOKENIZER_OPTIONS.truncation_unit,
      (owner) => owner.#truncationUnit,
      (owner, unit) => owner.#setUnit(unit as "id" | "character"),
    );
    refuseSetting(prototype, "a new tokenizer with this argument: it cannot change later", ["do_lower_case"]);
    guard(prototype, CLASS_METHODS);
  }

  /**
   * @param pipeline the stages between added tokens, and the special tokens around texts
   * @param origin is saved by `save_pretrained` along with the tokenizer's settings
   * @throws OptionError if an argument has a value that it does not allow
   */
  constructor(pipeline: Pipeline, options: TokenizerOptions, origin: Origin) {
    checkValues({ ...options }, TOKENIZER_OPTIONS);
    const do_lower_case = options.do_lower_case ?? false;
    const table = new PipelineTable(pipeline, options, do_lower_case);
    super(table, options, origin);
    this.#pipeline = pipeline;
    this.#lowers = do_lower_case;
    this.#reader = new Reader(pipeline, table, do_lower_case);
    this.truncation_unit = options.truncation_unit ?? "id";
  }

  /** True if the text between special tokens is lower-cased before all else. */
  get do_lower_case(): boolean {
    return this.#lowers;
  }

  /**
   * The ids of a text, or of a pair with `text_pair`; a list is one text's tokens or ids.
   *
   * @throws OptionError if the reference raises ValueError
   * @throws TextError at a lone surrogate, if the tokenizer uses MeCab or SentencePiece
   */
  encode<Tensor>(text: TextInput, options: InTensors<EncodeOptions, Tensor>): Tensor;
  encode(text: TextInput, options: WithWindows<EncodeOptions>): number[][];
  encode(text: TextInput, options?: EncodeOptions): number[];
  encode(text: TextInput, options = NO_OPTIONS): unknown {
    if (typeof text === "string" && isPlain(options)) return this.#encodePlain(text, options);
    const onlyIds = { return_token_type_ids: false, return_attention_mask: false, ...options };
    return this.encodeOne(text, options.text_pair, onlyIds).input_ids;
  }

  /**
   * The ids of one text or two, with the tokenizer's special tokens around them.
   *
   * @throws OptionError if a special token is missing
   */
  build_inputs_with_special_tokens(ids: Ids, pairIds?: Ids | null): number[] {
    return assembleIds(this.#frame().template, toIds("ids", ids), toPairIds("pairIds", pairIds));
  }

  /**
   * For each id that {@link build_inputs_with_special_tokens} returns 0 or 1: the text that it belongs to. Only the
   * lengths of the lists matter.
   *
   * @throws OptionError if a special token is missing
   */
  create_token_type_ids_from_sequences(ids: Ids, pairIds?: Ids | null): number[] {
    return typeIds(this.#frame().template, toIds("ids", ids).length, toPairIds("pairIds", pairIds)?.length);
  }

  /**
   * 1 for each special token, 0 for other ids. Special tokens are those that would be put around the ids; with
   * `already_has_special_tokens`, those among them, including the unknown token.
   *
   * @throws OptionError if a second list comes with `already_has_special_tokens`, or a special token is missing
   */
  get_special_tokens_mask(
    ids: Ids,
    pairIds?: Ids | null,
    options: { readonly already_has_special_tokens?: boolean } = {},
  ): number[] {
    const first = toIds("ids", ids);
    const second = toPairIds("pairIds", pairIds);
    if (options.already_has_special_tokens) {
      if (second) throw new OptionError("pair ids", second, "none with already_has_special_tokens");
      const { specialIds } = this.table;
      const single = this.#pipeline.patches?.collapse(first) ?? first;
      return single.flatMap((id) => idsOf(this.#pipeline, id).map(() => (specialIds.has(id) ? 1 : 0)));
    }
    const zeros = (list: readonly number[]): number[] => list.map(() => 0);
    return assemble(this.#frame().template, zeros(first), second && zeros(second), () => 1);
  }

  /** The number of ids that special tokens add to one text, or to a pair. @throws OptionError if one is missing */
  num_special_tokens_to_add(pair = false): number {
    return specialCount(this.#frame().template, pair);
  }

  /**
   * The text of tokens: pieces of a word are joined, and no spaces are cleaned up.
   *
   * @throws OptionError if a byte model has no such token
   */
  convert_tokens_to_string(tokens: readonly string[]): string {
    return this.#pipeline.join(tokens, joiningOf(this.table));
  }

  /** Writes only the vocabulary's own files. Only in Node. @throws ResourceError if they cannot be written */
  async save_vocabulary(folder: string, options: SaveOptions = {}): Promise<string[]> {
    return saveFiles(folder, this.#pipeline.files(), options);
  }

  protected padIds(): PadIds {
    return this.#frame().padIds;
  }

  protected tokensIn(text: string, splitsSpecial: boolean): string[] {
    return this.#reader.tokenize(text, splitsSpecial);
  }

  protected textOf(ids: readonly number[], options: DecodeOptions): string {
    if (options.errors !== undefined && !this.#isOfBytes) {
      throw new OptionError("errors", options.errors, "no such option, except for models of bytes");
    }
    return decode(ids, this.#pipeline, this.table, options);
  }

  protected encodeOne(text: unknown, pair: unknown, options: CallOptions): AnyEncoding {
    const single = readSingle(text, pair ?? undefined, options.is_split_into_words ?? false);
    const positions = positionsOf(options);
    const read = this.#readerOf(options, positions, options.split_special_tokens ?? this.#splits);
    const { first, second } = readPair(read, single);
    if (options.return_overflowing_tokens === "windows") return this.#inWindows([{ first, second }], options);
    const encoding = this.#finishSingle(first, second, options, positions);
    return options.return_tensors ? toTensors(toBatch([encoding]), options.return_tensors) : encoding;
  }

  protected encodeMany(texts: readonly unknown[], pairs: unknown, options: CallOptions): AnyEncoding {
    if (texts.length > 0 && isPlainBatch(texts, pairs, options)) {
      const plain = this.#encodePlainMany(texts, options);
      if (plain) return options.return_tensors ? toTensors(plain, options.return_tensors) : plain;
    }
    const batch = readBatch(texts, pairs, options.is_split_into_words ?? false);
    if (batch.length === 0) throw new OptionError("text", "an empty batch", "at least one text");
    const positions = positionsOf(options);
    // As in the reference, the option of the call counts only for a single text.
    const read = this.#readerOf(options, positions, this.#splits);
    if (options.return_overflowing_tokens === "windows") {
      return this.#inWindows(
        batch.map((item, row) => readPair(read, item, row)),
        options,
      );
    }
    const strategies = this.strategies(options);
    const preparation = this.#preparation();
    const prepared = batch.map((item, row) => {
      const { first, second } = readPair(read, item, row);
      const encoding = prepare(first, second, strategies, options, positions, preparation);
      if (options.return_length) encoding.length = encoding.input_ids.length;
      return encoding as Fields;
    });
    padBatch(prepared, strategies, options, this.current, preparation.frame.padIds);
    const encodings = toBatch(prepared);
    return options.return_tensors ? toTensors(encodings, options.return_tensors) : encodings;
  }

  /** The files of the added tokens beyond the vocabulary, if any, and of the vocabulary. */
  protected vocabularyFiles(): FileContents {
    const { vocab_size } = this;
    const beyond = this.table.addedTokens().filter(([id]) => id >= vocab_size);
    if (beyond.length === 0) return this.#pipeline.files();
    const ids = Object.fromEntries(beyond.map(([id, { content }]) => [content, id]));
    return new Map([...addedTokensFile(ids), ...this.#pipeline.files()]);
  }

  protected prepareIds(ids: number[], pairIds: number[] | undefined, options: PrepareOptions): Encoding {
    return this.#finishSingle({ ids }, pairIds && { ids: pairIds }, options, NO_POSITIONS);
  }

  /** True if added tokens are tokenized like other text by default. */
  get #splits(): boolean {
    return this.current.split_special_tokens ?? false;
  }

  /** The ids of a text that is neither cut nor padded, for a call that wants nothing else. */
  #encodePlain(text: string, { add_special_tokens = true, verbose = true }: CallOptions): number[] {
    const template = add_special_tokens ? this.#frame().template : undefined;
    const ids = this.#reader.readIds(text, this.#splits, template);
    if (verbose) warnOfLength(ids.length, this.current.model_max_length, this.log);
    return ids;
  }

  #encodePlainMany(texts: readonly string[], options: CallOptions): BatchEncoding | undefined {
    return encodePlainBatch(texts, options, {
      ...this.#preparation(),
      strategies: () => this.strategies(options),
      read: (text, template) => this.#reader.readIds(text, this.#splits, template),
      readTogether: (all, template) => this.#reader.readTogether(all, this.#splits, template),
      readSequence: this.#readerOf(options, NO_POSITIONS, this.#splits),
    });
  }

  #finishSingle(
    first: Sequence,
    second: Sequence | undefined,
    options: PrepareOptions,
    positions: Positions,
  ): Encoding {
    const strategies = this.strategies(options);
    const preparation = this.#preparation();
    const encoding = prepare(first, second, strategies, options, positions, preparation);
    padSingle(encoding as Fields, strategies, options, this.current, preparation.frame.padIds);
    if (options.return_length) encoding.length = encoding.input_ids.length;
    return encoding;
  }

  /** The rows of texts or pairs, with a row for each window that truncation cuts off, as a fast tokenizer returns them. */
  #inWindows(batch: readonly SequencePair[], options: CallOptions): AnyEncoding {
    if (this.#truncationUnit === "character") {
      throw new OptionError("return_overflowing_tokens", "windows", 'true with truncation_unit: "character"');
    }
    const strategies = this.strategies(options);
    const { template, padIds } = this.#frame();
    const { truncation_side, model_max_length, model_input_names } = this.current;
    const rows = batch.map(({ first, second }) =>
      windowRows(first, second, strategies, options, template, truncation_side),
    );
    const encodings = rows.flatMap((each, sample) =>
      each.map((row) => {
        const encoding = encodingOf(row, options, model_input_names);
        encoding.overflow_to_sample_mapping = sample;
        return encoding as Fields;
      }),
    );
    // As in the reference, "longest" looks only at the first row of each text.
    const longest = rows.reduce((most, [row]) => Math.max(most, row.ids.length), 0);
    const target: Strategies =
      strategies.padding === "longest" ? { ...strategies, padding: "max_length", max_length: longest } : strategies;
    padBatch(encodings, target, options, this.current, padIds);
    for (const encoding of encodings) {
      const { length } = encoding.input_ids;
      if (options.return_length) encoding.length = length;
      const warns = strategies.max_length === undefined && (options.verbose ?? true);
      if (warns) warnOfLength(length, model_max_length, this.log);
    }
    return options.return_tensors ? toTensors(toBatch(encodings), options.return_tensors) : toBatch(encodings);
  }

  #readerOf(options: CallOptions, positions: Positions, splitsAdded: boolean): (text: Text) => Sequence {
    const { offset_mapping, word_ids } = positions;
    if (word_ids && this.#pipeline.knowsWords === false && !options.is_split_into_words) throw noWords();
    const inCodePoints = offset_mapping && countsCodePoints(options);
    const reading = { splitsAdded, isAligned: offset_mapping || word_ids, inCodePoints };
    return (text) => this.#reader.read(text, reading);
  }

  get #isOfBytes(): boolean {
    return this.#pipeline.startsCharacter !== undefined;
  }

  #setUnit(unit: "id" | "character"): void {
    if (unit === "character" && !this.#isOfBytes) {
      throw new OptionError("truncation_unit", unit, '"id": only models of bytes can cut between characters alone');
    }
    this.#truncationUnit = unit;
  }

  #preparation(): Preparation {
    const startsCharacter = this.#truncationUnit === "character" ? this.#startsCharacter : undefined;
    return { by: this.current, frame: this.#frame(), startsCharacter, log: this.log };
  }

  readonly #startsCharacter = (ids: readonly number[], at: number): boolean =>
    this.#pipeline.startsCharacter?.(ids, at) ?? true;

  #frame(): Frame {
    if (this.#keptFrame?.revision !== this.table.revision) this.#keptFrame = frameOf(this.#pipeline, this.table);
    return this.#keptFrame;
  }
}

/** True if options ask for nothing but ids as they are. */
function isPlain(options: CallOptions): boolean {
  // Most calls pass no options. Checking each of them even so would take a third of a short text's time.
  if (options === NO_OPTIONS) return true;
  for (const name in options) if (name !== "add_special_tokens" && name !== "verbose") return false;
  return true;
}

/**
 * Reads a text, or a pair.
 *
 * @param row its place in the batch, for errors
 */
function readPair(
  read: (text: Text) => Sequence,
  { first, second }: { readonly first: Text; readonly second?: Text | undefined },
  row?: number,
): SequencePair {
  const firstSequence = readAs(read, first, "text", row);
  return { first: firstSequence, second: second && readAs(read, second, "text_pair", row) };
}

function readAs(read: (text: Text) => Sequence, text: Text, input: string, row: number | undefined): Sequence {
  try {
    return read(text);
  } catch (error) {
    throw ofInput(error, input, row);
  }
}

function noWords(): OptionError {
  const expected = "a tokenizer with words: from_pretrained with word_ids: true";
  return new OptionError("return_word_ids", true, expected);
}
