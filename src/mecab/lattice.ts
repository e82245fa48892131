import { grownInt32, grownUint32 } from "../buffers.js";
import { TextError } from "../errors.js";
import { BASE, CHECK, COUNT, UNIT_INTS, VALUE } from "../trie.js";
import {
  type Dictionary,
  FLAG_GROUP,
  FLAG_INVOKE,
  HIGH_SURROGATE,
  KIND_CATEGORIES,
  KIND_FLAGS,
  KIND_INTS,
  KIND_LENGTH,
  KIND_UNKNOWN_COUNT,
  KIND_UNKNOWN_FIRST,
  LOW_SURROGATE,
} from "./dictionary.js";
import { History, NO_WORD, Spans } from "./history.js";

/** A node is four integers: its cost from the beginning, its token, where its lookup began, the next of the same end. */
const NODE_INTS = 4;
const COST = 0;
const TOKEN = 1;
const BEGIN = 2;
const NEXT = 3;

const NONE = -1;
const INFINITE = 0x7fffffff;
/** MeCab's max-grouping-size: characters after the first in an unknown word of one category. */
const LONGEST_GROUP = 24;
/** MeCab's lookup sees no further than this many UTF-8 bytes, whitespace before the word included. */
const WINDOW_BYTES = 0xffff;
/**
 * How many positions pass before costs are rebased, and how far apart they may then be. A position adds less than 2^16,
 * so costs stay between -2^29 and 2^30, and sums and differences of two fit 32 bits.
 */
const SETTLE_EVERY = 0x2000;
const LARGEST_SPREAD = 2 ** 29;
/** Bounds, generous, for telling when the window cannot matter. */
const LONGEST_UTF8_UNIT = 3;
const LONGEST_WORD_BYTES = 3 * 0x100;
const UNKNOWN = -2;
const BEFORE_BEGIN: Int32Array = Int32Array.of(NO_WORD);
/** Stamps start again well before they would repeat within a text. */
const LARGEST_STAMP = 2 ** 30;

/**
 * The reusable search of one dictionary: MeCab 0.996's Viterbi search, ties included.
 *
 * Of nodes that end at one position MeCab keeps the newest first and takes a predecessor only if it is strictly
 * cheaper. So among equal ones that which starts latest wins, and of those that was created first. The forward pass
 * needs no more than minima; the rule is applied where the best path is followed back.
 *
 * What makes it fast: words with the same left class at one position share their best predecessor; a node that is
 * dearer than another of the same end in every context is not kept.
 */
export class Lattice {
  /** Words of the text segmented last, as UTF-16 spans. */
  readonly spans = new Spans();

  readonly #dictionary: Dictionary;
  readonly #settleEvery: number;
  readonly #history = new History();

  #text = "";
  /** The text as unit codes (lower 16 bits) and kinds of characters (upper 16 bits), with a stop after the last. */
  #line: Uint32Array = new Uint32Array(256);
  #length = 0;
  /** The newest node that ends at each position. */
  #ends: Int32Array = new Int32Array(256);
  /** No node of this end is worth keeping that costs more than this in its best context. */
  #bounds: Int32Array = new Int32Array(256);

  #nodes: Int32Array = new Int32Array(NODE_INTS * 1024);
  #nodeCount = 0;
  #furthestEnd = 0;
  /** For the nodes kept from before the last settling, which come first: the word before each. */
  #kept: Int32Array = new Int32Array(0);

  /** The nodes that end at the current position: costs and right classes. */
  #endCosts: Int32Array = new Int32Array(256);
  #endRights: Int32Array = new Int32Array(256);
  /** Per left class the least cost of a predecessor, valid if the stamp is the current one. */
  readonly #leastCosts: Int32Array;
  readonly #stamps: Int32Array;
  #stamp = 0;
  /** The best path, last word first, as (start, end). */
  #path: Int32Array = new Int32Array(256);

  /** @param settleEvery how many positions pass before the past is settled: fewer are slower, for tests */
  constructor(dictionary: Dictionary, settleEvery = SETTLE_EVERY) {
    this.#dictionary = dictionary;
    this.#settleEvery = settleEvery;
    this.#leastCosts = new Int32Array(dictionary.leftClasses);
    this.#stamps = new Int32Array(dictionary.leftClasses);
  }

