import { copyOf } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import { FLAG, ITERABLE, STRING, type TableOf } from "../../base/options.js";
import { ANYTHING, BYTES, guard } from "../../base/signatures.js";
import { readSource } from "../../files/read.js";
import { type FileSource, nameOf } from "../../files/source.js";
import { checkPairs, checkText, type UnitBuffer } from "../../text/unit-buffer.js";
import { Bpe } from "../bpe/bpe.js";
import { isOfText, type Piece, type PieceType, textsOf, typeOf, unknownIdOf } from "../pieces/piece.js";
import { checkSpan, TOKEN_INTS, TokenBuffer } from "../subword-model.js";
import { Unigram } from "../unigram/unigram.js";
import { type Decoded, decodePieces } from "./decode.js";
import { type ModelFile, readModelFile } from "./model-file.js";
import { SentencePieceNormalizer } from "./normalizer.js";

/** The options of a {@link SentencePiece}. */
export interface SentencePieceOptions {
  /** True to add a space before a text. Default: the setting in the file. */
  readonly add_dummy_prefix?: boolean;
}

/** The table of {@link SentencePieceOptions}. */
export const SENTENCE_PIECE_OPTIONS: TableOf<SentencePieceOptions> = { add_dummy_prefix: FLAG };
const REST = { options: SENTENCE_PIECE_OPTIONS, positional: "add_dummy_prefix" };

/** The pieces of a text. All three lists have one element for each piece. */
export interface SentencePieceEncoding {
  readonly ids: number[];
  readonly pieces: string[];
  /** The spans [start, end) in UTF-16 code units of the given text. */
  readonly offsets: [start: number, end: number][];
}

/** An algorithm that splits a normalized text into pieces. */
interface PieceSearch {
  segment(text: UnitBuffer, tokens: TokenBuffer): void;
}

/**
 * A SentencePiece model of type unigram or bpe. It converts text to ids and ids to text.
 *
 * A text is normalized by the model's own rules, then split into pieces. Text that no piece matches becomes the unknown
 * piece, or pieces for its UTF-8 bytes, as the model says.
 *
 * Reference: SentencePiece 0.2.3 (the Python package sentencepiece).
 *
 * @example
 * ```ts
 * import { SentencePiece } from "tohoku-tokenizers/sentencepiece";
 *
 * // A .model file of two pieces, "<unk>" and "a", which adds no space before a text.
 * const bytes = Uint8Array.of(
 *   ...[10, 9, 10, 5, 60, 117, 110, 107, 62, 24, 2],
 *   ...[10, 8, 10, 1, 97, 21, 0, 0, 128, 191],
 *   ...[26, 2, 24, 0],
 * );
 * const model = await SentencePiece.load(bytes);
 * console.log(model.encodeWithOffsets("abc")); // => {"ids":[1,0],"pieces":["a","bc"],"offsets":[[0,1],[1,3]]}
 * ```
 */
export class SentencePiece {
  readonly #file: ModelFile;
  #ids: ReadonlyMap<string, number> | undefined;
  /** The id of unknown text, or -1 if there is none. */
  readonly #unknownId: number;
  readonly #normalizer: SentencePieceNormalizer;
  readonly #denormalizer: SentencePieceNormalizer | undefined;
  readonly #search: PieceSearch;
  readonly #tokens = new TokenBuffer();

  static {
    guard(SentencePiece, {
      load: { parameters: { source: ANYTHING }, ...REST, isAsync: true },
      parse: { parameters: { bytes: BYTES, name: STRING }, ...REST },
    });
    guard(SentencePiece.prototype, { decode: { parameters: { items: ITERABLE } } });
  }

