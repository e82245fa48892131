/** Words with more ids are not cached. */
const MOST_IDS = 7;
/** Words with a larger id are not cached. */
const LARGEST_ID = 0xfffd;
/** Sentinel in place of an id: the word has zero or several ids, stored with their count in `#several`. */
const SEVERAL = 0xfffe;
const SLOT_BITS = 15;
const TAG_BITS = 16;
const HASH_MASK = 2 ** (SLOT_BITS + TAG_BITS) - 1;
/** Keys are addresses of 32-bit integers, so their lowest two bits are 0. */
const KEY_SHIFT = 2;
/** The 16-bit integers of a slot in `#several`: the count and the ids. */
const SEVERAL_HALVES = 1 + MOST_IDS;

/**
 * A cache of the ids of words, by the keys of the words. Most words of a text occurred before, so most lookups hit.
 * Each key has exactly one slot, and a later word in the same slot replaces the earlier one. A cache line holds sixteen
 * slots.
 *
 * A key is the address of a 32-bit integer. The hash, its product with an odd number, is different for each key. The
 * upper bits of the hash select the slot; the lower bits are stored in the slot as a tag, above the id.
 */
export class WordCache {
  /** Initially all ones, a value that no word produces. */
  readonly #slots = new Int32Array(1 << SLOT_BITS).fill(-1);
  readonly #several = new Uint16Array(SEVERAL_HALVES << SLOT_BITS);

  /** Writes the cached ids of a word from `at` on and returns the index after them, or -1 if the word is not cached. */
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

  /** Stores the ids [start, end) of the list for a word. */
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
  return Math.imul(key >>> KEY_SHIFT, 0x9e3779b1) & HASH_MASK;
}
