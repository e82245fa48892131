import type { Surfaces } from "./tables.js";

/**
 * A double array over character codes, with each word's tokens in its unit.
 *
 * A unit is four 32-bit integers: BASE, CHECK, TOKENS, COUNT. From unit u the character with code c leads to unit
 * BASE[u] + c if CHECK there is u. COUNT is the number of tokens of the word that ends at the unit; TOKENS is the token
 * itself where there is one, the index of the first where there are more. The root is unit 0. Code 0 leads nowhere.
 */
export const UNIT_INTS = 4;
export const BASE = 0;
export const CHECK = 1;
export const TOKENS = 2;
export const COUNT = 3;

const ROOT = 0;
const CODES = 0x10000;
/** How many free places a set of children is tried on before it goes to the end. */
const TRIES = 64;

/** Codes of UTF-16 units, those that most words hold first: small codes keep the double array dense. */
export function rankUnits(surfaces: Surfaces): Uint16Array {
  const uses = new Uint32Array(CODES);
  for (const unit of surfaces.units) uses[unit]++;
  const order: number[] = [];
  for (let unit = 0; unit < CODES; unit++) if (uses[unit] > 0) order.push(unit);
  order.sort((a, b) => uses[b] - uses[a] || a - b);
  const codes = new Uint16Array(CODES);
  order.forEach((unit, rank) => {
    codes[unit] = rank + 1;
  });
  return codes;
}

/**
 * Builds the double array of a sorted list of words.
 *
 * @param codes from a UTF-16 unit to its code
 * @param tokenOf what each word's TOKENS and COUNT say
 */
export function buildTrie(
  surfaces: Surfaces,
  codes: Uint16Array,
  tokenOf: (surface: number, tokens: Int32Array, at: number) => void,
): Int32Array {
  const nodes = listNodes(surfaces, codes);
  const { bases, units } = placeChildren(nodes);
  const trie = new Int32Array(units * UNIT_INTS);
  for (let at = CHECK; at < trie.length; at += UNIT_INTS) trie[at] = -1;

  // Nodes are numbered in order of first appearance, so a node's unit is known before its children are met.
  const unitOf = new Int32Array(nodes.count);
  unitOf[0] = ROOT;
  trie[BASE] = bases[0];
  for (let node = 1; node < nodes.count; node++) {
    const parent = nodes.parent[node];
    const unit = bases[parent] + nodes.code[node];
    unitOf[node] = unit;
    trie[unit * UNIT_INTS + CHECK] = unitOf[parent];
    trie[unit * UNIT_INTS + BASE] = bases[node];
    const surface = nodes.surface[node];
    if (surface >= 0) tokenOf(surface, trie, unit * UNIT_INTS + TOKENS);
  }
  return trie;
}

/** The trie as a tree: node 0 is the root, parents come before their children. */
interface Nodes {
  readonly count: number;
  readonly parent: Int32Array;
  readonly code: Uint16Array;
  /** The word that ends here, or -1. */
  readonly surface: Int32Array;
}

function listNodes(surfaces: Surfaces, codes: Uint16Array): Nodes {
  const capacity = surfaces.units.length + 1;
  const parent = new Int32Array(capacity);
  const code = new Uint16Array(capacity);
  const surface = new Int32Array(capacity).fill(-1);
  const path = new Int32Array(0x200);
  let count = 1;
  let at = 0;
  for (let word = 0; word < surfaces.count; word++) {
    const depth = surfaces.shared[word];
    const length = depth + surfaces.added[word];
    for (let d = depth; d < length; d++) {
      parent[count] = path[d];
      code[count] = codes[surfaces.units[at++]];
      path[d + 1] = count++;
    }
    surface[path[length]] = word;
  }
  return { count, parent, code, surface };
}