  private constructor(file: ModelFile, name: string) {
    const { type, pieces, normalizer, denormalizer, treatWhitespaceAsSuffix } = file;
    this.#file = file;
    this.#unknownId = unknownIdOf(pieces);
    const symbols = textsOf(pieces, (type) => type === "user_defined");
    this.#normalizer = new SentencePieceNormalizer(normalizer, symbols, treatWhitespaceAsSuffix, name);
    this.#denormalizer =
      denormalizer.charsmap.length > 0 ? new SentencePieceNormalizer(denormalizer, [], false, name) : undefined;
    const options = { reference: "sentencepiece", byte_fallback: file.byteFallback } as const;
    this.#search = type === "unigram" ? new Unigram(pieces, options) : new Bpe(pieces, file.byteFallback);
  }

  /**
   * Loads a model.
   *
   * @param source a .model file: see {@link FileSource}
   * @throws ResourceError if the file cannot be read
   * @throws VocabularyError if SentencePiece rejects the file, if it is damaged, or if its model type is word or char
   */
  static async load(source: FileSource, options: SentencePieceOptions = {}): Promise<SentencePiece> {
    const file = "SentencePiece model";
    const bytes = await readSource(source, { file, expected: "a .model file" });
    return SentencePiece.parse(bytes, nameOf(source) ?? file, options);
  }

  /**
   * Reads a model from the bytes of a .model file.
   *
   * @param name the file's name in error messages
   * @throws VocabularyError if SentencePiece rejects the file, if it is damaged, or if its model type is word or char
   */
  static parse(bytes: Uint8Array, name: string, options: SentencePieceOptions = {}): SentencePiece {
    // Parts of the file are kept, and the caller may change the memory later.
    const file = readModelFile(copyOf(bytes), name);
    const addDummyPrefix = options?.add_dummy_prefix ?? file.normalizer.addDummyPrefix;
    return new SentencePiece({ ...file, normalizer: { ...file.normalizer, addDummyPrefix } }, name);
  }

  /** The number of pieces. */
  get size(): number {
    return this.#file.pieces.length;
  }

  /** The id of the piece for unknown text, or -1 if there is none. */
  get unkId(): number {
    return this.#idOfType(this.#file.unkPiece, "unknown");
  }

  /** The id of the piece for the start of a text, or -1 if there is none. */
  get bosId(): number {
    return this.#idOfType(this.#file.bosPiece, "control");
  }

  /** The id of the piece for the end of a text, or -1 if there is none. */
  get eosId(): number {
    return this.#idOfType(this.#file.eosPiece, "control");
  }

  /** The id of the piece for padding, or -1 if there is none. */
  get padId(): number {
    return this.#idOfType(this.#file.padPiece, "control");
  }

  /**
   * The id of a piece. A string that is not a piece has the id of unknown text, or -1 if the model has no such id.
   *
   * @throws TextError if the string is not a piece and has a lone surrogate, where Python raises TypeError
   */
  idOf(piece: string): number {
    const id = this.#find(piece);
    if (id === undefined) checkPairs(piece);
    return id ?? this.#unknownId;
  }

  /**
   * The string of a piece.
   *
   * @throws OptionError if there is no such id
   */
  pieceOf(id: number): string {
    return this.#piece(id)[0];
  }

  /**
   * The score of a piece, in single precision.
   *
   * @throws OptionError if there is no such id
   */
  scoreOf(id: number): number {
    return this.#piece(id)[1];
  }

