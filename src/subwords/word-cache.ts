/** Words of more ids are not remembered, nor are those of larger ids. */
const MOST_IDS = 7;
const LARGEST_ID = 0xfffd;
/** In place of an id: that the word has none or more than one. The number of its ids and they stand elsewhere. */
const SEVERAL = 0xfffe;
const SLOT_BITS = 15;
const TAG_BITS = 16;
const HASH_MASK = 2 ** (SLOT_BITS + TAG_BITS) - 1;
/** The halves that a word of several ids takes. */
const SEVERAL_HALVES = 1 + MOST_IDS;

/**
 * Remembers the ids of words by their keys, each in the one slot that its key tells: of the words of a text most have
 * been met before, and few of them often. Sixteen slots share a line of the cache.
 *
 * A key is an address of a 32-bit integer. Multiplied by an odd number it is another for each key: its upper bits tell
 * the slot, the others are kept there as a tag, above the id.
 */
export class WordCache {
  /** All ones at first, which no word leaves. */
  readonly #slots = new Int32Array(1 << SLOT_BITS).fill(-1);
  readonly #several = new Uint16Array(SEVERAL_HALVES << SLOT_BITS);

  /** Writes the ids of a word at a place and returns the one behind them; -1 where they are not remembered. */
  recall(key: number, ids: Int32Array, at: number): number {
    const hash = hashOf(key);
    const id = (this.#slots[hash >>> TAG_BITS] ^ (hash << TAG_BITS)) >>> 0;
    if (id > SEVERAL) return -1;
    if (id === SEVERAL) return this.#recallSeveral(hash >>> TAG_BITS, ids, at);
    ids[at] = id;
    return at + 1;
  }

  #recallSeveral(slot: number, ids: Int32Array, at: number): number {
    const several = this.#several;
    const first = slot * SEVERAL_HALVES;
    const count = several[first];
    for (let id = 0; id < count; id++) ids[at + id] = several[first + 1 + id];
    return at + count;
  }

  /** Remembers the ids [start, end) as those of a word. */
  remember(key: number, ids: Int32Array, start: number, end: number): void {
    const count = end - start;
    if (count > MOST_IDS) return;
    for (let id = start; id < end; id++) if (ids[id] > LARGEST_ID) return;
    const hash = hashOf(key);
    const slot = hash >>> TAG_BITS;
    this.#slots[slot] = (hash << TAG_BITS) | (count === 1 ? ids[start] : SEVERAL);
    if (count === 1) return;
    const first = slot * SEVERAL_HALVES;
    this.#several[first] = count;
    for (let id = 0; id < count; id++) this.#several[first + 1 + id] = ids[start + id];
  }
}

function hashOf(key: number): number {
  return Math.imul(key >>> 2, 0x9e3779b1) & HASH_MASK;
}
