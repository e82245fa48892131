import { BASE, CHECK, CHILDREN_CODES, CHILDREN_SHIFT, COUNT, COUNT_BITS, VALUE } from "../../base/double-array.js";
import type { Dictionary } from "../dictionary/dictionary.js";
import { UNMADE } from "../dictionary/lazy-words.js";
import {
  ARENA_FULL,
  BLOCK,
  DENSEST,
  FLAG_GROUP,
  FLAG_INVOKE,
  FRONT,
  HIGH_SURROGATE,
  INDEX_BITS,
  LONGEST_GROUP,
  LONGEST_SPACE,
  LOW_SURROGATE,
  SEARCH_BYTES,
  STOP_DENSE,
  STOP_FULL,
  STOP_SPACE,
  UNBOUNDED,
} from "../memory/layout.js";
import {
  HIT_BYTES,
  HIT_COUNT,
  HIT_END,
  HIT_NEXT,
  KIND_BYTES,
  KIND_FLAGS,
  KIND_LENGTH,
  KIND_UNKNOWN_COUNT,
  KIND_UNKNOWN_FIRST,
  NODE_BEGIN,
  NODE_BYTES,
  NODE_NEXT,
  NODE_PAIR,
  NODE_PREVIOUS,
  PAIR_BYTES,
  PAIR_COLUMN,
  PAIR_HIGHEST,
  PAIR_LOWEST,
  POSITION_BOUND,
  POSITION_BYTES,
  POSITION_ENDS,
  POSITION_HITS,
  setStateFurthest,
  setStatePathStart,
  setStateStop,
  setStateTop,
  setStateTouched,
  setStateWalked,
  stateFurthest,
  stateKeptEnd,
  stateTop,
  stateWalked,
  WALKER_BYTES,
  WORD_BYTES,
  WORD_END,
  WORD_KEY,
} from "../memory/records.js";
import type { Search } from "./search.js";

const INDEX_MASK = (1 << INDEX_BITS) - 1;
/** Greater than any key. */
const NOT_FOUND = 0x7fffffff;

/**
 * MeCab 0.996's Viterbi search, ties included, in TypeScript. It is the specification of the kernel, and the engine
 * where WebAssembly is missing or forbidden.
 *
 * MeCab lists the nodes that end at one position newest first, and replaces a predecessor only by a strictly cheaper
 * one. Among equal predecessors the one that starts latest therefore wins, and among those the one created first. Here
 * the list of an end has the latest start first, and within one start the first created first, so the first minimum
 * wins. A key holds the cost in its upper bits and the node's number in the list in its lower bits, so one comparison
 * decides both.
 *
 * Four things make it fast. A node that costs more than another of the same end in every context is not tried as a
 * predecessor. Lookups in the double array run side by side, so that their cache misses overlap. The minimum over the
 * predecessors has no branch. It is found for two tokens at a time. Tokens with one left id at one position share
 * their predecessor, but remembering it was no faster than searching again.
 */
export class TypeScriptSearch implements Search {
  readonly memory: Int32Array = new Int32Array(SEARCH_BYTES / 4);

  readonly #dictionary: Dictionary;
  /** The dictionary's memory by address / 4 and by address / 2. */
  readonly #ints: Int32Array;
  readonly #cells: Int16Array;
  /** The addresses of tables. Reading byteOffset in the loops would take an eighth of the time. */
  readonly #pairsAt: number;
  readonly #tokensAt: number;
  readonly #trieAt: number;
  #top = 0;
  #furthest = 0;
  /** The run of characters followed last: each shares a category with the one before, and none is a surrogate pair. */
  #runStart = 0;
  #runEnd = 0;

