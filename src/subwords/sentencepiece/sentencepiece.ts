import { readResource } from "#platform";
import { OptionError, ResourceError } from "../../base/errors.js";
import { checkPairs, type UnitBuffer } from "../../text/unit-buffer.js";
import { Bpe } from "../bpe/bpe.js";
import { isOfText, type Piece, type PieceType, textsOf, typeOf, unknownIdOf } from "../pieces/piece.js";
import { TokenBuffer } from "../subword-model.js";
import { Unigram } from "../unigram/unigram.js";
import { type Decoded, decodePieces } from "./decode.js";
import { type ModelFile, readModelFile } from "./model-file.js";
import { SentencePieceNormalizer } from "./normalizer.js";

export interface SentencePieceOptions {
  /** Whether a space is put before a text; by default, if the file says so. */
  readonly add_dummy_prefix?: boolean;
}

/** Pieces of a text, their ids, and where each comes from: [start, end) in UTF-16 units of the text. */
export interface SentencePieceEncoding {
  readonly ids: number[];
  readonly pieces: string[];
  readonly offsets: [start: number, end: number][];
}

/** A stage that finds the pieces of a normalized text. */
interface PieceModel {
  segment(text: UnitBuffer, tokens: TokenBuffer): void;
}

/** A SentencePiece model, whole: from text to ids and back. Reference: SentencePiece 0.2.3. */
export class SentencePiece {
  readonly #file: ModelFile;
  #ids: ReadonlyMap<string, number> | undefined;
  /** The id of text in no piece, or -1. */
  readonly #unknownId: number;
  readonly #normalizer: SentencePieceNormalizer;
  readonly #denormalizer: SentencePieceNormalizer | undefined;
  readonly #engine: PieceModel;
  readonly #tokens = new TokenBuffer();

  private constructor(file: ModelFile, name: string) {
    const { type, pieces, normalizer, denormalizer, treatWhitespaceAsSuffix } = file;
    this.#file = file;
    this.#unknownId = unknownIdOf(pieces);
    const symbols = textsOf(pieces, (type) => type === "user_defined");
    this.#normalizer = new SentencePieceNormalizer(normalizer, symbols, treatWhitespaceAsSuffix, name);
    this.#denormalizer =
      denormalizer.charsmap.length > 0 ? new SentencePieceNormalizer(denormalizer, [], false, name) : undefined;
    const options = { reference: "sentencepiece", byte_fallback: file.byteFallback } as const;
    this.#engine = type === "unigram" ? new Unigram(pieces, options) : new Bpe(pieces, file.byteFallback);
  }

  /**
   * @param source the path or URL of a .model file, or its bytes
   * @throws ResourceError where it cannot be read
   * @throws VocabularyError where SentencePiece refuses it, where it is damaged, or where it is of words or characters
   */
  static async load(source: URL | string | Uint8Array, options: SentencePieceOptions = {}): Promise<SentencePiece> {
    if (source instanceof Uint8Array) return SentencePiece.parse(source, "SentencePiece model", options);
    const name = String(source);
    const bytes = await readResource(source).catch((cause) => {
      throw new ResourceError("SentencePiece model", name, "a .model file", { cause });
    });
    return SentencePiece.parse(bytes, name, options);
  }

  /**
   * As {@link load}, of bytes at hand.
   *
   * @param name what to call the file in errors
   */
  static parse(bytes: Uint8Array, name: string, options: SentencePieceOptions = {}): SentencePiece {
    const file = readModelFile(bytes, name);
    const addDummyPrefix = options.add_dummy_prefix ?? file.normalizer.addDummyPrefix;
    return new SentencePiece({ ...file, normalizer: { ...file.normalizer, addDummyPrefix } }, name);
  }

  /** The number of pieces. */
  get size(): number {
    return this.#file.pieces.length;
  }

  /** The id that unknown text has; -1 if there is none, as for the three below. */
  get unkId(): number {
    return this.#idOfType(this.#file.unkPiece, "unknown");
  }

  /** The id of the piece that stands for the start of a text. */
  get bosId(): number {
    return this.#idOfType(this.#file.bosPiece, "control");
  }