  /**
   * Splits a text into words, left in {@link spans}. As in MeCab's string interface the text ends at the first U+0000.
   *
   * @throws TextError at a lone surrogate, which cannot be written in UTF-8, and where MeCab would lose text: a word
   * behind 65,535 bytes of whitespace or more
   */
  segment(text: string): void {
    this.#read(text);
    this.#start();
    this.#search();
    this.#finish();
  }

  #read(text: string): void {
    this.#text = text;
    const { units } = this.#dictionary;
    this.#line = grownUint32(this.#line, text.length + 1);
    const line = this.#line;
    // All of the text must be well-formed: it is written in UTF-8 before it ends at a U+0000.
    for (let at = 0; at < text.length; at++) {
      const unit = units[text.charCodeAt(at)];
      line[at] = unit;
      const kind = unit >>> 16;
      if (kind <= LOW_SURROGATE) {
        const low = at + 1 < text.length ? units[text.charCodeAt(at + 1)] : INFINITE;
        if (kind === LOW_SURROGATE || low >>> 16 !== LOW_SURROGATE) {
          const code = text.charCodeAt(at).toString(16);
          throw new TextError("text", `lone surrogate \\u${code} at offset ${at}`, "well-formed UTF-16");
        }
        line[++at] = low;
      }
    }
    const end = text.indexOf("\0");
    this.#length = end < 0 ? text.length : end;
    line[this.#length] = 0;
  }

