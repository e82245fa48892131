import { TextError } from "../../base/errors.js";
import type { Dictionary } from "../dictionary/dictionary.js";
import {
  ARENA,
  ARENA_FULL,
  DENSEST,
  LONGEST_LOOKAHEAD,
  LOOKAHEAD,
  POSITIONS,
  SEARCH_BYTES,
  STOP_DENSE,
  STOP_FULL,
  STOP_SPACE,
  WINDOW,
} from "../memory/layout.js";
import {
  NODE_BYTES,
  nodeBegin,
  nodeCost,
  nodeNext,
  nodePair,
  nodePrevious,
  PAIR_BYTES,
  POSITION_BYTES,
  POSITION_SHIFT,
  pairColumn,
  pairHighest,
  pairLowest,
  positionBound,
  positionEnds,
  setNodeNext,
  setPositionBound,
  setPositionEnds,
  setStateFurthest,
  setStateKeptEnd,
  setStateTop,
  setStateWalked,
  stateFurthest,
  statePathStart,
  stateStop,
  stateTop,
  WORD_BYTES,
  wordEnd,
  wordKey,
  wordStart,
} from "../memory/records.js";
import { NO_WORD, PathHistory } from "./path-history.js";
import type { Search } from "./search.js";
import { Spans } from "./spans.js";
import {
  lastSharedNode,
  leastCost,
  listSurvivors,
  movePositions,
  moveSurvivors,
  type Survivor,
  writeFirst,
} from "./survivors.js";
import { TextWindow } from "./text-window.js";

/** Best paths mostly converge within a few words. If they do not within so many positions, they may never. */
const CONVERGENCE_BYTES = 256 * POSITION_BYTES;
const NOTHING_KEPT = new Int32Array(0);

/**
 * The reusable lattice of one dictionary: reads a text a window at a time, has it searched, and follows the best path
 * back. At the end of a window only the nodes that end after it stay in the lattice; the best paths to them move to the
 * path history.
 */
export class Lattice {
  /** The words of the text that was segmented last, as UTF-16 spans. */
  readonly spans = new Spans();

  readonly #dictionary: Dictionary;
  readonly #search: Search;
  readonly #windowSize: number;
  readonly #window: TextWindow;
  readonly #memory: Int32Array;
  readonly #tables: Int32Array;
  readonly #history = new PathHistory();
  /** For each node kept from before the window, which come first in the arena, its word in the history. */
  #kept: Int32Array = NOTHING_KEPT;

  /** @param windowSize the positions that are searched before the lattice is settled; smaller is slower, for tests */
  constructor(dictionary: Dictionary, search: Search, windowSize = WINDOW) {
    this.#dictionary = dictionary;
    this.#search = search;
    this.#windowSize = windowSize;
    this.#window = new TextWindow(dictionary, search);
    this.#memory = search.memory;
    this.#tables = new Int32Array(dictionary.memory.buffer);
  }

  /**
   * Splits a text into words, which are then in {@link spans}. As in MeCab's string interface the text ends at the first
   * U+0000.
   *
   * @throws TextError at a lone surrogate, which has no UTF-8, and before a word after 65,535 bytes of whitespace or
   * more, which MeCab would lose
   */
  segment(text: string): void {
    this.#window.open(text);
    this.#kept = NOTHING_KEPT;
    this.spans.clear();
    this.#history.clear();
    this.#readWindow();
    this.#addBegin();
    this.#searchAll();
    this.#emit(this.#search.trace(stateFurthest(this.#memory)));
    this.#window.close();
  }

