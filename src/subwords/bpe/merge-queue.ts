import { grownFloat64, grownInt32, trimmed } from "../../base/buffers.js";

/** An upper bound for positions in a text: no JavaScript string is that long. */
const POSITIONS = 2 ** 30;

/** A queue of pairs of neighbours that can be merged: a binary heap by rank, and by position for equal ranks. */
export class MergeQueue {
  /** The entry that {@link pop} took: the starts of its halves, its end, and the caller's tag. */
  left = 0;
  right = 0;
  end = 0;
  tag = 0;
  #key = 0;
  #keys: Float64Array = new Float64Array(0);
  #rights: Int32Array = new Int32Array(0);
  #ends: Int32Array = new Int32Array(0);
  #tags: Int32Array = new Int32Array(0);
  /** The heap of entry numbers, from index 1 on: no entry comes before the one at half its index. */
  #heap: Int32Array = new Int32Array(1);
  #pushed = 0;
  #count = 0;

  /** The rank of the entry that {@link pop} took. */
  get rank(): number {
    return Math.floor(this.#key / POSITIONS);
  }

  /** Removes all entries. */
  clear(): void {
    this.#pushed = 0;
    this.#count = 0;
    this.#keys = trimmed(this.#keys);
    this.#rights = trimmed(this.#rights);
    this.#ends = trimmed(this.#ends);
    this.#tags = trimmed(this.#tags);
    this.#heap = trimmed(this.#heap);
  }

  /** Adds a pair; lower ranks come first. */
  push(rank: number, left: number, right: number, end: number, tag: number): void {
    const entry = this.#pushed++;
    if (entry + 1 >= this.#heap.length) this.#grow(2 * entry + 64);
    const key = rank * POSITIONS + left;
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

  /** Removes the first entry and puts it into the fields. Returns false if the queue is empty. */
  pop(): boolean {
    if (this.#count === 0) return false;
    const heap = this.#heap;
    const keys = this.#keys;
    const top = heap[1];
    this.left = keys[top] % POSITIONS;
    this.#key = keys[top];
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
