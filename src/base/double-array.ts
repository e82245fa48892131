import { grownUint32 } from "./buffers.js";
import { BASE, CHECK, CHILDREN_CODES, CHILDREN_SHIFT, COUNT, UNIT_INTS, VALUE } from "./double-array-layout.js";

export * from "./double-array-layout.js";

/**
 * A sorted list of strings, front-coded: each string stores only what follows its common prefix with the previous one.
 */
export interface SortedStrings {
  readonly count: number;
  /** By string, the number of UTF-16 code units that it shares with the previous string. */
  readonly shared: Uint8Array | Uint16Array;
  /** By string, the number of code units after the shared ones; at least 1. */
  readonly added: Uint8Array | Uint16Array;
  /** The code units after the shared ones, string by string. */
  readonly units: Uint16Array;
}

const ROOT = 0;
const CODES = 0x10000;
const MOST_USES = 2 ** 32;
/** The number of bases below the last success that the search still tries. Only smaller families try lower bases. */
const TRIED_BASES = 128;
/** The largest family size with a search position of its own. Larger families share one. */
const LARGEST_FILLER = 64;

/**
 * Front-codes strings that are distinct and not empty.
 *
 * @param strings sorted by code points or by UTF-16 code units, so that strings with a common prefix are neighbours
 */
export function frontCode(strings: readonly string[]): SortedStrings {
  const shared = new Uint16Array(strings.length);
  const added = new Uint16Array(strings.length);
  const units: number[] = [];
  let previous = "";
  strings.forEach((string, index) => {
    let common = 0;
    while (common < previous.length && string.charCodeAt(common) === previous.charCodeAt(common)) common++;
    shared[index] = common;
    added[index] = string.length - common;
    for (let at = common; at < string.length; at++) units.push(string.charCodeAt(at));
    previous = string;
  });
  return { count: strings.length, shared, added, units: Uint16Array.from(units) };
}

/** The codes of UTF-16 code units. */
export interface UnitCodes {
  /** By code unit, its code; 0 if no string contains it. */
  readonly of: Uint16Array;
  /** The code unit of code 1, of code 2, and so on. */
  readonly units: Uint16Array;
}

/**
 * A key for each code unit that occurs in the strings. Frequent units have smaller keys; the unit is the key modulo
 * 65,536.
 *
 * Count and unit form one number, so that the keys can be sorted without a comparison function.
 */
export function unitKeys({ units }: SortedStrings): Float64Array {
  const uses = new Uint32Array(CODES);
  // By index: until the engine optimizes the loop, an iterator allocates an object for each element.
  for (let at = 0; at < units.length; at++) uses[units[at]]++;
  const keys = new Float64Array(CODES);
  let count = 0;
  for (let unit = 0; unit < CODES; unit++) {
    if (uses[unit] > 0) keys[count++] = (MOST_USES - uses[unit]) * CODES + unit;
  }
  return keys.subarray(0, count);
}

/** Assigns codes in the order of {@link unitKeys}: small codes for frequent units keep the double array dense. */
export function rankUnits(keys: Float64Array): UnitCodes {
  const sorted = keys.slice().sort();
  const count = sorted.length;
  const of = new Uint16Array(CODES);
  const units = new Uint16Array(count);
  for (let rank = 0; rank < count; rank++) {
    units[rank] = sorted[rank] % CODES;
    of[units[rank]] = rank + 1;
  }
  return { of, units };
}

/**
 * Builds the double array of a list of strings.
 *
 * @param write writes the VALUE of a string to `trie[at]` and its COUNT to `trie[at + 1]`
 */
export function buildTrie(
  strings: SortedStrings,
  codes: UnitCodes,
  write: (string: number, trie: Int32Array, at: number) => void,
): Int32Array {
  const nodes = listNodes(strings, codes);
  const { bases, units } = placeChildren(nodes, codeCount(codes));
  const trie = new Int32Array(units * UNIT_INTS);
  for (let at = CHECK; at < trie.length; at += UNIT_INTS) trie[at] = -1;

  writeNodes(nodes, bases, trie, write);
  return trie;
}

/**
 * A double array that receives its strings in groups: all strings with the same first character at once, the groups in
 * any order.
 *
 * The root's base is 0, so the unit of a first character has the number of its code. An empty trie is all zeros except
 * for the CHECK of those units.
 */
export class GrowingTrie {
  readonly #trie: Int32Array;
  readonly #codes: UnitCodes;
  readonly #codeCount: number;
  readonly #places: ChildPlacer;