  /** Reads the text that the search of the window needs. */
  #readWindow(): void {
    this.#window.read(this.#windowSize + LOOKAHEAD);
  }

  /** Adds the node of the sentence's beginning. */
  #addBegin(): void {
    const memory = this.#memory;
    const { rows, beginPair } = this.#dictionary;
    const pair = rows.pairs.byteOffset + beginPair * PAIR_BYTES;
    writeFirst(memory, ARENA, 0, pair);
    setPositionEnds(memory, POSITIONS, ARENA);
    setPositionBound(memory, POSITIONS, pairHighest(this.#tables, pair));
    setStateTop(memory, ARENA + NODE_BYTES);
    setStateWalked(memory, POSITIONS);
    setStateFurthest(memory, POSITIONS);
    setStateKeptEnd(memory, ARENA);
  }

  #searchAll(): void {
    const memory = this.#memory;
    const window = this.#window;
    const windowEnd = POSITIONS + this.#windowSize * POSITION_BYTES;
    let from = POSITIONS;
    let firstLimit = 0;
    for (;;) {
      const { end } = window;
      const to = Math.min(end, windowEnd);
      const at = this.#search.run(from, to, end, firstLimit);
      firstLimit = 0;
      const stop = at === to ? 0 : stateStop(memory);
      if (stop === STOP_SPACE) {
        firstLimit = window.limitAfterSpace(at, LONGEST_LOOKAHEAD);
        from = firstLimit === 0 ? at + POSITION_BYTES : at;
      } else if (stop === STOP_DENSE) {
        this.#thin(at);
        from = at;
      } else {
        if (at === end && window.isLast) return;
        if (stop === STOP_FULL && at === POSITIONS) throw this.#fullAt(at);
        if (!this.#settle(at)) return;
        this.#readWindow();
        from = POSITIONS;
      }
    }
  }

  #fullAt(position: number): TextError {
    const offset = this.#window.offsetOf(position);
    return new TextError("text", "too many words", "fewer, to fit the lattice", { offset });
  }

  /** Outputs a traced path: its words in the history, then those in the lattice, from `first` on. */
  #emit(first: number): void {
    const node = (statePathStart(this.#memory) - ARENA) / NODE_BYTES;
    if (node < this.#kept.length) this.#history.emit(this.#kept[node], this.spans);

    let word = this.spans.count;
    this.spans.extend((SEARCH_BYTES - first) / WORD_BYTES);
    const { buffer, keys } = this.spans;
    const { origin } = this.#window;
    const memory = this.#memory;
    for (let at = first; at < SEARCH_BYTES; at += WORD_BYTES, word++) {
      buffer[2 * word] = ((wordStart(memory, at) - POSITIONS) >> POSITION_SHIFT) + origin;
      buffer[2 * word + 1] = ((wordEnd(memory, at) - POSITIONS) >> POSITION_SHIFT) + origin;
      keys[word] = wordKey(memory, at);
    }
  }

  /**
   * Drops nodes of one end that cannot be on the best path: those above the bound, and among those with one column of
   * the matrix all but the first of the cheapest.
   *
   * @throws TextError if too many remain
   */
  #thin(position: number): void {
    const memory = this.#memory;
    const tables = this.#tables;
    const bound = positionBound(memory, position);
    const bests = new Map<number, number>();
    for (let node = positionEnds(memory, position); node !== 0; node = nodeNext(memory, node)) {
      const pair = nodePair(memory, node);
      if (nodeCost(memory, node) + pairLowest(tables, pair) > bound) continue;
      const column = pairColumn(tables, pair);
      const best = bests.get(column);
      if (best === undefined || nodeCost(memory, node) < nodeCost(memory, best)) bests.set(column, node);
    }
    if (bests.size > DENSEST) {
      const offset = this.#window.offsetOf(position);
      throw new TextError("text", `${bests.size} word classes`, `at most ${DENSEST}`, { offset });
    }
    let newest = 0;
    for (const node of [...bests.values()].sort((a, b) => a - b)) {
      setNodeNext(memory, node, newest);
      newest = node;
    }
    setPositionEnds(memory, position, newest);
  }

  /**
   * Moves the window's start to `position`. The nodes that end from there on survive, and the best paths to them move
   * to the history. The lowest cost is subtracted from all costs, which changes no comparison.
   *
   * @returns false if nothing survives: then only whitespace follows, and the lattice is complete
   * @throws TextError if costs drift further apart than MeCab itself can add, or if nodes fill the memory
   */
  #settle(position: number): boolean {
    const memory = this.#memory;
    const survivors = listSurvivors(memory, position);
    if (survivors.length === 0) return false;
    const least = leastCost(memory, survivors);
    const lastWords = this.#recordPaths(survivors, this.#emitShared(survivors, position - CONVERGENCE_BYTES));
    this.#history.tidy(lastWords, this.spans);
    this.#kept = lastWords;
    setStateKeptEnd(memory, this.#keptEnd);
    movePositions(memory, position, this.#window.end, least);
    this.#window.moveTo(position);
    moveSurvivors(memory, survivors, position, least);
    if (stateTop(memory) > ARENA_FULL) {
      const { origin: offset } = this.#window;
      throw new TextError("text", `${survivors.length} words`, "fewer, to fit the lattice", { offset });
    }
    return true;
  }

  get #keptEnd(): number {
    return ARENA + this.#kept.length * NODE_BYTES;
  }

  /** Outputs the words that the best paths to all survivors share. Returns the last one's node; 0 for none. */
  #emitShared(survivors: readonly Survivor[], reach: number): number {
    const shared = lastSharedNode(this.#memory, survivors, this.#keptEnd, reach);
    if (shared === undefined) return 0;
    this.#emit(this.#search.traceFrom(shared.node, shared.end));
    this.#history.clear();
    return shared.node;
  }

  /**
   * Writes the best paths to the survivors, themselves included, into the history. Returns the word of each.
   *
   * @param emitted the node up to which words have been output; 0 for none
   */
  #recordPaths(survivors: readonly Survivor[], emitted: number): Int32Array {
    const memory = this.#memory;
    const keptEnd = this.#keptEnd;
    // A node that ends before the position is in no list any more, so its field `next` can hold ~word, which is negative.
    const isRecorded = (node: number): boolean => nodeNext(memory, node) < 0;
    const path: number[] = [];
    return Int32Array.from(survivors, ({ node: last, end }) => {
      path.length = 0;
      let node = last;
      while (node !== emitted && node >= keptEnd && nodeBegin(memory, node) !== 0 && !isRecorded(node)) {
        path.push(node);
        node = nodePrevious(memory, node);
      }
      let word = NO_WORD;
      if (node === emitted) word = NO_WORD;
      else if (node < keptEnd) word = this.#kept[(node - ARENA) / NODE_BYTES];
      else if (isRecorded(node)) word = ~nodeNext(memory, node);
      for (let at = path.length - 1; at >= 0; at--) {
        const begin = nodeBegin(memory, path[at]);
        const wordEnd = at === 0 ? end : nodeBegin(memory, path[at - 1]);
        word = this.#history.add(this.#window.wordStart(begin), this.#window.offsetOf(wordEnd), word);
        if (at === 0) break;
        setNodeNext(memory, path[at], ~word);
      }
      return word;
    });
  }
}
