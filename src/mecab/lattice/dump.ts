import { BASE, CHECK, COUNT, COUNT_BITS, UNIT_INTS, VALUE } from "../../base/double-array.js";
import { OptionError, TextError } from "../../base/errors.js";
import { categoriesOfUnit, type Dictionary } from "../dictionary/dictionary.js";
import { CELL_BYTES, FLAG_GROUP, FLAG_INVOKE, GROUP_ROWS, LONGEST_GROUP } from "../memory/layout.js";
import {
  KIND_BYTES,
  KIND_FLAGS,
  KIND_LENGTH,
  KIND_UNKNOWN_COUNT,
  KIND_UNKNOWN_FIRST,
  PAIR_BYTES,
  pairColumn,
  pairRow,
} from "../memory/records.js";

/**
 * A node of a lattice: a word that the text may hold from `start` to `end`, with the cost of the best path to it.
 *
 * Ids are those of the compact dictionary, not MeCab's: they are renumbered by use, and ids that the connection matrix
 * does not distinguish share one number. Homographs that can never be on a best path are absent.
 */
export interface LatticeNode {
  /** The characters of the word, `text.slice(start, end)`; "" for the sentence's beginning and end. */
  readonly surface: string;
  /** The first UTF-16 code unit of the word. Whitespace before the word is not part of it. */
  readonly start: number;
  /** The UTF-16 code unit after the word. */
  readonly end: number;
  /** The context id that decides, with the right id of the node before, the cost of their connection. */
  readonly leftId: number;
  /** The context id that decides, with the left id of the node after, the cost of their connection. */
  readonly rightId: number;
  /** The cost of the word itself; 0 for the sentence's beginning and end. */
  readonly wordCost: number;
  /** The cost of the connection between the best predecessor and this node. */
  readonly connectionCost: number;
  /** The cost of the best path from the sentence's beginning to this node, which is included. */
  readonly totalCost: number;
  /** False for an unknown word, which the lexicon does not list: the categories of its characters define it. */
  readonly isKnown: boolean;
  /** True for the nodes of the best path, including the sentence's beginning and end. */
  readonly isBest: boolean;
  /** The index of the best predecessor in the list of nodes; -1 for the sentence's beginning. */
  readonly previous: number;
}

/**
 * The longest text that has a lattice, in UTF-16 code units. In UTF-8 it has at most 65,535 bytes, the window of MeCab's
 * lookup, so that the window cuts no word of it.
 */
export const LONGEST_LATTICE_TEXT = 21_845;

/** A node while the search runs. */
class Draft {
  connectionCost = 0;
  totalCost = 0;
  previous: Draft | undefined;

  /** @param begin the position of the lookup: before any whitespace that precedes the word */
  constructor(
    readonly begin: number,
    readonly start: number,
    readonly end: number,
    readonly context: Context,
    readonly wordCost: number,
    readonly isKnown: boolean,
  ) {}
}

/** A pair of context ids, with the byte addresses of their row and their column in the connection matrix. */
interface Context {
  readonly leftId: number;
  readonly rightId: number;
  readonly row: number;
  readonly column: number;
}

/**
 * Lists the nodes of a text's lattice: the sentence's beginning; the words by start and end, known words before unknown
 * ones, homographs in the dictionary's order; the sentence's end.
 *
 * This is a separate, simple search, because the engines do not keep every node: they drop those that cannot win and,
 * in long texts, those of the past.
 *
 * @param text well-formed UTF-16, which ends at its first U+0000
 * @param through the index of the word in the list that every path has to contain; default: none
 * @throws TextError if the text is longer than {@link LONGEST_LATTICE_TEXT}
 * @throws OptionError if the list has no word at the index
 */