  /** The id of the piece that stands for the end of a text. */
  get eosId(): number {
    return this.#idOfType(this.#file.eosPiece, "control");
  }

  /** The id of the piece that fills up. */
  get padId(): number {
    return this.#idOfType(this.#file.padPiece, "control");
  }

  /**
   * The id of a piece, that of unknown text if there is no such piece, -1 if there is no such id.
   *
   * @throws TextError at a lone surrogate, as Python raises TypeError
   */
  idOf(piece: string): number {
    const id = this.#find(piece);
    if (id === undefined) checkPairs(piece);
    return id ?? this.#unknownId;
  }

  /** @throws OptionError where there is no such id; so do the two below */
  pieceOf(id: number): string {
    return this.#piece(id)[0];
  }

  scoreOf(id: number): number {
    return this.#piece(id)[1];
  }

  typeOf(id: number): PieceType {
    return typeOf(this.#piece(id));
  }

  /** What a text becomes before it is cut into pieces. @throws TextError at a lone surrogate */
  normalize(text: string): string {
    return this.#normalizer.normalize(text);
  }

  /** The ids of a text. @throws TextError at a lone surrogate */
  encode(text: string): number[] {
    this.#segment(text, false);
    const { buffer, count } = this.#tokens;
    const ids = new Array<number>(count);
    for (let token = 0; token < count; token++) ids[token] = buffer[3 * token];
    return ids;
  }

  /** The pieces of a text, unknown text as it was normalized. @throws TextError at a lone surrogate */
  tokenize(text: string): string[] {
    this.#segment(text, false);
    return this.#pieces();
  }

  /**
   * The pieces of a text with their ids and where they come from. The space before a text comes from nowhere, a piece of
   * one byte from all of its character.
   *
   * @throws TextError at a lone surrogate
   */
  encodeWithOffsets(text: string): SentencePieceEncoding {
    this.#segment(text, true);
    const { origins } = this.#normalizer;
    const ids: number[] = [];
    const offsets: [number, number][] = [];
    const { buffer, count } = this.#tokens;
    for (let at = 0; at < 3 * count; at += 3) {
      ids.push(buffer[at]);
      offsets.push([origins[buffer[at + 1]], origins[buffer[at + 2]]]);
    }
    return { ids, pieces: this.#pieces(), offsets };
  }

  /**
   * Appends the ids of [start, end) of a text to a buffer, with where they come from: UTF-16 units of the text.
   *
   * @throws TextError at a lone surrogate
   */
  segment(text: string, start: number, end: number, tokens: TokenBuffer): void {
    const first = 3 * tokens.count;
    this.#normalizer.run(text, start, end, true);
    this.#engine.segment(this.#normalizer.output, tokens);
    const { origins } = this.#normalizer;
    const { buffer, count } = tokens;
    for (let at = first; at < 3 * count; at += 3) {
      buffer[at + 1] = origins[buffer[at + 1]];
      buffer[at + 2] = origins[buffer[at + 2]];
    }
  }

  /**
   * The text of ids or pieces, control symbols left out.
   *
   * @throws OptionError where there is no such id
   */
  decode(items: Iterable<number | string>): string {
    const text = decodePieces(this.#decoded(items), this.#file);
    return this.#denormalizer ? this.#denormalizer.normalize(text) : text;
  }

  #segment(text: string, aligned: boolean): void {
    this.#tokens.count = 0;
    this.#normalizer.run(text, 0, text.length, aligned);
    this.#engine.segment(this.#normalizer.output, this.#tokens);
  }

  #pieces(): string[] {
    const { buffer, count } = this.#tokens;
    return Array.from({ length: count }, (_, token) => {
      const id = buffer[3 * token];
      if (id !== this.#unknownId) return this.#file.pieces[id][0];
      return this.#normalizer.output.slice(buffer[3 * token + 1], buffer[3 * token + 2]);
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

/** A string can be a piece twice, once to be found in text and once not: then that is the one that is meant. */
function idsOf(pieces: readonly Piece[]): Map<string, number> {
  const ids = new Map<string, number>();
  pieces.forEach((piece, id) => {
    if (!isOfText(typeOf(piece)) || !ids.has(piece[0])) ids.set(piece[0], id);
  });
  return ids;
}
