import { VocabularyError } from "../../base/errors.js";
import { checkValue, FLAG, ITERABLE, type OptionKind, oneOf, orNull, type TableOf } from "../../base/options.js";
import { checkArguments } from "../../base/signatures.js";
import { checkText, UnitBuffer } from "../../text/unit-buffer.js";
import { type Piece, textsOf, typeOf, unknownIdOf } from "../pieces/piece.js";
import { buildPieceTrie } from "../pieces/piece-trie.js";
import { byteIds, PieceOrBytes, sentencePieceUnknown, type UnknownText } from "../pieces/unknown-text.js";
import { checkId, checkSpan, type SubwordModel, TOKEN_INTS, TokenBuffer } from "../subword-model.js";
import { type ScoredPieces, UnigramSearch } from "./unigram-search.js";

/** The options of {@link Unigram}. */
export interface UnigramOptions {
  /**
   * The library whose results are reproduced exactly, ties included:
   * - "tokenizers" (Hugging Face's, 0.22.2), for a tokenizer.json. Sums in double precision; every piece can match.
   * - "sentencepiece" (0.2.3), for a .model file. Sums in single precision; the type of a piece decides if it can
   * match.
   */
  readonly reference: "tokenizers" | "sentencepiece";
  /**
   * With "tokenizers", the id of unknown text, if any. With "sentencepiece", the piece of type "unknown" is used
   * instead.
   */
  readonly unk_id?: number | null;
  /** True to convert unknown text to pieces for its UTF-8 bytes, <0x00> to <0xFF>. Default false. */
  readonly byte_fallback?: boolean;
}

/** The table of {@link UnigramOptions}. */
export const UNIGRAM_OPTIONS: TableOf<UnigramOptions> = {
  reference: oneOf("tokenizers", "sentencepiece"),
  unk_id: orNull({ allows: (value) => typeof value === "number", expected: "an id" }),
  byte_fallback: FLAG,
};
const PIECES: OptionKind = {
  ...ITERABLE,
  expected: "a list of pieces, each [text, score]",
};
const SIGNATURE = { parameters: { pieces: PIECES }, options: UNIGRAM_OPTIONS, positional: "reference" };

/** The longest piece, in UTF-16 code units. */
const LONGEST_PIECE = 0xffff;
/** The distance of an unknown character's score below the lowest score of a piece. */
const UNKNOWN_PENALTY = 10;
const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/**
 * The Unigram model: of all ways to split a text into pieces, it finds the one with the highest sum of scores.
 *
 * A character that is not a piece is unknown. Consecutive unknown characters become one token, or tokens for their bytes.
 * The text is not normalized.
 *
 * Reference: tokenizers 0.22.2 or SentencePiece 0.2.3, as the options choose.
 *
 * @example
 * ```ts
 * import { Unigram } from "tohoku-tokenizers/unigram";
 *
 * const unigram = new Unigram([["<unk>", 0, "unknown"], ["a", -1], ["b", -2]], { reference: "sentencepiece" });
 * console.log(unigram.tokenize("axyb")); // => ["a","xy","b"]
 * ```
 */
export class Unigram implements SubwordModel {
  readonly wantsNfkc = false;
  readonly #pieces: readonly Piece[];
  readonly #unknownId: number;
  readonly #search: UnigramSearch;
  readonly #units = new UnitBuffer();