  /** @param trie all zeros; {@link largestTrie} units always suffice */
  constructor(trie: Int32Array, codes: UnitCodes) {
    this.#trie = trie;
    this.#codes = codes;
    this.#codeCount = codeCount(codes);
    this.#places = new ChildPlacer(this.#codeCount, this.#codeCount);
    this.#places.keep(this.#codeCount);
    for (let unit = 0; unit < this.#codeCount; unit++) trie[unit * UNIT_INTS + CHECK] = -1;
  }

  /**
   * Adds all strings that begin with one character. Each first character is added at most once.
   *
   * @returns false if the trie is too small
   */
  add(strings: SortedStrings, write: (string: number, trie: Int32Array, at: number) => void): boolean {
    const trie = this.#trie;
    const nodes = listNodes(strings, this.#codes);
    const { childCodes, firstChild } = listChildren(nodes);
    const bases = new Int32Array(nodes.count);
    for (let node = 1; node < nodes.count; node++) {
      const end = firstChild[node + 1];
      if (firstChild[node] < end) bases[node] = this.#places.take(childCodes, firstChild[node], end);
    }
    if ((this.#places.end + this.#codeCount) * UNIT_INTS > trie.length) return false;
    writeNodes(nodes, bases, trie, write);
    return true;
  }
}

/**
 * An upper bound for the units of a {@link GrowingTrie}. It is four times the strings' code units, though a full trie
 * takes less than twice as many, plus a margin. The margin is needed because the search for free units examines 32 at a
 * time.
 */
export function largestTrie({ units }: SortedStrings): number {
  return 4 * (units.length + Math.min(units.length, CODES)) + 0x400;
}

/**
 * Writes the units of nodes. Parents precede their children, so a parent's unit is known when its children are written.
 */
function writeNodes(
  nodes: Nodes,
  bases: Int32Array,
  trie: Int32Array,
  write: (string: number, trie: Int32Array, at: number) => void,
): void {
  const unitOf = new Int32Array(nodes.count);
  unitOf[0] = ROOT;
  trie[BASE] = bases[0];
  for (let node = 1; node < nodes.count; node++) {
    const parent = nodes.parent[node];
    const unit = bases[parent] + nodes.code[node];
    unitOf[node] = unit;
    trie[unit * UNIT_INTS + CHECK] = unitOf[parent];
    trie[unit * UNIT_INTS + BASE] = bases[node];
    trie[unitOf[parent] * UNIT_INTS + COUNT] |= 1 << (CHILDREN_SHIFT + (nodes.code[node] & CHILDREN_CODES));
    const string = nodes.string[node];
    if (string >= 0) write(string, trie, unit * UNIT_INTS + VALUE);
  }
}

/** The number of codes, including the unused code 0. */
function codeCount({ units }: UnitCodes): number {
  return units.length + 1;
}

/** The trie as a tree: node 0 is the root, and parents precede their children. */
interface Nodes {
  readonly count: number;
  readonly parent: Int32Array;
  readonly code: Uint16Array;
  /** By node, the string that ends there, or -1. */
  readonly string: Int32Array;
}

function listNodes(strings: SortedStrings, codes: UnitCodes): Nodes {
  const capacity = strings.units.length + 1;
  const parent = new Int32Array(capacity);
  const code = new Uint16Array(capacity);
  const string = new Int32Array(capacity).fill(-1);
  const path = new Int32Array(capacity);
  let count = 1;
  let at = 0;
  for (let index = 0; index < strings.count; index++) {
    const depth = strings.shared[index];
    const length = depth + strings.added[index];
    for (let d = depth; d < length; d++) {
      parent[count] = path[d];
      code[count] = codes.of[strings.units[at++]];
      path[d + 1] = count++;
    }
    string[path[length]] = index;
  }
  return { count, parent, code, string };
}

/** Chooses each node's base so that no two children collide. Large families come first; only children fill the gaps. */
function placeChildren(nodes: Nodes, codeCount: number): { bases: Int32Array; units: number } {
  const { count } = nodes;
  const { childCodes, firstChild } = listChildren(nodes);
  const bases = new Int32Array(count);
  const places = new ChildPlacer(count + codeCount, codeCount);
  for (const node of bySizeDescending(firstChild)) {
    bases[node] = places.take(childCodes, firstChild[node], firstChild[node + 1]);
  }
  // The margin keeps every step from a unit inside the array, also steps that CHECK then rejects.
  return { bases, units: places.end + codeCount };
}

/** The codes of all nodes' children; those of a node are [firstChild[node], firstChild[node + 1]). */
function listChildren({ count, parent, code }: Nodes): { childCodes: Uint16Array; firstChild: Int32Array } {
  const firstChild = new Int32Array(count + 1);
  for (let node = 1; node < count; node++) firstChild[parent[node] + 1]++;
  for (let node = 0; node < count; node++) firstChild[node + 1] += firstChild[node];
  const childCodes = new Uint16Array(count);
  const filled = firstChild.slice();
  for (let node = 1; node < count; node++) childCodes[filled[parent[node]]++] = code[node];
  return { childCodes, firstChild };
}

/** The nodes that have children, sorted by their number of children in descending order. */
function bySizeDescending(firstChild: Int32Array): Int32Array {
  const sizeOf = (node: number): number => firstChild[node + 1] - firstChild[node];
  const count = firstChild.length - 1;
  let largest = 0;
  for (let node = 0; node < count; node++) largest = Math.max(largest, sizeOf(node));
  // The first position of the families of a size, at index largest - size.
  const starts = new Int32Array(largest + 1);
  for (let node = 0; node < count; node++) if (sizeOf(node) > 0) starts[largest - sizeOf(node) + 1]++;
  for (let i = 1; i <= largest; i++) starts[i] += starts[i - 1];
  const order = new Int32Array(starts[largest]);
  for (let node = 0; node < count; node++) if (sizeOf(node) > 0) order[starts[largest - sizeOf(node)]++] = node;
  return order;
}

/** Places families of children at free units. It keeps a bit for each unit, so that it tries 32 bases at once. */
class ChildPlacer {
  /** The number after that of the last unit taken. */
  end = 1;
  #free: Uint32Array;
  /** By a family's size, the base at which the search starts; the largest sizes share one. */
  readonly #cursors = new Int32Array(LARGEST_FILLER + 2);

  constructor(
    capacity: number,
    private readonly codeCount: number,
  ) {
    this.#free = new Uint32Array((capacity >>> 5) + 2).fill(0xffffffff);
    this.#free[ROOT] &= ~1;
  }

  /** Reserves the first units for good. */
  keep(units: number): void {
    this.#reserve(units);
    for (let unit = 0; unit < units; unit++) this.#mark(unit);
  }

  /** Takes units for the children with the codes [start, end) of the list and returns their base. */
  take(codes: Uint16Array, start: number, end: number): number {
    if (end - start === 1) return this.#takeOne(codes[start]);
    // Gaps that larger families left are worth another search, because there are many small families to fill them.
    const size = Math.min(end - start, LARGEST_FILLER + 1);
    const cursor = this.#cursors[size];
    let window = cursor;
    let fits = this.#fits(codes, start, end, window);
    for (; fits === 0; fits = this.#fits(codes, start, end, window)) window += 32;
    if (window - cursor > TRIED_BASES) this.#cursors[size] = window - TRIED_BASES;

    const base = window + lowestBit(fits);
    for (let child = start; child < end; child++) this.#mark(base + codes[child]);
    return base;
  }

  /** An only child takes the first free unit that every code can reach from a base of at least 0. */
  #takeOne(code: number): number {
    let word = Math.max(this.#cursors[1], this.codeCount + 31) >>> 5;
    for (this.#reserve(word << 5); this.#free[word] === 0; this.#reserve(word << 5)) word++;
    this.#cursors[1] = word << 5;
    const unit = (word << 5) + lowestBit(this.#free[word]);
    this.#mark(unit);
    return unit - code;
  }

  #mark(unit: number): void {
    this.#free[unit >>> 5] &= ~(1 << (unit & 31));
    if (unit >= this.end) this.end = unit + 1;
  }

  /** A bit for each of the 32 bases from `window` on, set if every child would find its unit free. */
  #fits(codes: Uint16Array, start: number, end: number, window: number): number {
    this.#reserve(window + this.codeCount + 32);
    const free = this.#free;
    let fits = -1;
    for (let child = start; child < end && fits !== 0; child++) {
      const unit = window + codes[child];
      const word = unit >>> 5;
      const shift = unit & 31;
      fits &= shift === 0 ? free[word] : (free[word] >>> shift) | (free[word + 1] << (32 - shift));
    }
    return fits;
  }

  /** Ensures that there are bits up to the word of the given unit and the word after it. */
  #reserve(unit: number): void {
    const old = this.#free.length;
    const words = (unit >>> 5) + 2;
    if (words <= old) return;
    this.#free = grownUint32(this.#free, words);
    this.#free.fill(0xffffffff, old);
  }
}

/** The position of the lowest set bit of a number that is not 0. */
function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
