import { isHighSurrogate } from "../../text/unit-buffer.js";
import { TOKEN_INTS, type TokenBuffer } from "../subword-model.js";
import { type Piece, textsOf, unknownIdOf } from "./piece.js";
import { NO_PIECE, type PieceTrie, pieceAt, walk } from "./piece-trie.js";

/** A rule that converts text without pieces to tokens. */
export interface UnknownText {
  /** Appends the tokens of the unknown text between two pieces, the span [start, end) of the units. */
  push(units: Uint16Array, start: number, end: number, tokens: TokenBuffer): void;
}

/** One token for the whole span. */
class UnknownToken implements UnknownText {
  constructor(private readonly id: number) {}

  push(_units: Uint16Array, start: number, end: number, tokens: TokenBuffer): void {
    tokens.push(this.id, start, end);
  }
}

/** One token for each byte of UTF-8, as in SentencePiece. The span of a byte is that of its character. */
class CharacterBytes implements UnknownText {
  /** @param ids the ids of the 256 bytes */
  constructor(private readonly ids: Int32Array) {}

  push(units: Uint16Array, start: number, end: number, tokens: TokenBuffer): void {
    for (let at = start, next = at; at < end; at = next) {
      next = at + (isHighSurrogate(units[at]) ? 2 : 1);
      pushBytes(units, at, this.ids, at, next, tokens);
    }
  }
}

/** SentencePiece's rule. */
export function sentencePieceUnknown(pieces: readonly Piece[], byteFallback: boolean): UnknownText {
  return byteFallback
    ? new CharacterBytes(byteIds(textsOf(pieces, (type) => type === "byte")))
    : new UnknownToken(unknownIdOf(pieces));
}

/**
 * The rule of tokenizers. If the whole text is a piece, it becomes that piece. Otherwise it becomes one token for each
 * byte if all those bytes have pieces, and else one unknown token. Every token has the span of the whole text.
 */
export class PieceOrBytes implements UnknownText {
  /**
   * @param id the id of the unknown token
   * @param bytes the ids of the 256 bytes, -1 for a byte without a piece; undefined if there is no byte fallback
   */
  constructor(
    private readonly trie: PieceTrie,
    private readonly id: number,
    private readonly bytes: Int32Array | undefined,
  ) {}

  push(units: Uint16Array, start: number, end: number, tokens: TokenBuffer): void {
    const piece = pieceAt(this.trie, walk(this.trie, 0, units, start, end));
    if (piece !== NO_PIECE) tokens.push(piece, start, end);
    else if (!this.bytes || !this.#pushBytes(units, start, end, this.bytes, tokens)) tokens.push(this.id, start, end);
  }

  #pushBytes(units: Uint16Array, start: number, end: number, bytes: Int32Array, tokens: TokenBuffer): boolean {
    const first = tokens.count;
    for (let at = start; at < end; at += isHighSurrogate(units[at]) ? 2 : 1) {
      pushBytes(units, at, bytes, start, end, tokens);
    }
    for (let token = first; token < tokens.count; token++) {
      if (tokens.buffer[TOKEN_INTS * token] >= 0) continue;
      tokens.count = first;
      return false;
    }
    return true;
  }
}

/** Appends the bytes of the character at a position, each with the given span. */
function pushBytes(
  units: Uint16Array,
  at: number,
  ids: Int32Array,
  start: number,
  end: number,
  tokens: TokenBuffer,
): void {
  const unit = units[at];
  if (unit < 0x80) {
    tokens.push(ids[unit], start, end);
    return;
  }
  const isPair = isHighSurrogate(unit);
  const code = isPair ? 0x10000 + ((unit & 0x3ff) << 10) + (units[at + 1] & 0x3ff) : unit;
  if (code < 0x800) tokens.push(ids[0xc0 | (code >>> 6)], start, end);
  else {
    if (code < 0x10000) tokens.push(ids[0xe0 | (code >>> 12)], start, end);
    else {
      tokens.push(ids[0xf0 | (code >>> 18)], start, end);
      tokens.push(ids[0x80 | ((code >>> 12) & 0x3f)], start, end);
    }
    tokens.push(ids[0x80 | ((code >>> 6) & 0x3f)], start, end);
  }
  tokens.push(ids[0x80 | (code & 0x3f)], start, end);
}

/** By byte, the id of its piece <0x00> to <0xFF>, or -1. The last of equal pieces counts. */
export function byteIds(pieces: readonly string[]): Int32Array {
  const ids = new Int32Array(256).fill(-1);
  pieces.forEach((piece, id) => {
    if (/^<0x[0-9A-F]{2}>$/.test(piece)) ids[Number.parseInt(piece.slice(3, 5), 16)] = id;
  });
  return ids;
}