  /**
   * The type of a piece.
   *
   * @throws OptionError if there is no such id
   */
  typeOf(id: number): PieceType {
    return typeOf(this.#piece(id));
  }

  /**
   * The normalized form of a text, before it is split into pieces.
   *
   * @throws TextError if the text has a lone surrogate
   */
  normalize(text: string): string {
    checkText(text);
    return this.#normalizer.normalize(text);
  }

  /**
   * The ids of a text.
   *
   * @throws TextError if the text has a lone surrogate
   */
  encode(text: string): number[] {
    checkText(text);
    this.#segment(text, false);
    return this.#tokens.ids();
  }

  /**
   * The pieces of a text. Unknown text is returned in its normalized form.
   *
   * @throws TextError if the text has a lone surrogate
   */
  tokenize(text: string): string[] {
    checkText(text);
    this.#segment(text, false);
    return this.#pieces();
  }

  /**
   * The pieces of a text with their ids and offsets. The space that the model adds before a text has an empty span. A
   * piece for a byte has the span of its character.
   *
   * @throws TextError if the text has a lone surrogate
   */
  encodeWithOffsets(text: string): SentencePieceEncoding {
    checkText(text);
    this.#segment(text, true);
    const { origins } = this.#normalizer;
    const ids: number[] = [];
    const offsets: [number, number][] = [];
    const { buffer, count } = this.#tokens;
    for (let at = 0; at < TOKEN_INTS * count; at += TOKEN_INTS) {
      ids.push(buffer[at]);
      offsets.push([origins[buffer[at + 1]], origins[buffer[at + 2]]]);
    }
    return { ids, pieces: this.#pieces(), offsets };
  }

  /**
   * Appends the tokens of the span [start, end) of a text. Positions are UTF-16 code units of the text.
   *
   * @throws TextError if the span has a lone surrogate
   */
  segment(text: string, start: number, end: number, tokens: TokenBuffer): void {
    checkSpan(text, start, end, tokens);
    const first = TOKEN_INTS * tokens.count;
    this.#normalizer.run(text, start, end, true);
    this.#search.segment(this.#normalizer.output, tokens);
    const { origins } = this.#normalizer;
    const { buffer, count } = tokens;
    for (let at = first; at < TOKEN_INTS * count; at += TOKEN_INTS) {
      buffer[at + 1] = origins[buffer[at + 1]];
      buffer[at + 2] = origins[buffer[at + 2]];
    }
  }

  /**
   * The text of ids or pieces, without control symbols.
   *
   * @param items ids and pieces in any mixture; a string that is not a piece is kept unchanged
   * @throws OptionError if there is no such id
   */
  decode(items: Iterable<number | string>): string {
    const text = decodePieces(this.#decoded(items), this.#file);
    return this.#denormalizer ? this.#denormalizer.normalize(text) : text;
  }

  #segment(text: string, aligned: boolean): void {
    this.#tokens.clear();
    this.#normalizer.run(text, 0, text.length, aligned);
    this.#search.segment(this.#normalizer.output, this.#tokens);
  }

  #pieces(): string[] {
    const { buffer, count } = this.#tokens;
    return Array.from({ length: count }, (_, token) => {
      const at = TOKEN_INTS * token;
      const id = buffer[at];
      if (id !== this.#unknownId) return this.#file.pieces[id][0];
      return this.#normalizer.output.slice(buffer[at + 1], buffer[at + 2]);
    });
  }

  *#decoded(items: Iterable<number | string>): Generator<Decoded> {
    for (const item of items) {
      const id = typeof item === "string" ? this.#find(item) : item;
      if (id === undefined) yield [String(item), undefined];
      else yield [this.pieceOf(id), this.typeOf(id)];
    }
  }

  #find(piece: string): number | undefined {
    this.#ids ??= idsOf(this.#file.pieces);
    return this.#ids.get(piece);
  }

  #piece(id: number): Piece {
    const piece = this.#file.pieces[id];
    if (piece === undefined) throw new OptionError("id", id, `a whole number below ${this.size}`);
    return piece;
  }

  #idOfType(piece: string, type: PieceType): number {
    const id = this.idOf(piece);
    return id >= 0 && this.typeOf(id) === type ? id : -1;
  }
}

/** The ids by string. If two pieces are equal, the one that does not match text is used. */
function idsOf(pieces: readonly Piece[]): Map<string, number> {
  const ids = new Map<string, number>();
  pieces.forEach((piece, id) => {
    if (!isOfText(typeOf(piece)) || !ids.has(piece[0])) ids.set(piece[0], id);
  });
  return ids;
}
