/** Words of more ids are not remembered, nor are those of larger ids. */
const MOST_IDS = 5;
const LARGEST_ID = 0xffff;
/** An entry: key, which is never 0, then 16 bits each for its ids and their number: four entries share a cache line. */
const ENTRY_INTS = 4;
const ENTRY_HALVES = 2 * ENTRY_INTS;
const IDS = 2;
const COUNT = IDS + MOST_IDS;
const ENTRY_BITS = 14;

/**
 * Remembers the ids of words by their keys, each in the one place that its key tells: of the words of a text most have
 * been met before, and few of them often.
 */
export class WordCache {
  readonly #keys = new Int32Array(ENTRY_INTS << ENTRY_BITS);
  readonly #halves = new Uint16Array(this.#keys.buffer);

  /** Writes the ids of a word at a place and returns the one behind them; -1 where they are not remembered. */
  recall(key: number, ids: Int32Array, at: number): number {
    const entry = entryOf(key);
    if (this.#keys[entry * ENTRY_INTS] !== key) return -1;
    const halves = this.#halves;
    const first = entry * ENTRY_HALVES + IDS;
    const count = halves[entry * ENTRY_HALVES + COUNT];
    for (let id = 0; id < count; id++) ids[at + id] = halves[first + id];
    return at + count;
  }

  /** Remembers the ids [start, end) as those of a word. */
  remember(key: number, ids: Int32Array, start: number, end: number): void {
    const count = end - start;
    if (count > MOST_IDS) return;
    for (let id = start; id < end; id++) if (ids[id] > LARGEST_ID) return;
    const entry = entryOf(key);
    this.#keys[entry * ENTRY_INTS] = key;
    for (let id = 0; id < count; id++) this.#halves[entry * ENTRY_HALVES + IDS + id] = ids[start + id];
    this.#halves[entry * ENTRY_HALVES + COUNT] = count;
  }
}

function entryOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - ENTRY_BITS);
}
