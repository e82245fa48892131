import { grownInt32, grownUint32 } from "../../base/buffers.js";

/** The parent of a word that starts the text, or what of it is not emitted yet. */
export const NO_WORD = -1;

/**
 * The words behind the lattice of a long text: best paths as a tree, each word pointing at the one before it.
 *
 * A parent's number is always below its child's. What all paths still alive share is final: it is moved to the output.
 */
export class PathHistory {
  #starts: Int32Array = new Int32Array(1024);
  #ends: Int32Array = new Int32Array(1024);
  #parents: Int32Array = new Int32Array(1024);
  #count = 0;
  /** Tidying costs a pass over all words; done when their number has doubled, it stays linear. */
  #tidyAt = 0;

  clear(): void {
    this.#count = 0;
    this.#tidyAt = 0;
  }

  /** Adds a word [start, end) after `parent` and returns its number. */
  add(start: number, end: number, parent: number): number {
    const word = this.#count++;
    if (word >= this.#starts.length) {
      this.#starts = grownInt32(this.#starts, word + 1);
      this.#ends = grownInt32(this.#ends, word + 1);
      this.#parents = grownInt32(this.#parents, word + 1);
    }
    this.#starts[word] = start;
    this.#ends[word] = end;
    this.#parents[word] = parent;
    return word;
  }

  /** Writes the words up to `last` to the output. */
  emit(last: number, spans: Spans): void {
    let count = 0;
    for (let word = last; word !== NO_WORD; word = this.#parents[word]) count++;
    let at = spans.extend(count);
    spans.keys.fill(NO_KEY, spans.count - count, spans.count);
    for (let word = last; word !== NO_WORD; word = this.#parents[word]) {
      spans.buffer[--at] = this.#ends[word];
      spans.buffer[--at] = this.#starts[word];
    }
  }

  /**
   * Emits what all of the given paths share and forgets what none of them holds, if it is time to.
   *
   * @param heads the last words of the paths still alive, renumbered in place
   */
  tidy(heads: Int32Array, spans: Spans): void {
    if (this.#count < this.#tidyAt) return;
    const count = this.#count;
    const parents = this.#parents;
    // -1 for a word on no path, otherwise its new number plus 1; 0 for now.
    const renumbered = new Int32Array(count).fill(-1);
    const children = new Uint8Array(count);
    for (const head of heads) {
      for (let word = head; word !== NO_WORD && renumbered[word] < 0; word = parents[word]) renumbered[word] = 0;
      if (head !== NO_WORD) children[head] = 2;
    }
    let first = NO_WORD;
    let roots = heads.includes(NO_WORD) ? 2 : 0;
    for (let word = 0; word < count; word++) {
      if (renumbered[word] < 0) continue;
      const parent = parents[word];
      if (parent === NO_WORD) {
        roots++;
        first = word;
      } else if (children[parent] < 2) children[parent]++;
    }
    if (roots === 1) {
      const shared = this.#lastShared(first, renumbered, children);
      this.emit(shared, spans);
      for (let word = shared; word !== NO_WORD; word = parents[word]) renumbered[word] = NO_WORD - 1;
    }
    this.#compact(renumbered);
    for (let at = 0; at < heads.length; at++) {
      if (heads[at] !== NO_WORD) heads[at] = Math.max(renumbered[heads[at]], NO_WORD);
    }
    this.#tidyAt = Math.max(0x10000, 2 * this.#count);
  }

  /** Follows the single path from its first word to the last before it forks or a path ends. */
  #lastShared(first: number, live: Int32Array, children: Uint8Array): number {
    let shared = first;
    for (let word = first + 1; word < this.#count && children[shared] === 1; word++) {
      if (live[word] >= 0 && this.#parents[word] === shared) shared = word;
    }
    return shared;
  }

  /** Moves the words that stay (0 in `renumbered`) together and writes their new numbers there. */
  #compact(renumbered: Int32Array): void {
    const count = this.#count;
    let kept = 0;
    for (let word = 0; word < count; word++) {
      if (renumbered[word] !== 0) continue;
      const parent = this.#parents[word];
      this.#starts[kept] = this.#starts[word];
      this.#ends[kept] = this.#ends[word];
      this.#parents[kept] = parent === NO_WORD ? NO_WORD : Math.max(renumbered[parent], NO_WORD);
      renumbered[word] = kept++;
    }
    this.#count = kept;
  }
}

/** The key of a word that has none. */
const NO_KEY = 0;

/** Words as (start, end) pairs, in a buffer that is used again. */
export class Spans {
  buffer: Uint32Array = new Uint32Array(1024);
  /** For each word a number that only equal words share; 0 where it is not told. */
  keys: Int32Array = new Int32Array(512);
  /** The number of words. */
  count = 0;

  clear(): void {
    this.count = 0;
  }

  /** Makes room for more words and returns the place one past their last. */
  extend(words: number): number {
    this.count += words;
    this.buffer = grownUint32(this.buffer, 2 * this.count);
    this.keys = grownInt32(this.keys, this.count);
    return 2 * this.count;
  }

  push(start: number, end: number): void {
    const at = this.extend(1);
    this.buffer[at - 2] = start;
    this.buffer[at - 1] = end;
  }
}
