import { grownFloat64, grownInt32 } from "../../base/buffers.js";

/** No text is as long. */
const PLACES = 2 ** 30;

/** Pairs of neighbours that may be merged: a binary heap, the lowest rank on top, of equal ones the leftmost. */
export class MergeQueue {
  /** The entry that {@link pop} took: where its halves start, where it ends, what it was pushed with. */
  left = 0;
  right = 0;
  end = 0;
  tag = 0;
  #keys: Float64Array = new Float64Array(0);
  #rights: Int32Array = new Int32Array(0);
  #ends: Int32Array = new Int32Array(0);
  #tags: Int32Array = new Int32Array(0);
  /** The entries' numbers, none before the one at half its place (from 1). */
  #heap: Int32Array = new Int32Array(1);
  #pushed = 0;
  #count = 0;

  clear(): void {
    this.#pushed = 0;
    this.#count = 0;
  }

  push(rank: number, left: number, right: number, end: number, tag: number): void {
    const entry = this.#pushed++;
    if (entry >= this.#keys.length) this.#grow(2 * entry + 64);
    const key = rank * PLACES + left;
    this.#keys[entry] = key;
    this.#rights[entry] = right;
    this.#ends[entry] = end;
    this.#tags[entry] = tag;
    const heap = this.#heap;
    const keys = this.#keys;
    let at = ++this.#count;
    for (; at > 1 && keys[heap[at >>> 1]] > key; at >>>= 1) heap[at] = heap[at >>> 1];
    heap[at] = entry;
  }

  /** Takes the top; false if there is none. */
  pop(): boolean {
    if (this.#count === 0) return false;
    const heap = this.#heap;
    const keys = this.#keys;
    const top = heap[1];
    this.left = keys[top] % PLACES;
    this.right = this.#rights[top];
    this.end = this.#ends[top];
    this.tag = this.#tags[top];

    const last = heap[this.#count--];
    const count = this.#count;
    let at = 1;
    for (let child = 2; child <= count; child = 2 * at) {
      if (child < count && keys[heap[child + 1]] < keys[heap[child]]) child++;
      if (keys[heap[child]] >= keys[last]) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return true;
  }

  #grow(capacity: number): void {
    this.#keys = grownFloat64(this.#keys, capacity);
    this.#rights = grownInt32(this.#rights, capacity);
    this.#ends = grownInt32(this.#ends, capacity);
    this.#tags = grownInt32(this.#tags, capacity);
    this.#heap = grownInt32(this.#heap, capacity + 1);
  }
}