export function listNodes(text: string, dictionary: Dictionary, through?: number): readonly LatticeNode[] {
  const length = `${text}\0`.indexOf("\0");
  if (length > LONGEST_LATTICE_TEXT) {
    const expected = `at most ${LONGEST_LATTICE_TEXT} for a lattice: split the text, for example after each sentence`;
    throw new TextError("text", `${length} UTF-16 code units`, expected);
  }
  const lookup = new Lookup(text.slice(0, length), dictionary);
  const beginning = new Draft(0, 0, 0, lookup.sentence, 0, true);
  const end = new Draft(length, length, length, lookup.sentence, 0, true);
  const words = connectAll((at) => lookup.wordsFrom(at), beginning, end, lookup.cells);
  // A stable sort: homographs keep their order.
  const listed = [...words].sort((a, b) => a.start - b.start || a.end - b.end || Number(b.isKnown) - Number(a.isKnown));
  const nodes = [beginning, ...listed, end];
  if (through !== undefined) {
    const word = listed[through - 1];
    if (!word) {
      const range =
        listed.length === 0 ? "none: there are no words" : `the index of a word, from 1 to ${listed.length}`;
      throw new OptionError("through", through, range);
    }
    const possible: Draft[][] = Array.from({ length }, () => []);
    for (const other of words) if (other === word || !overlaps(other, word)) possible[other.begin].push(other);
    connectAll((at) => possible[at], beginning, end, lookup.cells);
  }
  return finish(nodes, text);
}

/**
 * Connects each word with its best predecessor, from the sentence's beginning to its end.
 *
 * @param wordsFrom returns the words that are looked up at a position, in MeCab's order
 * @returns all words of the positions that a path reaches
 */
function connectAll(
  wordsFrom: (begin: number) => readonly Draft[],
  beginning: Draft,
  end: Draft,
  cells: Int16Array,
): readonly Draft[] {
  const length = end.start;
  const words: Draft[] = [];
  // The nodes that end at each position, the newest first: of equally cheap predecessors MeCab takes the newest.
  const ends: Draft[][] = Array.from({ length: length + 1 }, () => []);
  ends[0].push(beginning);
  let furthest = 0;
  for (let at = 0; at < length; at++) {
    if (ends[at].length === 0) continue;
    furthest = at;
    const found = wordsFrom(at);
    words.push(...found);
    for (const node of [...found].reverse()) {
      connect(node, ends[at], cells);
      ends[node.end].unshift(node);
    }
  }
  connect(end, ends[length].length > 0 ? ends[length] : ends[furthest], cells);
  return words;
}

function overlaps(a: Draft, b: Draft): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Finds a node's best predecessor: the first of the cheapest. */
function connect(node: Draft, predecessors: readonly Draft[], cells: Int16Array): void {
  node.totalCost = Number.POSITIVE_INFINITY;
  for (const previous of predecessors) {
    const connectionCost = cells[(node.context.row + previous.context.column) >> 1];
    const totalCost = previous.totalCost + connectionCost + node.wordCost;
    if (totalCost >= node.totalCost) continue;
    node.previous = previous;
    node.connectionCost = connectionCost;
    node.totalCost = totalCost;
  }
}

function finish(drafts: readonly Draft[], text: string): readonly LatticeNode[] {
  const indices = new Map(drafts.map((draft, index) => [draft, index]));
  const best = new Set<Draft>();
  for (let node = drafts.at(-1); node !== undefined; node = node.previous) best.add(node);
  return drafts.map((draft) => ({
    surface: text.slice(draft.start, draft.end),
    start: draft.start,
    end: draft.end,
    leftId: draft.context.leftId,
    rightId: draft.context.rightId,
    wordCost: draft.wordCost,
    connectionCost: draft.connectionCost,
    totalCost: draft.totalCost,
    isKnown: draft.isKnown,
    isBest: best.has(draft),
    previous: (draft.previous && indices.get(draft.previous)) ?? -1,
  }));
}

/** Looks up the words that begin at each position of one text. */
class Lookup {
  /** The dictionary's memory by address / 2, which holds the cells of the connection matrix. */
  readonly cells: Int16Array;
  /** The same by address / 4. */
  readonly #ints: Int32Array;
  /** The ids of the sentence's beginning and end: as in MeCab, the two nodes share one pair. */
  readonly sentence: Context;
  readonly #text: string;
  readonly #dictionary: Dictionary;

