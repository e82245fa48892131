import type { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { type Aligned, AlignedBuilder, endOf, startOf } from "../../text/alignment.js";
import { unassigned } from "../../text/code-points.js";
import { spansBetweenSpaces, splitWhitespace } from "../../text/whitespace.js";

/** A piece of a word, at [start, end) of the word in UTF-16 code units. */
export interface PlacedPiece {
  readonly piece: string;
  readonly start: number;
  readonly end: number;
}

const ESCAPED_SPACE = "\u2581";
const QUOTES = /``|''/g;

/**
 * The pieces of a word. Whitespace inside becomes one space, doubled quotes become ", and a comma after a digit is a
 * piece of its own.
 *
 * Reference: SentencepieceTokenizer of transformers 4.56.1, with Python 3.11 (Unicode 14.0).
 */
export function piecesOf(word: string, model: SentencePiece): string[] {
  const prepared = splitWhitespace(word).join(" ").replace(QUOTES, '"');
  return model.tokenize(prepared).flatMap((piece) => (endsInDigitComma(piece) ? splitComma(piece, model) : [piece]));
}

/** The pieces that {@link piecesOf} returns, with their places. */
export function alignedPiecesOf(word: string, model: SentencePiece): PlacedPiece[] {
  const { text, alignment } = prepare(word);
  const { pieces, offsets } = model.encodeWithOffsets(text);
  return pieces.flatMap((piece, at) => {
    const [from, to] = offsets[at];
    const part = (piece: string, from: number, to: number): PlacedPiece => {
      return { piece, start: startOf(alignment, from, to), end: endOf(alignment, from, to) };
    };
    if (!endsInDigitComma(piece)) return [part(piece, from, to)];
    const parts = splitComma(piece, model);
    const beforeComma = Math.max(from, to - 1);
    return parts.map((one, index) =>
      index < parts.length - 1 ? part(one, from, beforeComma) : part(one, beforeComma, to),
    );
  });
}

/** The word as {@link piecesOf} gives it to the model, with its alignment. */
function prepare(word: string): Aligned {
  const spaced = new AlignedBuilder();
  let end = 0;
  for (const [from, to] of spansBetweenSpaces(word)) {
    if (spaced.text !== "") spaced.add(" ", end, from);
    for (let at = from; at < to; at++) spaced.add(word[at], at, at + 1);
    end = to;
  }
  const { text, alignment } = spaced.build();
  const quoted = new AlignedBuilder();
  for (let at = 0; at < text.length; at++) {
    const isQuote = text.startsWith("``", at) || text.startsWith("''", at);
    const to = at + (isQuote ? 2 : 1);
    quoted.add(isQuote ? '"' : text[at], startOf(alignment, at, to), endOf(alignment, at, to));
    at = to - 1;
  }
  return quoted.build();
}

/** The pieces of what is before the comma, without a space that the model adds; and the comma. */
function splitComma(piece: string, model: SentencePiece): string[] {
  const pieces = model.tokenize(piece.slice(0, -1).replaceAll(ESCAPED_SPACE, ""));
  if (!piece.startsWith(ESCAPED_SPACE) && pieces[0]?.startsWith(ESCAPED_SPACE)) {
    if (pieces[0] === ESCAPED_SPACE) pieces.shift();
    else pieces[0] = pieces[0].slice(1);
  }
  return [...pieces, ","];
}

function endsInDigitComma(piece: string): boolean {
  if (piece.length < 2 || !piece.endsWith(",")) return false;
  const [character] = /.$/su.exec(piece.slice(0, -1)) ?? [""];
  if (OTHER_DIGITS.test(character)) return true;
  return /\p{Nd}/u.test(character) && !unassigned().has(character.codePointAt(0) ?? 0);
}

/** The characters that `str.isdigit()` knows besides the decimal digits. */
const OTHER_DIGITS =
  /[²³¹፩-፱᧚⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u;
