import { VocabularyError } from "../../base/errors.js";
import { isOfText, PIECE_TYPES, type Piece, typeOf } from "../pieces/piece.js";
import { MessageReader } from "./protobuf.js";

/** The values of model_type, from 1. */
const MODEL_TYPES = ["unigram", "bpe", "word", "char"] as const;

/** A normalizer_spec or denormalizer_spec. */
export interface NormalizerSettings {
  /** The replacements of characters, see {@link Charsmap}; empty for none. */
  readonly charsmap: Uint8Array;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
}

/** The fields of a .model file that have an effect on encoding and decoding. */
export interface ModelFile {
  readonly type: "unigram" | "bpe";
  readonly pieces: readonly Piece[];
  readonly byteFallback: boolean;
  readonly treatWhitespaceAsSuffix: boolean;
  /** The id of the unknown piece that the trainer was given; SentencePiece itself looks for the piece's type. */
  readonly unkId: number;
  readonly unkSurface: string;
  readonly unkPiece: string;
  readonly bosPiece: string;
  readonly eosPiece: string;
  readonly padPiece: string;
  readonly normalizer: NormalizerSettings;
  readonly denormalizer: NormalizerSettings;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Trainer = Writable<Omit<ModelFile, "type" | "pieces" | "normalizer" | "denormalizer">> & { type: number };

/** The longest piece in bytes of UTF-8. */
const LONGEST_PIECE = 7999;
const NUL = "\0";

/**
 * Reads a .model file, a message of SentencePiece's sentencepiece_model.proto. It is stricter than a protobuf library:
 * a field with an unexpected wire type or a type of a later version is an error instead of the default.
 *
 * @param name the file's name in error messages
 * @throws VocabularyError if SentencePiece 0.2.3 rejects the file, if it is damaged, or if its model type is word or
 * char
 */
export function readModelFile(bytes: Uint8Array, name: string): ModelFile {
  const reader = new MessageReader(bytes, name);
  const pieces: Piece[] = [];
  const trainer = defaultTrainer();
  const normalizer = defaultNormalizer();
  const denormalizer = defaultNormalizer();
  while (reader.next()) {
    if (reader.field === 1) pieces.push(readPiece(reader.enter()));
    else if (reader.field === 2) readTrainer(reader.enter(), trainer);
    else if (reader.field === 3) readNormalizer(reader.enter(), normalizer);
    else if (reader.field === 5) readNormalizer(reader.enter(), denormalizer);
  }
  const type = MODEL_TYPES[trainer.type - 1];
  if (type !== "unigram" && type !== "bpe") throw reader.error(`model_type ${type ?? trainer.type}`, "unigram or bpe");
  const file = { ...trainer, type, pieces: withoutNul(pieces, trainer.byteFallback), normalizer, denormalizer };
  checkPieces(file, name);
  return file;
}

function defaultTrainer(): Trainer {
  return {
    type: 1,
    byteFallback: false,
    treatWhitespaceAsSuffix: false,
    unkId: 0,
    unkSurface: " \u2047 ",
    unkPiece: "<unk>",
    bosPiece: "<s>",
    eosPiece: "</s>",
    padPiece: "<pad>",
  };
}

function defaultNormalizer(): Writable<NormalizerSettings> {
  return {
    charsmap: new Uint8Array(0),
    addDummyPrefix: true,
    removeExtraWhitespaces: true,
    escapeWhitespaces: true,
  };
}

function readPiece(reader: MessageReader): Piece {
  let text = "";
  let score = 0;
  let type = 1;
  while (reader.next()) {
    if (reader.field === 1) text = reader.string();
    else if (reader.field === 2) score = reader.float();
    else if (reader.field === 3) type = reader.integer();
  }
  const typeName = PIECE_TYPES[type - 1];
  if (typeName === undefined) throw reader.error(`type ${type}`, `1 to ${PIECE_TYPES.length}`);
  return [text, score, typeName];
}

function readTrainer(reader: MessageReader, trainer: Trainer): void {
  while (reader.next()) {
    if (reader.field === 3) trainer.type = reader.integer();
    else if (reader.field === 24) trainer.treatWhitespaceAsSuffix = reader.boolean();
    else if (reader.field === 35) trainer.byteFallback = reader.boolean();
    else if (reader.field === 40) trainer.unkId = reader.integer();
    else if (reader.field === 44) trainer.unkSurface = reader.string();
    // An empty name means the default.
    else if (reader.field === 45) trainer.unkPiece = reader.string() || "<unk>";
    else if (reader.field === 46) trainer.bosPiece = reader.string() || "<s>";
    else if (reader.field === 47) trainer.eosPiece = reader.string() || "</s>";
    else if (reader.field === 48) trainer.padPiece = reader.string() || "<pad>";
  }
}

function readNormalizer(reader: MessageReader, normalizer: Writable<NormalizerSettings>): void {
  while (reader.next()) {
    if (reader.field === 2) normalizer.charsmap = reader.bytes();
    else if (reader.field === 3) normalizer.addDummyPrefix = reader.boolean();
    else if (reader.field === 4) normalizer.removeExtraWhitespaces = reader.boolean();
    else if (reader.field === 5) normalizer.escapeWhitespaces = reader.boolean();
  }
}

/** As in SentencePiece, with byte fallback a piece of U+0000 alone counts as unused. */
function withoutNul(pieces: readonly Piece[], byteFallback: boolean): readonly Piece[] {
  return byteFallback ? pieces.map((piece) => (piece[0] === NUL ? [NUL, piece[1], "unused"] : piece)) : pieces;
}

function checkPieces({ type, pieces, byteFallback }: ModelFile, name: string): void {
  const fail = (found: string, expected: string): VocabularyError => new VocabularyError(name, found, expected);
  const matchable = new Set<string>();
  // In a BPE model all pieces differ. In a unigram model, a piece that matches text may equal one that does not.
  const others = type === "bpe" ? matchable : new Set<string>();
  const bytes = new Set<string>();
  let unknowns = 0;
  pieces.forEach((piece, id) => {
    const [text, score] = piece;
    const pieceType = typeOf(piece);
    const known = isOfText(pieceType) ? matchable : others;
    if (text === "") throw fail(`an empty piece ${id}`, "a string");
    if (known.has(text)) throw fail(`duplicate piece ${id}, ${text}`, "each piece once");
    known.add(text);
    if (pieceType === "unknown") unknowns++;
    if (pieceType === "byte") {
      if (!byteFallback) throw fail(`a byte piece ${id}`, "none without byte_fallback");
      if (!/^<0x[0-9A-F]{2}>$/.test(text)) throw fail(`byte piece ${id}, ${text}`, "<0x00> to <0xFF>");
      bytes.add(text);
    }
    if (text.includes(NUL) && !(byteFallback && text === NUL)) throw fail(`U+0000 in piece ${id}`, "none");
    if (isTooLong(text)) throw fail(`piece ${id} of ${text.length} units`, `at most ${LONGEST_PIECE} bytes`);
    if (type === "unigram" && !Number.isFinite(score)) throw fail(`score ${score} of piece ${id}`, "a finite number");
  });
  if (unknowns > 1 || (unknowns === 0 && !byteFallback)) throw fail(`${unknowns} unknown pieces`, "one");
  if (byteFallback && bytes.size < 256) throw fail(`${bytes.size} byte pieces`, "256");
  if (type === "unigram" && matchable.size === 0) throw fail("no piece that matches text", "one");
}

function isTooLong(text: string): boolean {
  return text.length > LONGEST_PIECE / 3 && new TextEncoder().encode(text).length > LONGEST_PIECE;
}