  #start(): void {
    const length = this.#length;
    this.spans.clear();
    this.#history.clear();
    this.#ends = grownInt32(this.#ends, length + 1);
    this.#bounds = grownInt32(this.#bounds, length + 1);
    this.#ends.fill(NONE, 0, length + 1);
    this.#bounds.fill(INFINITE, 0, length + 1);
    this.#nodeCount = 1;
    this.#nodes[COST] = 0;
    this.#nodes[TOKEN] = this.#dictionary.beginPair;
    this.#nodes[BEGIN] = NONE;
    this.#nodes[NEXT] = NONE;
    this.#ends[0] = 0;
    this.#kept = BEFORE_BEGIN;
    this.#furthestEnd = 0;
    if (this.#stamp > LARGEST_STAMP) {
      this.#stamp = 0;
      this.#stamps.fill(0);
    }
  }

  #search(): void {
    const length = this.#length;
    for (let from = 0; from < length; from += this.#settleEvery) {
      if (from > 0) this.#settle(from);
      this.#searchRange(from, Math.min(from + this.#settleEvery, length));
    }
  }

  #searchRange(from: number, to: number): void {
    const { trie, kinds, tokens, spaceCategories } = this.#dictionary;
    const line = this.#line;
    const ends = this.#ends;
    const length = this.#length;
    for (let begin = from; begin < to; begin++) {
      if (ends[begin] === NONE) continue;
      const endCount = this.#gatherEnds(begin);

      let word = begin;
      let kind = (line[begin] >>> 16) * KIND_INTS;
      let limit = length;
      if ((kinds[kind + KIND_CATEGORIES] & spaceCategories) !== 0) {
        word = this.#skipSpace(begin);
        if (word === length) continue;
        kind = (line[word] >>> 16) * KIND_INTS;
        limit = this.#windowEnd(begin, word);
      }

      // The stop after the text has code 0, which leads nowhere.
      let known = false;
      let unit = 0;
      for (let at = word; at < limit; at++) {
        const next = (trie[unit + BASE] + (line[at] & 0xffff)) * UNIT_INTS;
        if (trie[next + CHECK] * UNIT_INTS !== unit) break;
        unit = next;
        const count = trie[unit + COUNT];
        if (count === 0) continue;
        known = true;
        const first = trie[unit + VALUE];
        if (count === 1) this.#add(first, begin, at + 1, endCount);
        else for (let token = 0; token < count; token++) this.#add(tokens[first + token], begin, at + 1, endCount);
      }
      if (!known || (kinds[kind + KIND_FLAGS] & FLAG_INVOKE) !== 0) {
        this.#addUnknown(begin, word, kind, limit, known, endCount);
      }
    }
  }

  /** Copies the nodes that end here and can be of the best path into dense arrays; returns their number. */
  #gatherEnds(position: number): number {
    const { pairs, rightBounds } = this.#dictionary;
    const nodes = this.#nodes;
    const bound = this.#bounds[position];
    let count = 0;
    for (let node = this.#ends[position]; node !== NONE; node = nodes[node + NEXT]) {
      const right = pairs[nodes[node + TOKEN] & 0xffff] & 0xffff;
      const cost = nodes[node + COST];
      if (cost + rightBounds[2 * right] > bound) continue;
      if (count === this.#endCosts.length) {
        this.#endCosts = grownInt32(this.#endCosts, count + 1);
        this.#endRights = grownInt32(this.#endRights, count + 1);
      }
      this.#endCosts[count] = cost;
      this.#endRights[count++] = right;
    }
    this.#stamp++;
    return count;
  }

  #add(token: number, begin: number, end: number, endCount: number): void {
    const { pairs, rightBounds } = this.#dictionary;
    const pair = pairs[token & 0xffff];
    const left = pair >>> 16;
    const least = this.#stamps[left] === this.#stamp ? this.#leastCosts[left] : this.#leastCost(left, endCount);
    const cost = least + (token >> 16);
    const right = 2 * (pair & 0xffff);
    const bound = this.#bounds[end];
    if (cost + rightBounds[right] > bound) return;
    const highest = cost + rightBounds[right + 1];
    if (highest < bound) this.#bounds[end] = highest;

    const node = this.#nodeCount * NODE_INTS;
    this.#nodeCount++;
    if (node + NODE_INTS > this.#nodes.length) this.#nodes = grownInt32(this.#nodes, node + NODE_INTS);
    const nodes = this.#nodes;
    nodes[node + COST] = cost;
    nodes[node + TOKEN] = token;
    nodes[node + BEGIN] = begin;
    nodes[node + NEXT] = this.#ends[end];
    this.#ends[end] = node;
    if (end > this.#furthestEnd) this.#furthestEnd = end;
  }

  #leastCost(left: number, endCount: number): number {
    const { matrix, rightClasses } = this.#dictionary;
    const row = left * rightClasses;
    const costs = this.#endCosts;
    const rights = this.#endRights;
    let least = costs[0] + matrix[row + rights[0]];
    for (let end = 1; end < endCount; end++) {
      // A minimum without a branch, which would be mispredicted half the time; the difference fits 32 bits.
      const less = (costs[end] + matrix[row + rights[end]] - least) | 0;
      least += less & (less >> 31);
    }
    this.#stamps[left] = this.#stamp;
    this.#leastCosts[left] = least;
    return least;
  }

  /**
   * Adds the unknown words at `word`: the run of characters that share a category, each with the one before it, if that
   * is not too long; then those of 1, 2, … characters that share one with the first.
   */
  #addUnknown(begin: number, word: number, kind: number, limit: number, known: boolean, endCount: number): void {
    const { kinds } = this.#dictionary;
    const line = this.#line;
    const categories = kinds[kind + KIND_CATEGORIES];
    let end = word + this.#characterLength(word);
    let added = known;
    let groupEnd = NONE;
    if ((kinds[kind + KIND_FLAGS] & FLAG_GROUP) !== 0) {
      let at = end;
      let previous = categories;
      let characters = 0;
      while (at < limit && characters <= LONGEST_GROUP) {
        const here = kinds[(line[at] >>> 16) * KIND_INTS + KIND_CATEGORIES];
        if ((previous & here) === 0) break;
        previous = here;
        at += this.#characterLength(at);
        characters++;
      }
      if (characters <= LONGEST_GROUP) {
        groupEnd = at;
        this.#addUnknownOf(kind, begin, at, endCount);
        added = true;
      }
    }
    for (let length = kinds[kind + KIND_LENGTH]; length > 0 && end <= limit && end !== groupEnd; length--) {
      this.#addUnknownOf(kind, begin, end, endCount);
      added = true;
      if (end === limit || (categories & kinds[(line[end] >>> 16) * KIND_INTS + KIND_CATEGORIES]) === 0) break;
      end += this.#characterLength(end);
    }
    if (!added) this.#addUnknownOf(kind, begin, end, endCount);
  }

  #addUnknownOf(kind: number, begin: number, end: number, endCount: number): void {
    const { kinds, tokens } = this.#dictionary;
    const first = kinds[kind + KIND_UNKNOWN_FIRST];
    const count = kinds[kind + KIND_UNKNOWN_COUNT];
    for (let token = 0; token < count; token++) this.#add(tokens[first + token], begin, end, endCount);
  }

  #characterLength(at: number): number {
    return this.#line[at] >>> 16 === HIGH_SURROGATE ? 2 : 1;
  }

  /** The first character from here that shares no category with the one before it, the first one with U+0020. */
  #skipSpace(begin: number): number {
    const { kinds, spaceCategories } = this.#dictionary;
    let previous = spaceCategories;
    let at = begin;
    while (at < this.#length) {
      const here = kinds[(this.#line[at] >>> 16) * KIND_INTS + KIND_CATEGORIES];
      if ((previous & here) === 0) break;
      previous = here;
      at += this.#characterLength(at);
    }
    return at;
  }

  /**
   * Where words at `word` must end at the latest: MeCab's window counts the whitespace before them.
   *
   * @throws TextError where not even the first character fits: MeCab loses the text from there on, or fails
   */
  #windowEnd(begin: number, word: number): number {
    const length = this.#length;
    if ((word - begin) * LONGEST_UTF8_UNIT + LONGEST_WORD_BYTES <= WINDOW_BYTES) return length;
    let bytes = 0;
    let at = begin;
    for (; at < length; at += this.#characterLength(at)) {
      bytes += this.#utf8Bytes(at);
      if (bytes > WINDOW_BYTES) break;
    }
    if (at > word) return at;
    throw new TextError(
      "text",
      `${word - begin} characters of whitespace before offset ${word}`,
      `less than ${WINDOW_BYTES} UTF-8 bytes with the character behind them, which is as far as MeCab looks`,
    );
  }

  #utf8Bytes(at: number): number {
    const unit = this.#text.charCodeAt(at);
    if (unit < 0x80) return 1;
    if (unit < 0x800) return 2;
    return this.#characterLength(at) === 2 ? 4 : 3;
  }

  /** The predecessor of a word with this left class that starts at `position`, by MeCab's rule for ties. */
  #bestEnd(position: number, left: number): number {
    const { matrix, rightClasses, pairs } = this.#dictionary;
    const nodes = this.#nodes;
    const row = left * rightClasses;
    let best = this.#ends[position];
    let least = INFINITE;
    for (let node = best; node !== NONE; node = nodes[node + NEXT]) {
      const right = pairs[nodes[node + TOKEN] & 0xffff] & 0xffff;
      const cost = nodes[node + COST] + matrix[row + right];
      // The list runs from the newest node to the oldest: a later one of the same start was created first.
      if (cost < least || (cost === least && nodes[node + BEGIN] === nodes[best + BEGIN])) {
        least = cost;
        best = node;
      }
    }
    return best;
  }

  #predecessor(node: number): number {
    const { pairs } = this.#dictionary;
    return this.#bestEnd(this.#nodes[node + BEGIN], pairs[this.#nodes[node + TOKEN] & 0xffff] >>> 16);
  }

  /** Emits the best path: what the history holds of it, then what the lattice holds. */
  #finish(): void {
    let end = this.#length;
    while (this.#ends[end] === NONE) end--;
    const nodes = this.#nodes;
    const keptEnd = this.#kept.length * NODE_INTS;
    let node = this.#bestEnd(end, this.#dictionary.endLeft);
    let words = 0;
    while (nodes[node + BEGIN] !== NONE) {
      this.#path = grownInt32(this.#path, 2 * words + 2);
      this.#path[2 * words] = this.#wordStart(nodes[node + BEGIN]);
      this.#path[2 * words + 1] = end;
      words++;
      if (node < keptEnd) break;
      end = nodes[node + BEGIN];
      node = this.#predecessor(node);
    }
    this.#history.emit(node < keptEnd ? this.#kept[node / NODE_INTS] : NO_WORD, this.spans);
    let at = this.spans.extend(words);
    for (let word = 0; word < words; word++) {
      this.spans.buffer[--at] = this.#path[2 * word + 1];
      this.spans.buffer[--at] = this.#path[2 * word];
    }
  }

  #wordStart(begin: number): number {
    const { kinds, spaceCategories } = this.#dictionary;
    const kind = (this.#line[begin] >>> 16) * KIND_INTS;
    return (kinds[kind + KIND_CATEGORIES] & spaceCategories) === 0 ? begin : this.#skipSpace(begin);
  }

  /**
   * Makes room in the lattice: keeps the nodes that end from `position` on, moves the best paths to them into the
   * history and takes the least cost off all costs, which changes no comparison.
   *
   * @throws TextError where costs drift apart further than MeCab itself can add up
   */
  #settle(position: number): void {
    const nodes = this.#nodes;
    const ends = this.#ends;
    const alive: { node: number; end: number }[] = [];
    let least = INFINITE;
    let most = -INFINITE;
    for (let end = position; end <= this.#furthestEnd; end++) {
      for (let node = ends[end]; node !== NONE; node = nodes[node + NEXT]) {
        alive.push({ node, end });
        least = Math.min(least, nodes[node + COST]);
        most = Math.max(most, nodes[node + COST]);
      }
    }
    // Behind the last word is only whitespace: the lattice is as it will end.
    if (alive.length === 0) return;
    if (most - least > LARGEST_SPREAD) {
      throw new TextError("text", `paths ${most - least} apart in cost`, `costs within ${LARGEST_SPREAD}`);
    }
    alive.sort((a, b) => a.node - b.node);
    const heads = this.#wordsBefore(alive);
    this.#history.tidy(heads, this.spans);
    this.#kept = heads;

    for (let end = position; end <= this.#furthestEnd; end++) {
      ends[end] = NONE;
      if (this.#bounds[end] !== INFINITE) this.#bounds[end] -= least;
    }
    let to = 0;
    for (const { node, end } of alive) {
      nodes[to + COST] = nodes[node + COST] - least;
      nodes[to + TOKEN] = nodes[node + TOKEN];
      nodes[to + BEGIN] = nodes[node + BEGIN];
      nodes[to + NEXT] = ends[end];
      ends[end] = to;
      to += NODE_INTS;
    }
    this.#nodeCount = alive.length;
  }

  /** Writes the best paths to the given nodes into the history; returns the word before each, NO_WORD at the start. */
  #wordsBefore(alive: readonly { node: number; end: number }[]): Int32Array {
    const nodes = this.#nodes;
    const keptEnd = this.#kept.length * NODE_INTS;
    const wordOf = new Int32Array(this.#nodeCount).fill(UNKNOWN);
    if (nodes[BEGIN] === NONE) wordOf[0] = NO_WORD;
    const heads = new Int32Array(alive.length);
    const path: number[] = [];
    alive.forEach(({ node: last }, index) => {
      if (last < keptEnd) {
        heads[index] = this.#kept[last / NODE_INTS];
        return;
      }
      path.length = 0;
      let node = this.#predecessor(last);
      while (wordOf[node / NODE_INTS] === UNKNOWN) {
        path.push(node);
        if (node < keptEnd) break;
        node = this.#predecessor(node);
      }
      let word = wordOf[node / NODE_INTS] === UNKNOWN ? this.#kept[node / NODE_INTS] : wordOf[node / NODE_INTS];
      for (let at = path.length - 1; at >= 0; at--) {
        node = path[at];
        const end = nodes[(at === 0 ? last : path[at - 1]) + BEGIN];
        word = this.#history.add(this.#wordStart(nodes[node + BEGIN]), end, word);
        wordOf[node / NODE_INTS] = word;
      }
      heads[index] = word;
    });
    return heads;
  }
}
