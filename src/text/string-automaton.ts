import { grownInt32 } from "../base/buffers.js";

/** The node at which nothing has been read. */
export const ROOT = 0;
/** The value of a node at which no string ends. */
export const NONE = 0x7fffffff;

/** The integers of a node, of which one is unused, and their places. */
const NODE_INTS = 8;
const PARENT = 0;
const SYMBOL = 1;
const DEPTH = 2;
/** The least value of the strings that the node stands for. */
const OWN = 3;
/** Valid only if PREPARED is the current version. */
const LINK = 4;
const LEAST = 5;
const PREPARED = 6;

/** The UTF-16 code unit at a place of a text. A lone surrogate is a symbol of its own, unequal to half of a pair. */
export function symbolAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if ((unit & 0xf800) !== 0xd800) return unit;
  const isHigh = unit < 0xdc00;
  const other = text.charCodeAt(isHigh ? at + 1 : at - 1);
  return (other & 0xfc00) === (isHigh ? 0xdc00 : 0xd800) ? unit : unit | 0x10000;
}

/** The symbols of a string. */
export function symbolsOf(string: string): number[] {
  const symbols: number[] = [];
  for (let at = 0; at < string.length; at++) symbols.push(symbolAt(string, at));
  return symbols;
}

/**
 * Finds the occurrences of many strings while it reads a text, in linear time whatever the strings: the automaton of Aho
 * and Corasick (1975).
 *
 * A node stands for a beginning of a string. After each symbol the automaton is at the node of the longest end of what
 * it has read that is such a beginning. The link of a node leads to the next longest. Links are made when they are first
 * needed, so that strings can be added at any time.
 */
export class StringAutomaton {
  #nodes: Int32Array = new Int32Array(64 * NODE_INTS);
  #count = 1;
  /** A hash table of all nodes but the root, by parent and symbol; 0 if a slot is free. */
  #slots: Int32Array = new Int32Array(128);
  /** Grows with each string that is added. */
  #version = 1;
  readonly #waiting: number[] = [];

  constructor() {
    this.#nodes.set([ROOT, 0, 0, NONE, ROOT, NONE], 0);
  }

  /** Adds a string, which is not empty. Of equal strings, the least value counts. A walk starts at ROOT again. */
  add(symbols: readonly number[], value: number): void {
    let node = ROOT;
    for (const symbol of symbols) node = this.child(node, symbol) || this.#append(node, symbol);
    const own = node * NODE_INTS + OWN;
    this.#nodes[own] = Math.min(this.#nodes[own], value);
    this.#version++;
  }

  /** The node after one more symbol. */
  next(node: number, symbol: number): number {
    for (let at = node; ; at = this.link(at)) {
      const child = this.child(at, symbol);
      if (child !== 0) return this.#prepared(child);
      if (at === ROOT) return ROOT;
    }
  }

  /** The node of a string that is one symbol longer; 0 if there is none. */
  child(node: number, symbol: number): number {
    const nodes = this.#nodes;
    const slots = this.#slots;
    const last = slots.length - 1;
    for (let slot = slotOf(node, symbol, last); ; slot = (slot + 1) & last) {
      const found = slots[slot];
      if (found === 0) return 0;
      if (nodes[found * NODE_INTS + PARENT] === node && nodes[found * NODE_INTS + SYMBOL] === symbol) return found;
    }
  }

  /** The node of the longest shorter end that is a beginning of a string, for a node that {@link next} returned. */
  link(node: number): number {
    return this.#nodes[node * NODE_INTS + LINK];
  }

  /** The least value of all strings that end here, for a node that {@link next} or {@link link} returned. */
  least(node: number): number {
    return this.#nodes[node * NODE_INTS + LEAST];
  }

  /** The value of the string that a node stands for. */
  own(node: number): number {
    return this.#nodes[node * NODE_INTS + OWN];
  }

  /** The number of symbols that a node stands for. */
  depth(node: number): number {
    return this.#nodes[node * NODE_INTS + DEPTH];
  }

  #append(parent: number, symbol: number): number {
    const node = this.#count++;
    this.#nodes = grownInt32(this.#nodes, this.#count * NODE_INTS);
    this.#nodes.set([parent, symbol, this.depth(parent) + 1, NONE, ROOT, NONE, 0], node * NODE_INTS);
    if (2 * this.#count <= this.#slots.length) this.#insert(node);
    else {
      this.#slots = new Int32Array(2 * this.#slots.length);
      for (let each = 1; each <= node; each++) this.#insert(each);
    }
    return node;
  }

  #insert(node: number): void {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = slotOf(this.#nodes[node * NODE_INTS + PARENT], this.#nodes[node * NODE_INTS + SYMBOL], last);
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = node;
  }

  /** Makes the link and the least value of a node whose parent has them, and of the nodes that its links lead to. */
  #prepared(node: number): number {
    const nodes = this.#nodes;
    const waiting = this.#waiting;
    let at = node;
    while (at !== ROOT && nodes[at * NODE_INTS + PREPARED] !== this.#version) {
      waiting.push(at);
      nodes[at * NODE_INTS + LINK] = this.#findLink(at * NODE_INTS);
      at = nodes[at * NODE_INTS + LINK];
    }
    for (let last = waiting.pop(); last !== undefined; last = waiting.pop()) {
      const start = last * NODE_INTS;
      nodes[start + LEAST] = Math.min(nodes[start + OWN], this.least(nodes[start + LINK]));
      nodes[start + PREPARED] = this.#version;
    }
    return node;
  }

  #findLink(start: number): number {
    const parent = this.#nodes[start + PARENT];
    if (parent === ROOT) return ROOT;
    const symbol = this.#nodes[start + SYMBOL];
    for (let at = this.link(parent); ; at = this.link(at)) {
      const child = this.child(at, symbol);
      if (child !== 0 || at === ROOT) return child;
    }
  }
}

function slotOf(parent: number, symbol: number, mask: number): number {
  const hash = Math.imul(Math.imul(parent, 0x9e3779b1) ^ symbol, 0x85ebca6b);
  return (hash >>> 8) & mask;
}
