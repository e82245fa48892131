import { isPythonSpace } from "../text/whitespace.js";
import type { Vocabulary } from "./vocabulary.js";

/** The place of the root, where walks start. */
export const ROOT = -2;
/** The first integer of an unused slot. */
const FREE = -1;
/** The integers of a slot: the place that its edge comes from, and the edge's code unit. */
const SLOT_INTS = 2;
/** The bit above the code unit that marks the end of a piece. */
const ENDS = 0x10000;
const UNIT_BITS = 0xffff;
/** The eight bits above are a filter: bit u modulo 8 is set if there is an edge for unit u. It saves most failing lookups. */
const CHILDREN_SHIFT = 17;
const CHILDREN_CODES = 7;
/**
 * The largest share of used slots. A sparser table has fewer collisions but is slower, because less of it is cached.
 */
const FULLEST = 2 / 3;

/**
 * The pieces of a vocabulary as a trie over UTF-16 code units, with all edges in one hash table.
 *
 * Compared with a double array, it is built in a fraction of the time, because nothing is sorted and no free place is
 * searched for. Walks are only slightly slower. A slot holds the place that its edge comes from and the edge's code
 * unit. The slot's own index is the place that the edge leads to. The root has no slot, because no edge leads to it.
 */
export interface HashedTrie {
  readonly slots: Int32Array;
  /** By slot, the id of the piece that ends there. */
  readonly ids: Int32Array;
}

const built = new WeakMap<Vocabulary, HashedTrie>();

/**
 * The trie of a vocabulary's pieces, which all its models share. Left out are the empty piece, and pieces with whitespace,
 * which no word contains.
 */
export function hashedTrieOf(vocabulary: Vocabulary): HashedTrie {
  const trie = built.get(vocabulary) ?? buildHashedTrie(vocabulary);
  built.set(vocabulary, trie);
  return trie;
}

function buildHashedTrie(vocabulary: Vocabulary): HashedTrie {
  let size = 16;
  while (size * FULLEST < vocabulary.size) size *= 2;
  for (;;) {
    const trie = fill(vocabulary, size);
    if (trie) return trie;
    size *= 2;
  }
}

/** Builds the trie in a table of `size` slots. Returns undefined if the table would be too full. */
function fill(vocabulary: Vocabulary, size: number): HashedTrie | undefined {
  const slots = new Int32Array(SLOT_INTS * size).fill(FREE);
  const ids = new Int32Array(size);
  let free = Math.floor(size * FULLEST);
  pieces: for (const [piece, id] of vocabulary.entries()) {
    if (piece === "") continue;
    let place = ROOT;
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      let next = step(slots, place, unit);
      if (next < 0) {
        if (isPythonSpace(unit)) continue pieces;
        if (--free < 0) return undefined;
        next = ~next;
        slots[next] = place;
        slots[next + 1] = unit;
        if (place !== ROOT) slots[place + 1] |= 1 << (CHILDREN_SHIFT + (unit & CHILDREN_CODES));
      }
      place = next;
    }
    slots[place + 1] |= ENDS;
    ids[place >>> 1] = id;
  }
  return { slots, ids };
}

/**
 * The place that a code unit leads to. If there is no such edge, the result is ~slot, with the free slot for the edge.
 */
export function step(slots: Int32Array, place: number, unit: number): number {
  const last = slots.length - 1;
  const hash = Math.imul(Math.imul(place, 0x9e3779b1) ^ unit, 0x85ebca6b);
  for (let slot = ((hash >>> 8) << 1) & last; ; slot = (slot + 2) & last) {
    const parent = slots[slot];
    if (parent === place && (slots[slot + 1] & UNIT_BITS) === unit) return slot;
    if (parent === FREE) return ~slot;
  }
}

/** False if a place that {@link step} returned has no edge for a code unit. True if it may have one. */
export function mayLeadOn(slots: Int32Array, place: number, unit: number): boolean {
  return ((slots[place + 1] >> (CHILDREN_SHIFT + (unit & CHILDREN_CODES))) & 1) !== 0;
}

/** True if a piece ends at a place that {@link step} returned. */
export function endsToken(slots: Int32Array, place: number): boolean {
  return (slots[place + 1] & ENDS) !== 0;
}