  constructor(text: string, dictionary: Dictionary) {
    const { memory, rows, beginPair } = dictionary;
    this.cells = new Int16Array(memory.buffer);
    this.#ints = new Int32Array(memory.buffer);
    this.sentence = contextOf(rows.endLeft, rows.endRow, pairColumn(this.#ints, pairAddress(dictionary, beginPair)));
    this.#text = text;
    this.#dictionary = dictionary;
  }

  /**
   * The words that are looked up at a position, in the order in which MeCab makes them: known words from the shortest to
   * the longest, then unknown words. None if only whitespace follows.
   */
  wordsFrom(begin: number): Draft[] {
    const start = this.#spaceEnd(begin);
    const words: Draft[] = [];
    if (start === this.#text.length) return words;
    this.#addKnown(words, begin, start);
    if (words.length === 0 || this.#hasFlag(start, FLAG_INVOKE)) this.#addUnknown(words, begin, start);
    return words;
  }

  #addKnown(words: Draft[], begin: number, start: number): void {
    const { tokens, words: known } = this.#dictionary;
    const { trie, units } = known;
    known.make(this.#text.charCodeAt(start));
    let node = 0;
    for (let at = start; at < this.#text.length; at++) {
      const child = (trie[node + BASE] + (units[this.#text.charCodeAt(at)] & 0xffff)) * UNIT_INTS;
      if (trie[child + CHECK] * UNIT_INTS !== node) return;
      node = child;
      const count = trie[node + COUNT] & COUNT_BITS;
      if (count === 0) continue;
      const value = trie[node + VALUE];
      // The trie itself holds a word's only token.
      const list = count === 1 ? [value] : tokens.slice(value, value + count);
      for (const token of list) words.push(this.#word(begin, start, at + 1, token, true));
    }
  }

  /**
   * The unknown words: the run of characters in which each shares a category with the one before it, unless the run is too
   * long; then those of 1, 2, … characters that share a category with the first.
   */
  #addUnknown(words: Draft[], begin: number, start: number): void {
    const { kinds, tokens } = this.#dictionary;
    const { length } = this.#text;
    const kind = this.#kindAt(start);
    const firstToken = kinds[kind + KIND_UNKNOWN_FIRST / 4];
    const list = tokens.slice(firstToken, firstToken + kinds[kind + KIND_UNKNOWN_COUNT / 4]);
    const add = (end: number): void => {
      for (const token of list) words.push(this.#word(begin, start, end, token, false));
    };
    const second = this.#after(start);
    let groupEnd = 0;
    if (this.#hasFlag(start, FLAG_GROUP)) {
      let last = start;
      let end = second;
      let characters = 0;
      for (; end < length && characters <= LONGEST_GROUP && this.#share(last, end); characters++) {
        last = end;
        end = this.#after(end);
      }
      if (characters <= LONGEST_GROUP) {
        groupEnd = end;
        add(end);
      }
    }
    let end = second;
    for (let left = kinds[kind + KIND_LENGTH / 4]; left > 0 && end !== groupEnd; left--) {
      add(end);
      if (end === length || !this.#share(start, end)) break;
      end = this.#after(end);
    }
    if (words.length === 0) add(second);
  }

  #word(begin: number, start: number, end: number, token: number, isKnown: boolean): Draft {
    const { rows } = this.#dictionary;
    const index = token & 0xffff;
    const pair = pairAddress(this.#dictionary, index);
    const row = pairRow(this.#ints, pair) || rows.makeRow(pair);
    const context = contextOf(rows.pairLeft[index], row, pairColumn(this.#ints, pair));
    return new Draft(begin, start, end, context, token >> 16, isKnown);
  }

  /** The first character from here that shares no category with the one before it, the first one with U+0020. */
  #spaceEnd(begin: number): number {
    let previous = this.#dictionary.spaceCategories;
    let at = begin;
    while (at < this.#text.length && (previous & this.#categoriesAt(at)) !== 0) {
      previous = this.#categoriesAt(at);
      at = this.#after(at);
    }
    return at;
  }

  #share(at: number, other: number): boolean {
    return (this.#categoriesAt(at) & this.#categoriesAt(other)) !== 0;
  }

  #hasFlag(at: number, flag: number): boolean {
    return (this.#dictionary.kinds[this.#kindAt(at) + KIND_FLAGS / 4] & flag) !== 0;
  }

  #categoriesAt(at: number): number {
    return categoriesOfUnit(this.#dictionary, this.#text.charCodeAt(at));
  }

  /** The index of the record of a character's kind. */
  #kindAt(at: number): number {
    return this.#dictionary.words.kindOf(this.#text.charCodeAt(at)) * (KIND_BYTES / 4);
  }

  /** The position of the next character. */
  #after(at: number): number {
    return at + ((this.#text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
}

function pairAddress({ rows }: Dictionary, index: number): number {
  return rows.pairs.byteOffset + index * PAIR_BYTES;
}

function contextOf(leftId: number, row: number, column: number): Context {
  return { leftId, rightId: column / (GROUP_ROWS * CELL_BYTES), row, column };
}
