import { grownInt32, grownUint32, trimmed } from "../../base/buffers.js";

/** The key of a word that has none. */
export const NO_KEY = 0;

/** Words as (start, end) pairs in UTF-16 code units, in buffers that the next text reuses. */
export class Spans {
  buffer: Uint32Array = new Uint32Array(1024);
  /** For each word a number that only equal words share, or 0. */
  keys: Int32Array = new Int32Array(512);
  /** The number of words. */
  count = 0;

  clear(): void {
    this.count = 0;
    this.buffer = trimmed(this.buffer);
    this.keys = trimmed(this.keys);
  }

  /** Makes space for more words and returns the index one past their last in {@link buffer}. */
  extend(words: number): number {
    this.count += words;
    this.buffer = grownUint32(this.buffer, 2 * this.count);
    this.keys = grownInt32(this.keys, this.count);
    return 2 * this.count;
  }
}
