import { isOfText, type Piece, typeOf } from "../pieces/piece.js";

const BITS = 20;

/** Which UTF-16 units follow which in pieces: a bit for each pair, shared by some others. */
export class Neighbours {
  readonly #bits = new Int32Array(2 ** BITS / 32);

  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) {
      if (!isOfText(typeOf(piece))) continue;
      const [text] = piece;
      for (let at = 1; at < text.length; at++) {
        const pair = indexOf(text.charCodeAt(at - 1), text.charCodeAt(at));
        this.#bits[pair >>> 5] |= 1 << (pair & 31);
      }
    }
  }

  /** Whether one unit may follow another in a piece; false is certain. */
  has(unit: number, next: number): boolean {
    const pair = indexOf(unit, next);
    return ((this.#bits[pair >>> 5] >>> (pair & 31)) & 1) === 1;
  }
}

function indexOf(unit: number, next: number): number {
  return (Math.imul(unit, 0x9e3779b1) ^ Math.imul(next, 0x85ebca6b)) >>> (32 - BITS);
}
