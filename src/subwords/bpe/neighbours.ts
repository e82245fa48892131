import { isOfText, type Piece, typeOf } from "../pieces/piece.js";

/** The number of bits of a hash. The table of bits takes 128 KiB. */
const HASH_BITS = 20;

/** A filter of the pairs of neighbouring UTF-16 code units in pieces. It has a bit for each hash of a pair. */
export class Neighbours {
  readonly #bits = new Int32Array(2 ** HASH_BITS / 32);

  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) {
      if (!isOfText(typeOf(piece))) continue;
      const [text] = piece;
      for (let at = 1; at < text.length; at++) {
        const hash = hashOf(text.charCodeAt(at - 1), text.charCodeAt(at));
        this.#bits[hash >>> 5] |= 1 << (hash & 31);
      }
    }
  }

  /** False if no piece contains the pair. True can be wrong, because pairs share bits. */
  has(unit: number, next: number): boolean {
    const hash = hashOf(unit, next);
    return ((this.#bits[hash >>> 5] >>> (hash & 31)) & 1) === 1;
  }
}

function hashOf(unit: number, next: number): number {
  return (Math.imul(unit, 0x9e3779b1) ^ Math.imul(next, 0x85ebca6b)) >>> (32 - HASH_BITS);
}
