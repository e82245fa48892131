import { TextError } from "../../base/errors.js";
import type { Dictionary } from "../dictionary/dictionary.js";
import { UNMADE } from "../dictionary/lazy-words.js";
import {
  ARENA,
  ARENA_FULL,
  DENSEST,
  HIGH_SURROGATE,
  KIND_BYTES,
  LONGEST_LOOKAHEAD,
  LOOKAHEAD,
  NODE_BEGIN,
  NODE_BYTES,
  NODE_NEXT,
  NODE_PAIR,
  NODE_PREVIOUS,
  PAIR_COLUMN,
  PAIR_HIGHEST,
  PAIR_LOWEST,
  POSITION_BOUND,
  POSITION_BYTES,
  POSITION_ENDS,
  POSITION_HITS,
  POSITION_SHIFT,
  POSITIONS,
  SEARCH_BYTES,
  STATE_FURTHEST,
  STATE_KEPT_END,
  STATE_STOP,
  STATE_TOP,
  STATE_WALKED,
  STOP_DENSE,
  STOP_SPACE,
  UNBOUNDED,
  WINDOW,
  WORD_BYTES,
  WORD_END,
  WORD_KEY,
} from "../memory/layout.js";
import { NO_WORD, PathHistory, Spans } from "./path-history.js";
import type { Search } from "./search.js";

/** MeCab's lookup sees no further than this many UTF-8 bytes, whitespace before the word included. */
const WINDOW_BYTES = 0xffff;
/**
 * How far apart costs may be where they are rebased. A position adds less than 2^16, so within a window costs stay
 * between -2^30 and 2^30 + 2^29, and their sums with a connection cost fit 32 bits.
 */
const LARGEST_SPREAD = 2 ** 29;
/** Best paths mostly meet within a few words. Where they do not within so many positions, they may never. */
const MEETING_REACH = 256;
const NOTHING_KEPT = new Int32Array(0);

/** A node that ends where the search stands or later. */
interface Alive {
  readonly node: number;
  readonly end: number;
}

/**
 * The reusable lattice of one dictionary: reads a text, a window at a time, has it searched, and follows the best path
 * back. What lies before the window is history; of the lattice only the nodes that end behind it are kept.
 */
export class Lattice {
  /** Words of the text segmented last, as UTF-16 spans. */
  readonly spans = new Spans();

  readonly #dictionary: Dictionary;
  readonly #search: Search;
  readonly #window: number;
  readonly #tables: Int32Array;
  readonly #history = new PathHistory();

  #text = "";
  /** Where the text ends: before its first U+0000, once that is read. */
  #length = 0;
  /** The offset in the text of the first position in memory, and of the first that is not yet in memory. */
  #origin = 0;
  #read = 0;
  /** For the nodes kept from before the window, which come first in the arena: each one's word in the history. */
  #kept: Int32Array = NOTHING_KEPT;

  /** @param window how many positions are searched before the past is settled: fewer are slower, for tests */
  constructor(dictionary: Dictionary, search: Search, window = WINDOW) {
    this.#dictionary = dictionary;
    this.#search = search;
    this.#window = window;
    this.#tables = new Int32Array(dictionary.buffer);
  }

  /**
   * Splits a text into words, left in {@link spans}. As in MeCab's string interface the text ends at the first U+0000.
   *
   * @throws TextError at a lone surrogate, which cannot be written in UTF-8, and where MeCab would lose text: a word
   * behind 65,535 bytes of whitespace or more
   */
  segment(text: string): void {
    this.#start(text);
    this.#readWindow();
    this.#addBegin();
    this.#searchAll();
    this.#finish();
  }

