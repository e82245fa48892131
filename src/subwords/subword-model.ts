import { grownInt32, roomFor } from "../base/buffers.js";

/** Tokens as (id, start, end), in a buffer that is used again; positions are UTF-16 units of the words' text. */
export class TokenBuffer {
  buffer: Int32Array = new Int32Array(3 * 512);
  count = 0;

  push(id: number, start: number, end: number): void {
    const at = 3 * this.count++;
    if (at + 3 > this.buffer.length) this.buffer = grownInt32(this.buffer, at + 3);
    this.buffer[at] = id;
    this.buffer[at + 1] = start;
    this.buffer[at + 2] = end;
  }

  /** The ids in a list of the caller's own. */
  ids(): number[] {
    const { buffer, count } = this;
    const ids = roomFor(count);
    for (let token = 0; token < count; token++) ids[token] = buffer[3 * token];
    return ids;
  }

  /** Moves the tokens from `first` on by some units. */
  shift(first: number, units: number): void {
    for (let at = 3 * first; at < 3 * this.count; at += 3) {
      this.buffer[at + 1] += units;
      this.buffer[at + 2] += units;
    }
  }
}

/** A stage that cuts words into tokens. */
export interface SubwordModel {
  /** Whether words must be in NFKC for {@link encode}. */
  readonly wantsNfkc: boolean;
  /** Whether a text's tokens are those of its words wherever these begin. */
  readonly ignoresWords: boolean;
  /** Appends the tokens of the word at [start, end) of a text. */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void;
  /** The string of a token that {@link encode} made. */
  tokenOf(id: number): string;
}