  /** The nodes that end at the current position: their keys, matrix columns and addresses. */
  readonly #keys = new Int32Array(DENSEST);
  readonly #columns = new Int32Array(DENSEST);
  readonly #heads = new Int32Array(DENSEST);
  #endCount = 0;
  /** The cost that was subtracted from all costs in the keys. */
  #endBase = 0;

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
    this.#ints = new Int32Array(dictionary.memory.buffer);
    this.#cells = new Int16Array(dictionary.memory.buffer);
    this.#pairsAt = dictionary.rows.pairs.byteOffset;
    this.#tokensAt = dictionary.tokens.byteOffset;
    this.#trieAt = dictionary.words.trie.byteOffset;
  }

  read(from: number, to: number): number {
    const { memory } = this;
    const { units } = this.#dictionary.words;
    for (let at = from; at < to; at += POSITION_BYTES) {
      const unit = units[memory[at >> 2]];
      if (unit >>> 16 > LOW_SURROGATE && unit < UNMADE) {
        this.#writePosition(at, unit);
        continue;
      }
      // The unit is marked, or a surrogate. A high surrogate is prepared together with the low one that follows.
      const next = at + POSITION_BYTES;
      const low = next < to ? units[memory[next >> 2]] : 0;
      if (unit >>> 16 !== HIGH_SURROGATE || low >>> 16 !== LOW_SURROGATE) return at;
      this.#writePosition(at, unit);
      this.#writePosition(next, low);
      at = next;
    }
    this.#writePosition(to, 0);
    return to;
  }

  /** Writes a position without hits and ends. */
  #writePosition(at: number, unit: number): void {
    const { memory } = this;
    memory[at >> 2] = unit;
    memory[(at + POSITION_HITS) >> 2] = 0;
    memory[(at + POSITION_ENDS) >> 2] = 0;
    memory[(at + POSITION_BOUND) >> 2] = UNBOUNDED;
  }

  run(from: number, to: number, end: number, firstLimit: number): number {
    const { memory } = this;
    this.#top = stateTop(memory);
    this.#furthest = stateFurthest(memory);
    this.#runEnd = 0;
    let walked = stateWalked(memory);
    let stop = 0;
    let begin = from;
    for (; begin < to; begin += POSITION_BYTES) {
      const ends = memory[(begin + POSITION_ENDS) >> 2];
      if (ends === 0) continue;
      if (this.#top > ARENA_FULL) {
        stop = STOP_FULL;
        break;
      }
      if (!this.#gatherEnds(ends, memory[(begin + POSITION_BOUND) >> 2])) {
        stop = STOP_DENSE;
        break;
      }
      let word = begin;
      let limit = end;
      if ((this.#categories(begin) & this.#dictionary.spaceCategories) !== 0) {
        word = this.#skipSpace(begin, end);
        if (begin === from && firstLimit !== 0) limit = firstLimit;
        else if (word - begin > LONGEST_SPACE * POSITION_BYTES) {
          stop = STOP_SPACE;
          break;
        }
        if (word === end) continue;
        if (word - begin > LONGEST_SPACE * POSITION_BYTES) walked = Math.max(walked, this.#firstLookup(begin, word));
      }
      while (walked <= word && this.#top <= ARENA_FULL) {
        const needed = Math.max(to, word + POSITION_BYTES);
        walked = this.#walk(walked, Math.min(walked + BLOCK * POSITION_BYTES, needed));
      }
      if (walked <= word) {
        stop = STOP_FULL;
        break;
      }
      this.#addWords(begin, word, limit);
    }
    setStateWalked(memory, walked);
    setStateTop(memory, this.#top);
    setStateFurthest(memory, this.#furthest);
    setStateStop(memory, stop);
    return begin;
  }

  trace(last: number): number {
    return this.traceFrom(this.#bestEnd(this.memory[(last + POSITION_ENDS) >> 2]), last);
  }

  traceFrom(last: number, lastEnd: number): number {
    const { memory } = this;
    const { spaceCategories } = this.#dictionary;
    const keptEnd = stateKeptEnd(memory);
    let word = SEARCH_BYTES;
    let node = last;
    let end = lastEnd;
    for (let begin = memory[(node + NODE_BEGIN) >> 2]; node >= keptEnd && begin !== 0; ) {
      const isSpace = (this.#categories(begin) & spaceCategories) !== 0;
      const start = isSpace ? this.#skipSpace(begin, end) : begin;
      word -= WORD_BYTES;
      memory[word >> 2] = start;
      memory[(word + WORD_END) >> 2] = end;
      memory[(word + WORD_KEY) >> 2] = this.#keyOf(start, end);
      end = begin;
      node = memory[(node + NODE_PREVIOUS) >> 2];
      begin = memory[(node + NODE_BEGIN) >> 2];
    }
    setStatePathStart(memory, node);
    return word;
  }

  /** The key of the word [start, end). */
  #keyOf(start: number, end: number): number {
    const { memory } = this;
    let hit = memory[(start + POSITION_HITS) >> 2];
    while (hit !== 0 && memory[(hit + HIT_END) >> 2] !== end) hit = memory[(hit + HIT_NEXT) >> 2];
    return hit === 0 ? 0 : memory[hit >> 2];
  }

  /** The best node before the sentence's end; of equal ones the first. */
  #bestEnd(first: number): number {
    const { memory } = this;
    const { endRow } = this.#dictionary.rows;
    let best = 0;
    let least = UNBOUNDED;
    for (let node = first; node !== 0; node = memory[(node + NODE_NEXT) >> 2]) {
      const column = this.#ints[(memory[(node + NODE_PAIR) >> 2] + PAIR_COLUMN) >> 2];
      const cost = memory[node >> 2] + this.#cells[(endRow + column) >> 1];
      if (cost >= least) continue;
      least = cost;
      best = node;
    }
    return best;
  }

  #categories(position: number): number {
    return this.#dictionary.kinds[(this.memory[position >> 2] >>> 16) * (KIND_BYTES / 4)];
  }

  #characterBytes(position: number): number {
    return this.memory[position >> 2] >>> 16 === HIGH_SURROGATE ? 2 * POSITION_BYTES : POSITION_BYTES;
  }

  /** The position of the first character that shares no category with the one before it, or, at `begin`, with U+0020. */
  #skipSpace(begin: number, end: number): number {
    let previous = this.#dictionary.spaceCategories;
    let at = begin;
    while (at < end) {
      const here = this.#categories(at);
      if ((previous & here) === 0) break;
      previous = here;
      at += this.#characterBytes(at);
    }
    return at;
  }

  /**
   * The first position after `begin` where words are looked up, if `begin` is whitespace up to `word`: that of a word
   * that starts inside with a character that is not whitespace itself, or `word`. The lookups between would fill the
   * arena in long whitespace, if words begin with spaces.
   */
  #firstLookup(begin: number, word: number): number {
    const { memory } = this;
    const { spaceCategories } = this.#dictionary;
    let at = begin + POSITION_BYTES;
    while (at < word) {
      const isReached = memory[(at + POSITION_ENDS) >> 2] !== 0;
      if (isReached && (this.#categories(at) & spaceCategories) === 0) break;
      at += POSITION_BYTES;
    }
    return at;
  }

  /** Looks up the words that begin in [from, to), one character of every walker at a time. Longer hits come first. */
  #walk(from: number, to: number): number {
    const { memory } = this;
    const { trie } = this.#dictionary.words;
    const base = trie[BASE];
    let walkers = FRONT;
    for (let position = from; position < to; position += POSITION_BYTES) {
      memory[walkers >> 2] = position;
      memory[(walkers + 4) >> 2] = 0;
      memory[(walkers + 8) >> 2] = base + (memory[position >> 2] & 0xffff);
      walkers += WALKER_BYTES;
    }
    let hit = this.#top;
    let touched = 0;
    for (let length = POSITION_BYTES; walkers !== FRONT; length += POSITION_BYTES) {
      // No store and no branch comes between these loads, so that their cache misses overlap.
      for (let at = FRONT; at < walkers; at += WALKER_BYTES) touched ^= trie[(memory[(at + 8) >> 2] << 2) + CHECK];
      let kept = FRONT;
      for (let at = FRONT; at < walkers; at += WALKER_BYTES) {
        const unit = memory[(at + 8) >> 2] << 2;
        if (trie[unit + CHECK] !== memory[(at + 4) >> 2]) continue;
        const position = memory[at >> 2];
        const countAndChildren = trie[unit + COUNT];
        const count = countAndChildren & COUNT_BITS;
        if (count !== 0) {
          const value = unit + VALUE;
          memory[hit >> 2] = count === 1 ? this.#trieAt + (value << 2) : this.#tokensAt + (trie[value] << 2);
          memory[(hit + HIT_COUNT) >> 2] = count;
          memory[(hit + HIT_END) >> 2] = position + length;
          memory[(hit + HIT_NEXT) >> 2] = memory[(position + POSITION_HITS) >> 2];
          memory[(position + POSITION_HITS) >> 2] = hit;
          hit += HIT_BYTES;
        }
        const code = memory[(position + length) >> 2] & 0xffff;
        if (((countAndChildren >>> (CHILDREN_SHIFT + (code & CHILDREN_CODES))) & 1) === 0) continue;
        memory[kept >> 2] = position;
        memory[(kept + 4) >> 2] = unit >> 2;
        memory[(kept + 8) >> 2] = trie[unit + BASE] + code;
        kept += WALKER_BYTES;
      }
      walkers = kept;
    }
    // Stored so that the compiler keeps the loads.
    setStateTouched(memory, touched);
    this.#top = hit;
    return to;
  }

  /** Lists the nodes of one end that can be on the best path. Returns false if there are more than DENSEST. */
  #gatherEnds(first: number, bound: number): boolean {
    const { memory } = this;
    const ints = this.#ints;
    let count = 0;
    for (let node = first; node !== 0; node = memory[(node + NODE_NEXT) >> 2]) {
      if (count === DENSEST) return false;
      const cost = memory[node >> 2];
      const pair = memory[(node + NODE_PAIR) >> 2] >> 2;
      if (cost + ints[pair + (PAIR_LOWEST >> 2)] > bound) continue;
      this.#keys[count] = ((cost - bound) << INDEX_BITS) + count;
      this.#columns[count] = ints[pair + (PAIR_COLUMN >> 2)] >> 1;
      this.#heads[count] = node;
      count++;
    }
    this.#endCount = count;
    this.#endBase = bound;
    return true;
  }

  #addWords(begin: number, word: number, limit: number): void {
    const { memory } = this;
    let hit = memory[(word + POSITION_HITS) >> 2];
    while (hit !== 0 && memory[(hit + HIT_END) >> 2] > limit) hit = memory[(hit + HIT_NEXT) >> 2];
    const kind = (memory[word >> 2] >>> 16) * (KIND_BYTES / 4);
    if (hit === 0 || (this.#dictionary.kinds[kind + (KIND_FLAGS >> 2)] & FLAG_INVOKE) !== 0) {
      this.#addUnknown(begin, word, kind, limit, hit !== 0);
    }
    for (; hit !== 0; hit = memory[(hit + HIT_NEXT) >> 2]) {
      this.#add(memory[hit >> 2], memory[(hit + HIT_COUNT) >> 2], begin, memory[(hit + HIT_END) >> 2]);
    }
  }

  /**
   * Adds the unknown words at `word`: the run of characters that each share a category with the one before, unless it
   * is too long; then words of 1, 2, … characters that share a category with the first.
   */
  #addUnknown(begin: number, word: number, kind: number, limit: number, known: boolean): void {
    const { kinds } = this.#dictionary;
    const list = this.#tokensAt + (kinds[kind + (KIND_UNKNOWN_FIRST >> 2)] << 2);
    const count = kinds[kind + (KIND_UNKNOWN_COUNT >> 2)];
    const categories = kinds[kind];
    let end = word + this.#characterBytes(word);
    let added = known;
    let groupEnd = 0;
    if ((kinds[kind + (KIND_FLAGS >> 2)] & FLAG_GROUP) !== 0) {
      let at = end;
      let previous = categories;
      let characters = 0;
      // The end of a run is the same from any of its characters on.
      if (word >= this.#runStart && end < this.#runEnd && this.#runEnd <= limit) {
        at = this.#runEnd;
        previous = this.#categories(at - POSITION_BYTES);
        characters = (at - end) / POSITION_BYTES;
      } else this.#runStart = word;
      while (at < limit && characters <= LONGEST_GROUP) {
        const here = this.#categories(at);
        if ((previous & here) === 0) break;
        previous = here;
        at += this.#characterBytes(at);
        characters++;
      }
      // In a run with surrogate pairs the distance does not give the number of characters, so it cannot be reused.
      this.#runEnd = characters * POSITION_BYTES === at - end ? at : 0;
      if (characters <= LONGEST_GROUP) {
        groupEnd = at;
        this.#add(list, count, begin, at);
        added = true;
      }
    }
    for (let length = kinds[kind + (KIND_LENGTH >> 2)]; length > 0 && end <= limit && end !== groupEnd; length--) {
      this.#add(list, count, begin, end);
      added = true;
      if (end === limit || (categories & this.#categories(end)) === 0) break;
      end += this.#characterBytes(end);
    }
    if (!added) this.#add(list, count, begin, end);
  }

  /** Adds a node for each token of the word [begin, end), the last token first, so that the list has the first in front. */
  #add(list: number, count: number, begin: number, end: number): void {
    const { memory } = this;
    const ints = this.#ints;
    const cells = this.#cells;
    const keys = this.#keys;
    const columns = this.#columns;
    const heads = this.#heads;
    const pairsAt = this.#pairsAt;
    const ends = this.#endCount;
    const base = this.#endBase;
    let newest = memory[(end + POSITION_ENDS) >> 2];
    let bound = memory[(end + POSITION_BOUND) >> 2];
    let node = this.#top;
    const first = list >> 2;
    // The key of this token, if it was found together with that of the token before.
    let found = NOT_FOUND;
    for (let at = first + count - 1; at >= first; at--) {
      const token = ints[at];
      const pair = pairsAt + (token & 0xffff) * PAIR_BYTES;
      let key = found;
      if (found !== NOT_FOUND) found = NOT_FOUND;
      else if (at === first) key = this.#leastKey(this.#rowOf(pair));
      else {
        // Two tokens at a time load each predecessor only once.
        const row = this.#rowOf(pair);
        const nextRow = this.#rowOf(pairsAt + (ints[at - 1] & 0xffff) * PAIR_BYTES);
        key = keys[0] + (cells[row + columns[0]] << INDEX_BITS);
        found = keys[0] + (cells[nextRow + columns[0]] << INDEX_BITS);
        for (let other = 1; other < ends; other++) {
          const otherKey = keys[other];
          const column = columns[other];
          const less = (otherKey + (cells[row + column] << INDEX_BITS) - key) | 0;
          const nextLess = (otherKey + (cells[nextRow + column] << INDEX_BITS) - found) | 0;
          key += less & (less >> 31);
          found += nextLess & (nextLess >> 31);
        }
      }
      const cost = (key >> INDEX_BITS) + base + (token >> 16);
      if (cost + ints[(pair + PAIR_LOWEST) >> 2] > bound) continue;
      const highest = cost + ints[(pair + PAIR_HIGHEST) >> 2];
      if (highest < bound) bound = highest;
      memory[node >> 2] = cost;
      memory[(node + NODE_PAIR) >> 2] = pair;
      memory[(node + NODE_BEGIN) >> 2] = begin;
      memory[(node + NODE_PREVIOUS) >> 2] = heads[key & INDEX_MASK];
      memory[(node + NODE_NEXT) >> 2] = newest;
      newest = node;
      node += NODE_BYTES;
    }
    memory[(end + POSITION_ENDS) >> 2] = newest;
    memory[(end + POSITION_BOUND) >> 2] = bound;
    this.#top = node;
    if (end > this.#furthest) this.#furthest = end;
  }

  /** The lowest key of all predecessors of a token with this matrix row. */
  #leastKey(row: number): number {
    const cells = this.#cells;
    const keys = this.#keys;
    const columns = this.#columns;
    const count = this.#endCount;
    let least = keys[0] + (cells[row + columns[0]] << INDEX_BITS);
    for (let end = 1; end < count; end++) {
      // A minimum without a branch, which would be mispredicted half the time. The difference fits 32 bits.
      const less = (keys[end] + (cells[row + columns[end]] << INDEX_BITS) - least) | 0;
      least += less & (less >> 31);
    }
    return least;
  }

  /** The matrix row of a pair, by address / 2. */
  #rowOf(pair: number): number {
    const row = this.#ints[pair >> 2];
    return (row !== 0 ? row : this.#dictionary.rows.makeRow(pair)) >> 1;
  }
}