  #start(text: string): void {
    this.#text = text;
    this.#length = text.length;
    this.#origin = 0;
    this.#read = 0;
    this.#kept = NOTHING_KEPT;
    this.spans.clear();
    this.#history.clear();
  }

  /** Reads what the search of the window needs. */
  #readWindow(): void {
    this.#readTo(this.#origin + this.#window + LOOKAHEAD);
  }

  /**
   * Reads the text up to this offset, if it goes so far.
   *
   * @throws TextError at a lone surrogate
   */
  #readTo(offset: number): void {
    if (this.#read > 0 && this.#read >= Math.min(this.#length, offset)) return;
    const { memory } = this.#search;
    const text = this.#text;
    const from = this.#address(this.#read);
    let target = Math.min(this.#length, offset);
    if (target < this.#length && isHighSurrogate(text.charCodeAt(target - 1))) target++;
    let at = from >> 2;
    for (let unit = this.#read; unit < target; unit++, at += POSITION_BYTES >> 2) memory[at] = text.charCodeAt(unit);
    const to = at << 2;
    for (let stop = this.#search.read(from, to); stop !== to; stop = this.#search.read(stop, to)) {
      const unit = memory[stop >> 2];
      if (unit === 0) {
        this.#endAt(stop);
        return;
      }
      if (!this.#dictionary.makeWords(unit)) throw loneSurrogate(text, this.#offset(stop));
    }
    this.#read = target;
  }

  /** Ends the text at its first U+0000. All of it must be well-formed even so: MeCab is given it in UTF-8. */
  #endAt(position: number): void {
    checkWellFormed(this.#text);
    this.#search.read(position, position);
    this.#length = this.#offset(position);
    this.#read = this.#length;
  }

  #addBegin(): void {
    const { memory } = this.#search;
    const { pairs, beginPair } = this.#dictionary;
    const pair = pairs.byteOffset + beginPair * 16;
    memory[ARENA >> 2] = 0;
    memory[(ARENA + NODE_PAIR) >> 2] = pair;
    memory[(ARENA + NODE_BEGIN) >> 2] = 0;
    memory[(ARENA + NODE_PREVIOUS) >> 2] = 0;
    memory[(ARENA + NODE_NEXT) >> 2] = 0;
    memory[(POSITIONS + POSITION_ENDS) >> 2] = ARENA;
    memory[(POSITIONS + POSITION_BOUND) >> 2] = this.#tables[(pair + PAIR_HIGHEST) >> 2];
    memory[STATE_TOP >> 2] = ARENA + NODE_BYTES;
    memory[STATE_WALKED >> 2] = POSITIONS;
    memory[STATE_FURTHEST >> 2] = POSITIONS;
    memory[STATE_KEPT_END >> 2] = ARENA;
  }

  #searchAll(): void {
    const { memory } = this.#search;
    const windowEnd = POSITIONS + this.#window * POSITION_BYTES;
    let from = POSITIONS;
    let firstLimit = 0;
    for (;;) {
      const end = this.#address(this.#read);
      const to = Math.min(end, windowEnd);
      const at = this.#search.run(from, to, end, firstLimit);
      firstLimit = 0;
      const stop = at === to ? 0 : memory[STATE_STOP >> 2];
      if (stop === STOP_SPACE) {
        firstLimit = this.#limitBehindSpace(at);
        from = firstLimit === 0 ? at + POSITION_BYTES : at;
      } else if (stop === STOP_DENSE) {
        this.#thin(at);
        from = at;
      } else {
        if (at === end && this.#read === this.#length) return;
        if (!this.#settle(at)) return;
        this.#readWindow();
        from = POSITIONS;
      }
    }
  }

  /** The address of the position at this offset of the text. */
  #address(offset: number): number {
    return POSITIONS + (offset - this.#origin) * POSITION_BYTES;
  }

  #offset(address: number): number {
    return this.#origin + (address - POSITIONS) / POSITION_BYTES;
  }

  /**
   * Where words behind the whitespace at this position must end at the latest: MeCab's window counts the whitespace
   * before them. 0 where there are none.
   *
   * @throws TextError where not even the first character fits: MeCab loses the text from there on, or fails
   */
  #limitBehindSpace(position: number): number {
    const begin = this.#offset(position);
    const word = this.#spaceEnd(begin);
    if (word === this.#length || this.#text.charCodeAt(word) === 0) return 0;
    let bytes = 0;
    let at = begin;
    while (at < this.#length) {
      const code = this.#text.codePointAt(at) ?? 0;
      bytes += utf8Bytes(code);
      if (bytes > WINDOW_BYTES) break;
      at += code > 0xffff ? 2 : 1;
    }
    if (at > word) {
      this.#readTo(begin + LONGEST_LOOKAHEAD);
      return this.#address(Math.min(at, this.#length));
    }
    throw new TextError(
      "text",
      `${word - begin} characters of whitespace before offset ${word}`,
      `less than ${WINDOW_BYTES} UTF-8 bytes with the character behind them, which is as far as MeCab looks`,
    );
  }

  /** The first character from here that shares no category with the one before it, the first one with U+0020. */
  #spaceEnd(begin: number): number {
    const { kinds, units, spaceCategories } = this.#dictionary;
    let previous = spaceCategories;
    let at = begin;
    while (at < this.#length && this.#text.charCodeAt(at) !== 0) {
      const kind = (units[this.#text.charCodeAt(at)] & ~UNMADE) >>> 16;
      const here = kinds[kind * (KIND_BYTES / 4)];
      if ((previous & here) === 0) break;
      previous = here;
      at += kind === HIGH_SURROGATE ? 2 : 1;
    }
    return at;
  }

  #finish(): void {
    this.#emit(this.#search.trace(this.#search.memory[STATE_FURTHEST >> 2]));
  }

  /** Emits a path that was traced: what the history holds of it, then what the lattice holds, from `first` on. */
  #emit(first: number): void {
    const { memory } = this.#search;
    const node = (memory[STATE_STOP >> 2] - ARENA) / NODE_BYTES;
    if (node < this.#kept.length) this.#history.emit(this.#kept[node], this.spans);

    let word = this.spans.count;
    this.spans.extend((SEARCH_BYTES - first) / WORD_BYTES);
    const { buffer, keys } = this.spans;
    const origin = this.#origin;
    for (let from = first; from < SEARCH_BYTES; from += WORD_BYTES, word++) {
      buffer[2 * word] = ((memory[from >> 2] - POSITIONS) >> POSITION_SHIFT) + origin;
      buffer[2 * word + 1] = ((memory[(from + WORD_END) >> 2] - POSITIONS) >> POSITION_SHIFT) + origin;
      keys[word] = memory[(from + WORD_KEY) >> 2];
    }
  }

  /**
   * Drops nodes of an end that cannot be of the best path: what the bound forbids, and of those with one column of the
   * matrix all but the first of the cheapest.
   *
   * @throws TextError where too many are left
   */
  #thin(position: number): void {
    const { memory } = this.#search;
    const tables = this.#tables;
    const bound = memory[(position + POSITION_BOUND) >> 2];
    const bests = new Map<number, number>();
    for (let node = memory[(position + POSITION_ENDS) >> 2]; node !== 0; node = memory[(node + NODE_NEXT) >> 2]) {
      const pair = memory[(node + NODE_PAIR) >> 2];
      if (memory[node >> 2] + tables[(pair + PAIR_LOWEST) >> 2] > bound) continue;
      const column = tables[(pair + PAIR_COLUMN) >> 2];
      const best = bests.get(column);
      if (best === undefined || memory[node >> 2] < memory[best >> 2]) bests.set(column, node);
    }
    if (bests.size > DENSEST) {
      throw new TextError(
        "text",
        `${bests.size} word classes at offset ${this.#offset(position)}`,
        `at most ${DENSEST}`,
      );
    }
    let oldest = 0;
    for (const node of [...bests.values()].sort((a, b) => a - b)) {
      memory[(node + NODE_NEXT) >> 2] = oldest;
      oldest = node;
    }
    memory[(position + POSITION_ENDS) >> 2] = oldest;
  }

  /**
   * Makes the window begin at `position`: keeps the nodes that end from there on, moves the best paths to them into the
   * history and takes the least cost off all costs, which changes no comparison.
   *
   * @returns whether there are such nodes; if not, only whitespace follows and the lattice is as it will end
   * @throws TextError where costs drift apart further than MeCab itself can add up, or nodes are too many for the memory
   */
  #settle(position: number): boolean {
    const alive = this.#listAlive(position);
    if (alive.length === 0) return false;
    const { memory } = this.#search;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const { node } of alive) {
      least = Math.min(least, memory[node >> 2]);
      most = Math.max(most, memory[node >> 2]);
    }
    if (most - least > LARGEST_SPREAD) {
      throw new TextError("text", `paths ${most - least} apart in cost`, `costs within ${LARGEST_SPREAD}`);
    }
    const words = this.#recordPaths(alive, this.#emitShared(alive, position - MEETING_REACH * POSITION_BYTES));
    this.#history.tidy(words, this.spans);
    this.#kept = words;
    memory[STATE_KEPT_END >> 2] = ARENA + words.length * NODE_BYTES;
    this.#shift(position, least);
    this.#moveNodes(alive, position, least);
    return true;
  }

  /** The nodes that end at `position` or later, in the order in which they were made. */
  #listAlive(position: number): Alive[] {
    const { memory } = this.#search;
    const alive: Alive[] = [];
    const furthest = memory[STATE_FURTHEST >> 2];
    for (let end = position; end <= furthest; end += POSITION_BYTES) {
      for (let node = memory[(end + POSITION_ENDS) >> 2]; node !== 0; node = memory[(node + NODE_NEXT) >> 2]) {
        alive.push({ node, end });
      }
    }
    return alive.sort((a, b) => a.node - b.node);
  }

  /**
   * Emits what the best paths to all of the given nodes share, unless it ends in the history or before a position.
   * Returns the node where it ends, or 0.
   */
  #emitShared(alive: readonly Alive[], reach: number): number {
    const { memory } = this.#search;
    const keptEnd = ARENA + this.#kept.length * NODE_BYTES;
    // A node's predecessor was made before it: what is followed back is always the newest.
    const heads = alive.map(({ node }) => node);
    let end = alive[0].end;
    while (heads.length > 1) {
      const newest = heads[heads.length - 1];
      end = memory[(newest + NODE_BEGIN) >> 2];
      if (newest < keptEnd || end < reach) return 0;
      const previous = memory[(newest + NODE_PREVIOUS) >> 2];
      let place = heads.length - 1;
      for (; place > 0 && heads[place - 1] > previous; place--) heads[place] = heads[place - 1];
      if (place > 0 && heads[place - 1] === previous) heads.copyWithin(place, place + 1).pop();
      else heads[place] = previous;
    }
    const [shared] = heads;
    if (shared < keptEnd || memory[(shared + NODE_BEGIN) >> 2] === 0) return 0;
    this.#emit(this.#search.traceFrom(shared, end));
    this.#history.clear();
    return shared;
  }

  /**
   * Writes the best paths to the given nodes, themselves included, into the history; returns the word of each.
   *
   * @param emitted the node up to which words are emitted, 0 for none
   */
  #recordPaths(alive: readonly Alive[], emitted: number): Int32Array {
    const { memory } = this.#search;
    const keptEnd = ARENA + this.#kept.length * NODE_BYTES;
    // Nodes that end before the position are in no list any more: the complement of the word's number, which is negative,
    // takes the place of the next node.
    const isRecorded = (node: number): boolean => memory[(node + NODE_NEXT) >> 2] < 0;
    const path: number[] = [];
    return Int32Array.from(alive, ({ node: last, end }) => {
      path.length = 0;
      let node = last;
      while (node !== emitted && node >= keptEnd && memory[(node + NODE_BEGIN) >> 2] !== 0 && !isRecorded(node)) {
        path.push(node);
        node = memory[(node + NODE_PREVIOUS) >> 2];
      }
      let word = NO_WORD;
      if (node === emitted) word = NO_WORD;
      else if (node < keptEnd) word = this.#kept[(node - ARENA) / NODE_BYTES];
      else if (isRecorded(node)) word = ~memory[(node + NODE_NEXT) >> 2];
      for (let at = path.length - 1; at >= 0; at--) {
        const begin = memory[(path[at] + NODE_BEGIN) >> 2];
        const wordEnd = at === 0 ? end : memory[(path[at - 1] + NODE_BEGIN) >> 2];
        word = this.#history.add(this.#wordStart(begin), this.#offset(wordEnd), word);
        if (at === 0) break;
        memory[(path[at] + NODE_NEXT) >> 2] = ~word;
      }
      return word;
    });
  }

  /** The word whose lookup began at this position starts behind the whitespace there. */
  #wordStart(position: number): number {
    const { kinds, spaceCategories } = this.#dictionary;
    const kind = (this.#search.memory[position >> 2] >>> 16) * (KIND_BYTES / 4);
    const begin = this.#offset(position);
    return (kinds[kind] & spaceCategories) === 0 ? begin : this.#spaceEnd(begin);
  }

  /** Moves the positions from `position` on to the front. What is found in the trie there is found again. */
  #shift(position: number, least: number): void {
    const { memory } = this.#search;
    const end = this.#address(this.#read);
    memory.copyWithin(POSITIONS >> 2, position >> 2, (end + POSITION_BYTES) >> 2);
    this.#origin = this.#offset(position);
    const moved = position - POSITIONS;
    memory[STATE_FURTHEST >> 2] -= moved;
    memory[STATE_WALKED >> 2] = POSITIONS;
    for (let at = POSITIONS; at <= end - moved; at += POSITION_BYTES) {
      memory[(at + POSITION_HITS) >> 2] = 0;
      memory[(at + POSITION_ENDS) >> 2] = 0;
      if (memory[(at + POSITION_BOUND) >> 2] !== UNBOUNDED) memory[(at + POSITION_BOUND) >> 2] -= least;
    }
  }

  /** Moves the nodes to the front of the arena, and into the lists of their ends again. */
  #moveNodes(alive: readonly Alive[], position: number, least: number): void {
    const { memory } = this.#search;
    let to = ARENA;
    for (const { node, end } of alive) {
      const ends = (end - position + POSITIONS + POSITION_ENDS) >> 2;
      memory[to >> 2] = memory[node >> 2] - least;
      memory[(to + NODE_PAIR) >> 2] = memory[(node + NODE_PAIR) >> 2];
      memory[(to + NODE_BEGIN) >> 2] = 0;
      memory[(to + NODE_PREVIOUS) >> 2] = 0;
      memory[(to + NODE_NEXT) >> 2] = memory[ends];
      memory[ends] = to;
      to += NODE_BYTES;
    }
    memory[STATE_TOP >> 2] = to;
    if (to > ARENA_FULL) {
      throw new TextError(
        "text",
        `${alive.length} words at offset ${this.#origin}`,
        "fewer than the lattice has room for",
      );
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function checkWellFormed(text: string): void {
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone) throw loneSurrogate(text, lone.index);
}

function loneSurrogate(text: string, offset: number): TextError {
  const code = text.charCodeAt(offset).toString(16);
  return new TextError("text", `lone surrogate \\u${code} at offset ${offset}`, "well-formed UTF-16");
}

function utf8Bytes(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code > 0xffff ? 4 : 3;
}