/** Chooses each node's base so that no two children meet: large families first, only children fill the holes. */
function placeChildren(nodes: Nodes): { bases: Int32Array; units: number } {
  const { count, parent, code } = nodes;
  const familySize = new Uint16Array(count);
  for (let node = 1; node < count; node++) familySize[parent[node]]++;
  const firstChild = new Int32Array(count + 1);
  for (let node = 0; node < count; node++) firstChild[node + 1] = firstChild[node] + familySize[node];
  const childCodes = new Uint16Array(count);
  const filled = firstChild.slice();
  for (let node = 1; node < count; node++) childCodes[filled[parent[node]]++] = code[node];

  const families = bySizeDescending(familySize);
  const bases = new Int32Array(count);
  const places = new Places(count + 2 * CODES);
  for (const node of families) {
    bases[node] = places.take(childCodes, firstChild[node], firstChild[node + 1]);
  }
  return { bases, units: places.end + CODES };
}

function bySizeDescending(sizes: Uint16Array): Int32Array {
  const starts = new Int32Array(CODES + 1);
  let parents = 0;
  for (const size of sizes) {
    if (size === 0) continue;
    starts[CODES - size + 1]++;
    parents++;
  }
  for (let i = 1; i <= CODES; i++) starts[i] += starts[i - 1];
  const order = new Int32Array(parents);
  for (let node = 0; node < sizes.length; node++) {
    const size = sizes[node];
    if (size > 0) order[starts[CODES - size]++] = node;
  }
  return order;
}

/** Which units are taken, with the free ones in a linked list, ascending. Unit 0 is the root's. */
class Places {
  /** One past the last unit taken. */
  end = 1;
  #taken: Uint8Array;
  #nextFree: Int32Array;
  #previousFree: Int32Array;
  #cursor = 1;
  #cursorSize = 0;

  constructor(capacity: number) {
    this.#taken = new Uint8Array(capacity);
    this.#nextFree = new Int32Array(capacity);
    this.#previousFree = new Int32Array(capacity);
    this.#link(0, capacity);
    this.#take(ROOT);
  }

  /** Takes a place for the children with codes[start … end), ascending or not, and returns its base. */
  take(codes: Uint16Array, start: number, end: number): number {
    // Where smaller families begin, the holes that larger ones left are worth another look.
    if (end - start !== this.#cursorSize) {
      this.#cursorSize = end - start;
      this.#cursor = this.#nextFree[ROOT];
    }
    const first = codes[start];
    let free = this.#cursor;
    for (let tries = 0; ; tries++) {
      if (free > first && this.#fits(codes, start, end, free - first)) break;
      free = this.#nextFree[free];
      if (tries >= TRIES) this.#cursor = this.#nextFree[this.#cursor];
    }
    const base = free - first;
    for (let child = start; child < end; child++) this.#take(base + codes[child]);
    return base;
  }

  #fits(codes: Uint16Array, start: number, end: number, base: number): boolean {
    this.#reserve(base + CODES);
    for (let child = start; child < end; child++) if (this.#taken[base + codes[child]] !== 0) return false;
    return true;
  }

  #take(unit: number): void {
    this.#taken[unit] = 1;
    if (unit >= this.end) this.end = unit + 1;
    if (unit === ROOT) return;
    const next = this.#nextFree[unit];
    const previous = this.#previousFree[unit];
    this.#nextFree[previous] = next;
    if (next < this.#previousFree.length) this.#previousFree[next] = previous;
    if (unit === this.#cursor) this.#cursor = next;
  }

  #link(from: number, to: number): void {
    for (let unit = from; unit < to; unit++) {
      this.#nextFree[unit] = unit + 1;
      this.#previousFree[unit] = unit - 1;
    }
  }

  #reserve(units: number): void {
    const old = this.#taken.length;
    if (units < old) return;
    const capacity = Math.max(units + 1, old + (old >> 1));
    const grow = (array: Int32Array): Int32Array => {
      const larger = new Int32Array(capacity);
      larger.set(array);
      return larger;
    };
    const taken = new Uint8Array(capacity);
    taken.set(this.#taken);
    const lastFree = this.#lastFree(old);
    this.#taken = taken;
    this.#nextFree = grow(this.#nextFree);
    this.#previousFree = grow(this.#previousFree);
    this.#link(old, capacity);
    this.#previousFree[old] = lastFree;
    this.#nextFree[lastFree] = old;
  }

  #lastFree(end: number): number {
    let unit = end - 1;
    while (unit > ROOT && this.#taken[unit] !== 0) unit--;
    return unit;
  }
}
