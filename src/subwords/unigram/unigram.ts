import { VocabularyError } from "../../base/errors.js";
import { UnitBuffer } from "../../text/unit-buffer.js";
import { type Piece, textsOf, typeOf, unknownIdOf } from "../pieces/piece.js";
import { buildPieceTrie, NO_PIECE, type PieceTrie } from "../pieces/piece-trie.js";
import { byteIds, PieceOrBytes, sentencePieceUnknown, type UnknownText } from "../pieces/unknown-text.js";
import { type SubwordModel, TokenBuffer } from "../subword-model.js";
import { type ScoredPieces, UnigramSearch } from "./unigram-search.js";

export interface UnigramOptions {
  /**
   * Whose rules, down to the last tie:
   * - "tokenizers" (Hugging Face's, 0.22.2), for a tokenizer.json. Sums in double precision; every piece may be found.
   * - "sentencepiece" (0.2.3), for a .model. Sums in single precision; types say which pieces may be found.
   */
  readonly reference: "tokenizers" | "sentencepiece";
  /** The id of unknown text in tokenizers, if there is one. In SentencePiece it is that of the piece of that type. */
  readonly unk_id?: number | null;
  /** Whether unknown text becomes pieces for its bytes in UTF-8, <0x00> to <0xFF>. Default false. */
  readonly byte_fallback?: boolean;
}

const LONGEST_PIECE = 0xffff;
/** How far the score of an unknown character is below that of all pieces. */
const UNKNOWN_PENALTY = 10;
const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/**
 * Unigram: of all ways to cut a text into pieces, the one with the highest sum of scores. A character that is no piece
 * counts as unknown; unknown characters that follow each other become one token, or tokens of their bytes.
 */
export class Unigram implements SubwordModel {
  readonly wantsNfkc = false;
  readonly ignoresWords = false;
  readonly #pieces: readonly Piece[];
  readonly #unknownId: number;
  readonly #search: UnigramSearch;
  readonly #units = new UnitBuffer();

  /**
   * @throws VocabularyError where a score is not a finite number, where a piece has a lone surrogate or more than 65,535
   * UTF-16 units, and where unk_id is no id
   */
  constructor(pieces: Iterable<Piece>, options: UnigramOptions) {
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
   * The pieces of a text, unknown text as it is.
   *
   * @throws TextError at a lone surrogate
   * @throws VocabularyError at an unknown character, where there is no id for it
   */
  tokenize(text: string): string[] {
    const tokens = new TokenBuffer();
    this.encode(text, 0, text.length, tokens);
    const { buffer, count } = tokens;
    return Array.from({ length: count }, (_, token) => {
      const id = buffer[3 * token];
      return id === this.#unknownId ? text.slice(buffer[3 * token + 1], buffer[3 * token + 2]) : this.tokenOf(id);
    });
  }

  /**
   * Appends the pieces of [start, end) of a text. The span of a byte is that of its character; as tokenizers has it, that
   * of all unknown text around it.
   *
   * @throws TextError and VocabularyError as {@link tokenize}
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    const first = tokens.count;
    this.#units.load(text, start, end);
    this.segment(this.#units, tokens);
    tokens.shift(first, start);
  }

  /** As {@link encode}, of a text in a buffer, which is well-formed. */
  segment({ units, length }: UnitBuffer, tokens: TokenBuffer): void {
    this.#search.run(units, length, tokens);
  }

  tokenOf(id: number): string {
    return this.#pieces[id]?.[0] ?? "";
  }
}

interface Setting {
  readonly scored: ScoredPieces;
  readonly unknown: UnknownText;
}

/** Of equal pieces the last is found; but a score that is hidden so may still be the least. */
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
    scores: scoresIn(trie, (id) => pieces[id][1]),
    unknownScore: least - UNKNOWN_PENALTY,
    unknownId: unk_id ?? -1,
    mustKnow: unk_id == null,
    single: false,
  };
  return { scored, unknown: new PieceOrBytes(trie, scored.unknownId, byte_fallback ? byteIds(texts) : undefined) };
}

/** Normal pieces and user-defined symbols are found; the latter nearly always win. */
function forSentencePiece(pieces: readonly Piece[], { byte_fallback = false }: UnigramOptions): Setting {
  const trie = buildPieceTrie(textsOf(pieces, (type) => type === "normal" || type === "user_defined"));
  let least = LARGEST_FLOAT32;
  for (const piece of pieces) if (typeOf(piece) === "normal") least = Math.min(least, Math.fround(piece[1]));
  const unknownId = unknownIdOf(pieces);
  const scored = {
    trie,
    scores: scoresIn(trie, (id) => sentencePieceScore(pieces[id])),
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

function scoresIn({ ids }: PieceTrie, scoreOf: (id: number) => number): Float64Array {
  const scores = new Float64Array(ids.length);
  for (let place = 0; place < ids.length; place++) {
    scores[place] = ids[place] === NO_PIECE ? Number.NaN : scoreOf(ids[place]);
  }
  return scores;
}

function checkPiece([text, score]: Piece): void {
  if (!Number.isFinite(score)) throw new VocabularyError("vocabulary", `score ${score} of ${text}`, "a finite number");
  if (/\p{Surrogate}/u.test(text)) throw new VocabularyError("vocabulary", text, "pieces without lone surrogates");
  if (text.length > LONGEST_PIECE) {
    throw new VocabularyError("vocabulary", `a piece of ${text.length} units`, `at most ${LONGEST_PIECE}`);
  }
}