  /**
   * @param pieces the pieces in the order of their ids
   * @throws VocabularyError if a score is not a finite number, if a piece has a lone surrogate or more than 65,535
   * UTF-16 code units, or if unk_id is not the id of a piece
   */
  constructor(pieces: Iterable<Piece>, options: UnigramOptions, ...excess: never[]) {
    checkArguments("Unigram", [pieces, options ?? {}, ...excess], SIGNATURE);
    checkValue("reference", options?.reference ?? null, UNIGRAM_OPTIONS.reference);
    this.#pieces = [...pieces];
    this.#pieces.forEach(checkPiece);
    const { scored, unknown } =
      options.reference === "sentencepiece"
        ? forSentencePiece(this.#pieces, options)
        : forTokenizers(this.#pieces, options);
    this.#unknownId = scored.unknownId;
    this.#search = new UnigramSearch(scored, unknown);
  }

  /** The number of pieces. */
  get size(): number {
    return this.#pieces.length;
  }

  /**
   * The pieces of a text. Unknown text is returned unchanged.
   *
   * @throws TextError if the text has a lone surrogate
   * @throws VocabularyError if a character is unknown and there is no id for unknown text
   */
  tokenize(text: string): string[] {
    checkText(text);
    const tokens = new TokenBuffer();
    this.encode(text, 0, text.length, tokens);
    const { buffer, count } = tokens;
    return Array.from({ length: count }, (_, token) => {
      const at = TOKEN_INTS * token;
      const id = buffer[at];
      return id === this.#unknownId ? text.slice(buffer[at + 1], buffer[at + 2]) : this.tokenOf(id);
    });
  }

  /**
   * Appends the tokens of the span [start, end) of a text. Positions are UTF-16 code units.
   *
   * The span of a byte token depends on the reference. With "sentencepiece" it is the byte's character; with
   * "tokenizers" it is the whole run of unknown text.
   *
   * @throws TextError if the span has a lone surrogate
   * @throws VocabularyError if a character is unknown and there is no id for unknown text
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    checkSpan(text, start, end, tokens);
    const first = tokens.count;
    this.#units.load(text, start, end);
    this.segment(this.#units, tokens);
    tokens.shift(first, start);
  }

  /**
   * Appends the tokens of a text in a buffer, which must be well-formed UTF-16.
   *
   * @throws VocabularyError if a character is unknown and there is no id for unknown text
   */
  segment({ units, length }: UnitBuffer, tokens: TokenBuffer): void {
    this.#search.run(units, length, tokens);
  }

  /** The piece with an id; "" if the id has none. */
  tokenOf(id: number): string {
    checkId(id);
    return this.#pieces[id]?.[0] ?? "";
  }
}

/** The data that the references' rules make of the pieces. */
interface Setting {
  readonly scored: ScoredPieces;
  readonly unknown: UnknownText;
}

/** The rules of tokenizers. The last of equal pieces is found, but the scores of the others count for the minimum. */
function forTokenizers(pieces: readonly Piece[], { unk_id, byte_fallback }: UnigramOptions): Setting {
  if (unk_id != null && !(unk_id in pieces)) {
    throw new VocabularyError("vocabulary", `unk_id ${unk_id}`, `the id of one of ${pieces.length} pieces`);
  }
  const texts = pieces.map(([text]) => text);
  const trie = buildPieceTrie(texts);
  let least = Number.POSITIVE_INFINITY;
  for (const [, score] of pieces) least = Math.min(least, score);
  const scored = {
    trie,
    scores: Float64Array.from(pieces, ([, score]) => score),
    unknownScore: least - UNKNOWN_PENALTY,
    unknownId: unk_id ?? -1,
    mustKnow: unk_id == null,
    single: false,
  };
  return { scored, unknown: new PieceOrBytes(trie, scored.unknownId, byte_fallback ? byteIds(texts) : undefined) };
}

/** SentencePiece's rules. Only normal pieces and user-defined symbols match; the latter nearly always win. */
function forSentencePiece(pieces: readonly Piece[], { byte_fallback = false }: UnigramOptions): Setting {
  const trie = buildPieceTrie(textsOf(pieces, (type) => type === "normal" || type === "user_defined"));
  let least = LARGEST_FLOAT32;
  for (const piece of pieces) if (typeOf(piece) === "normal") least = Math.min(least, Math.fround(piece[1]));
  const unknownId = unknownIdOf(pieces);
  const scored = {
    trie,
    scores: Float64Array.from(pieces, sentencePieceScore),
    unknownScore: Math.fround(least - UNKNOWN_PENALTY),
    unknownId,
    mustKnow: unknownId < 0 && !byte_fallback,
    single: true,
  };
  return { scored, unknown: sentencePieceUnknown(pieces, byte_fallback) };
}

function sentencePieceScore(piece: Piece): number {
  const [text, score] = piece;
  return Math.fround(typeOf(piece) === "user_defined" ? 0.1 * (new TextEncoder().encode(text).length - 1) : score);
}

function checkPiece([text, score]: Piece): void {
  if (!Number.isFinite(score)) throw new VocabularyError("vocabulary", `score ${score} of ${text}`, "a finite number");
  if (/\p{Surrogate}/u.test(text)) throw new VocabularyError("vocabulary", text, "no lone surrogates");
  if (text.length > LONGEST_PIECE) {
    throw new VocabularyError("vocabulary", `a piece of ${text.length} units`, `at most ${LONGEST_PIECE}`);
  }
}
