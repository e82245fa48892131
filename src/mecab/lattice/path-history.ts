import { grownInt32, trimmed } from "../../base/buffers.js";
import { NO_KEY, type Spans } from "./spans.js";

/** The parent of the first word that is not output yet. */
export const NO_WORD = -1;

/**
 * The words before the window of a long text: the best paths as a tree, in which each word points at the one before it.
 *
 * A parent's number is always lower than its child's. The words that all surviving paths share are final and are
 * moved to the output.
 */
export class PathHistory {
  #starts: Int32Array = new Int32Array(1024);
  #ends: Int32Array = new Int32Array(1024);
  #parents: Int32Array = new Int32Array(1024);
  #count = 0;
  /** Tidying takes a pass over all words. It is done when their number has doubled, so the total stays linear. */
  #tidyAt = 0;

  clear(): void {
    this.#count = 0;
    this.#tidyAt = 0;
    this.#starts = trimmed(this.#starts);
    this.#ends = trimmed(this.#ends);
    this.#parents = trimmed(this.#parents);
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
   * Outputs the words that all given paths share and drops those that are on none, once enough words have been added.
   *
   * @param heads the last words of the surviving paths; renumbered in place
   */
  tidy(heads: Int32Array, spans: Spans): void {
    if (this.#count < this.#tidyAt) return;
    const count = this.#count;
    const parents = this.#parents;
    // -1 for a word on no path; 0 for a word that stays, until it gets its new number.
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

  /** The last word that all paths share, from the first one on: the next word forks, or ends a path. */
  #lastShared(first: number, live: Int32Array, children: Uint8Array): number {
    let shared = first;
    for (let word = first + 1; word < this.#count && children[shared] === 1; word++) {
      if (live[word] >= 0 && this.#parents[word] === shared) shared = word;
    }
    return shared;
  }

  /** Moves the words that stay (0 in `renumbered`) to the front and writes their new numbers to `renumbered`. */
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
