/** Words of more ids are not remembered. */
const MOST_IDS = 6;
/** An entry: key, which is never 0, number of ids, ids. */
const ENTRY_INTS = 8;
const COUNT = 1;
const IDS = 2;
const ENTRY_BITS = 14;

/**
 * Remembers the ids of words by their keys, each in the one place that its key tells: of the words of a text most have
 * been met before, and few of them often.
 */
export class WordCache {
  readonly #entries = new Int32Array(ENTRY_INTS << ENTRY_BITS);

  /** Writes the ids of a word at a place and returns the one behind them; -1 where they are not remembered. */
  recall(key: number, ids: Int32Array, at: number): number {
    const entries = this.#entries;
    const entry = entryOf(key);
    if (entries[entry] !== key) return -1;
    const count = entries[entry + COUNT];
    for (let id = 0; id < count; id++) ids[at + id] = entries[entry + IDS + id];
    return at + count;
  }

  /** Remembers the ids [start, end) as those of a word. */
  remember(key: number, ids: Int32Array, start: number, end: number): void {
    const count = end - start;
    if (count > MOST_IDS) return;
    const entries = this.#entries;
    const entry = entryOf(key);
    entries[entry] = key;
    entries[entry + COUNT] = count;
    for (let id = 0; id < count; id++) entries[entry + IDS + id] = ids[start + id];
  }
}

function entryOf(key: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> (32 - ENTRY_BITS)) * ENTRY_INTS;
}
