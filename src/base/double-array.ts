import { grownUint32 } from "./buffers.js";
import { BASE, CHECK, CHILDREN_CODES, CHILDREN_SHIFT, COUNT, UNIT_INTS, VALUE } from "./double-array-layout.js";

export * from "./double-array-layout.js";

/** A sorted list of strings, front-coded: each shares its head with the one before. */
export interface SortedStrings {
  readonly count: number;
  /** UTF-16 code units shared with the previous string. */
  readonly shared: Uint8Array | Uint16Array;
  /** UTF-16 code units that follow; at least 1. */
  readonly added: Uint8Array | Uint16Array;
  /** The units that follow, one string's after the other's. */
  readonly units: Uint16Array;
}

const ROOT = 0;
const CODES = 0x10000;
const MOST_USES = 2 ** 32;
/** How many bases below the last success stay in the search; what lies lower is left to smaller families. */
const TRIED_BASES = 128;
/** How large a family may be that is tried from the start again. */
const LARGEST_FILLER = 64;

/**
 * Front-codes strings, none empty, none twice.
 *
 * @param strings in an order that keeps those with a common head together: by code points or by UTF-16 units
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

/** Codes of UTF-16 units. */
export interface UnitCodes {
  /** By unit; 0 where no string has it. */
  readonly of: Uint16Array;
  /** The unit of code 1, of code 2, … */
  readonly units: Uint16Array;
}

/**
 * A key for each unit that occurs in strings: the more often it does, the smaller. The unit is the key modulo 65,536.
 *
 * Uses and unit make one number, so that keys are sorted without a comparison of ours.
 */
export function unitKeys({ units }: SortedStrings): Float64Array {
  const uses = new Uint32Array(CODES);
  // By index: an iterator over what is long makes garbage until the code is optimized.
  for (let at = 0; at < units.length; at++) uses[units[at]]++;
  const keys = new Float64Array(CODES);
  let count = 0;
  for (let unit = 0; unit < CODES; unit++) {
    if (uses[unit] > 0) keys[count++] = (MOST_USES - uses[unit]) * CODES + unit;
  }
  return keys.subarray(0, count);
}

/** Codes of units by their {@link unitKeys}, the most common first: small codes keep the double array dense. */
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
 * @param write writes VALUE and COUNT of a string at the given place and the one after it
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
 * A double array that takes its strings a first character at a time, in any order.
 *
 * The root's base is 0, so a first character's unit has its code's number. Memory that is all zeros, but for CHECK of
 * those units, is an empty trie.
 */
export class GrowingTrie {
  readonly #trie: Int32Array;
  readonly #codes: UnitCodes;
  readonly #codeCount: number;
  readonly #places: ChildPlacer;

  /** @param trie all zeros; room for {@link largestTrie} units is room enough */
  constructor(trie: Int32Array, codes: UnitCodes) {
    this.#trie = trie;
    this.#codes = codes;
    this.#codeCount = codeCount(codes);
    this.#places = new ChildPlacer(this.#codeCount, this.#codeCount);
    this.#places.keep(this.#codeCount);
    for (let unit = 0; unit < this.#codeCount; unit++) trie[unit * UNIT_INTS + CHECK] = -1;
  }

  /**
   * Adds strings that begin with one character, none of which was added before.
   *
   * @returns whether there was room
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
 * How many units are room enough for a {@link GrowingTrie}: four times the strings' characters, where it comes to fill
 * less than twice, and some for places being looked for 32 at a time.
 */
export function largestTrie({ units }: SortedStrings): number {
  return 4 * (units.length + Math.min(units.length, CODES)) + 0x400;
}

/** Nodes are numbered in order of first appearance, so a node's unit is known before its children are met. */
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

/** With the code 0. */
function codeCount({ units }: UnitCodes): number {
  return units.length + 1;
}

/** The trie as a tree: node 0 is the root, parents come before their children. */
interface Nodes {
  readonly count: number;
  readonly parent: Int32Array;
  readonly code: Uint16Array;
  /** The string that ends here, or -1. */
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

/** Chooses each node's base so that no two children meet: large families first, only children fill the holes. */
function placeChildren(nodes: Nodes, codeCount: number): { bases: Int32Array; units: number } {
  const { count } = nodes;
  const { childCodes, firstChild } = listChildren(nodes);
  const bases = new Int32Array(count);
  const places = new ChildPlacer(count + codeCount, codeCount);
  for (const node of bySizeDescending(firstChild)) {
    bases[node] = places.take(childCodes, firstChild[node], firstChild[node + 1]);
  }
  // From any unit every code leads to a unit that is there, if only to be told that it is another's.
  return { bases, units: places.end + codeCount };
}

/** The codes of each node's children, and where they begin. */
function listChildren({ count, parent, code }: Nodes): { childCodes: Uint16Array; firstChild: Int32Array } {
  const firstChild = new Int32Array(count + 1);
  for (let node = 1; node < count; node++) firstChild[parent[node] + 1]++;
  for (let node = 0; node < count; node++) firstChild[node + 1] += firstChild[node];
  const childCodes = new Uint16Array(count);
  const filled = firstChild.slice();
  for (let node = 1; node < count; node++) childCodes[filled[parent[node]]++] = code[node];
  return { childCodes, firstChild };
}

/** The nodes that have children, those with most first. */
function bySizeDescending(firstChild: Int32Array): Int32Array {
  const sizeOf = (node: number): number => firstChild[node + 1] - firstChild[node];
  const count = firstChild.length - 1;
  let largest = 0;
  for (let node = 0; node < count; node++) largest = Math.max(largest, sizeOf(node));
  // Where the families of a size begin, at largest - size.
  const starts = new Int32Array(largest + 1);
  for (let node = 0; node < count; node++) if (sizeOf(node) > 0) starts[largest - sizeOf(node) + 1]++;
  for (let i = 1; i <= largest; i++) starts[i] += starts[i - 1];
  const order = new Int32Array(starts[largest]);
  for (let node = 0; node < count; node++) if (sizeOf(node) > 0) order[starts[largest - sizeOf(node)]++] = node;
  return order;
}

/** Which units are free, a bit each, so that 32 bases are tried at once. */
class ChildPlacer {
  /** One past the last unit taken. */
  end = 1;
  #free: Uint32Array;
  /** By a family's size, the base from which it is tried; the largest share one. */
  readonly #cursors = new Int32Array(LARGEST_FILLER + 2);

  constructor(
    capacity: number,
    private readonly codeCount: number,
  ) {
    this.#free = new Uint32Array((capacity >>> 5) + 2).fill(0xffffffff);
    this.#free[ROOT] &= ~1;
  }

  /** Takes the first units for good. */
  keep(units: number): void {
    this.#reserve(units);
    for (let unit = 0; unit < units; unit++) this.#mark(unit);
  }

  /** Takes places for the children with codes[start … end) and returns their base. */
  take(codes: Uint16Array, start: number, end: number): number {
    if (end - start === 1) return this.#takeOne(codes[start]);
    // The holes that larger families left are worth another look, where there are families enough to fill them.
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

  /** An only child fits anywhere: it takes the first free place that every code can reach from a base. */
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

  /** Of the 32 bases from `window` on, a bit for each that leaves every child a free place. */
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

  /** Makes sure that there are bits up to the given unit's word and the one behind it. */
  #reserve(unit: number): void {
    const old = this.#free.length;
    const words = (unit >>> 5) + 2;
    if (words <= old) return;
    this.#free = grownUint32(this.#free, words);
    this.#free.fill(0xffffffff, old);
  }
}

/** The place of the lowest bit that is set, of a number that is not 0. */
function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
