import {
  BASE,
  buildTrie,
  CHECK,
  COUNT,
  COUNT_BITS,
  frontCode,
  rankUnits,
  UNIT_INTS,
  unitKeys,
  VALUE,
} from "../../base/double-array.js";
import { DictionaryError } from "../../base/errors.js";
import type { DictionaryTables, Surfaces } from "../file/tables.js";
import { withoutBeaten } from "./beaten.js";
import type { SourceDictionary } from "./folder.js";
import type { LexiconFile } from "./lexicon-file.js";

/** Pairs have 16-bit numbers, and one number is kept free for the beginning of a sentence. */
const LARGEST_PAIR_COUNT = 0xffff;
const LONGEST_SURFACE = 0xff;
/** In a list of classes by id, the entry of an id that no word has. */
export const NO_CLASS = 0xffff;

/** The reduced tables, and the classes of the ids. */
export interface Reduction {
  readonly tables: DictionaryTables;
  /** The class of each right id; {@link NO_CLASS} if no word has the id. */
  readonly rightClassOf: Uint16Array;
  /** The class of each left id; {@link NO_CLASS} if no word has the id. */
  readonly leftClassOf: Uint16Array;
  /** An id of each class. */
  readonly rightIds: readonly number[];
  readonly leftIds: readonly number[];
}

/** The ids that searches use most, the most used first. Their classes come first, so that their costs share cache lines. */
export interface IdUses {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

const NOT_MEASURED: IdUses = { left: [], right: [] };

/**
 * Reduces a dictionary to the data that decide segmentation, without changing any result. It leaves out:
 * - the features;
 * - tokens that another token of the same surface beats between any two words: by cost or, with equal classes and cost,
 *   because the other one comes first and wins every tie;
 * - ids that no word has;
 * - ids with the same connection costs as another id, which share its class.
 *
 * @param uses the ids by measured use; the ids not listed come after them, in an order estimated from the words
 * @throws DictionaryError if the dictionary exceeds the limits of the tables
 */
export function reduceDictionary(source: SourceDictionary, name: string, uses = NOT_MEASURED): Reduction {
  const { matrix: cells, categoryNames, characters } = source;
  const { rightIds: rightIdCount, leftIds: leftIdCount } = source.system;
  const rightIdsOf = (lexicons: readonly LexiconFile[]): number[] =>
    usedIds(
      rightIdCount,
      lexicons.map(({ right }) => right),
    );
  const leftIdsOf = (lexicons: readonly LexiconFile[]): number[] =>
    usedIds(
      leftIdCount,
      lexicons.map(({ left }) => left),
    );

  const all = [source.system, source.unknown];
  const connections = { matrix: cells, rightIds: rightIdCount, before: rightIdsOf(all), after: leftIdsOf(all) };
  const lexicons = all.map((lexicon) => withoutBeaten(lexicon, connections));
  const [system, unknown] = lexicons;
  const unknownOrder = categoryNames.map((category) => unknown.surfaces.indexOf(category));

  const usedLefts = leftIdsOf(lexicons);
  const rightIds = classify(rightIdCount, rightIdsOf(lexicons), (id, visit) => {
    for (const left of usedLefts) visit(cells[id + rightIdCount * left]);
  });
  const leftIds = classify(leftIdCount, usedLefts, (id, visit) => {
    for (const right of rightIds.ids) visit(cells[right + rightIdCount * id]);
  });
  const surfaces = listSurfaces(system.surfaces, name);
  const occurrences = countOccurrences(surfaces);
  const right = orderByUse(rightIds, uses.right, system, system.right, occurrences);
  const left = orderByUse(leftIds, uses.left, system, system.left, occurrences);

  const words = new WordList(left.classOf, right.classOf, system.cost.length + unknown.cost.length);
  for (let surface = 0; surface < system.surfaces.length; surface++) words.add(system, surface);
  for (const surface of unknownOrder) words.add(unknown, surface);
  const { pairOf, pairLeft, pairRight } = numberPairs(words.pairKeys(), name);

  const matrix = new Int16Array(left.ids.length * right.ids.length);
  let cell = 0;
  for (const leftId of left.ids) {
    for (const rightId of right.ids) matrix[cell++] = cells[rightId + rightIdCount * leftId];
  }
  const tables: DictionaryTables = {
    categoryNames,
    characterRuns: runsOf(characters),
    rightClasses: right.ids.length,
    leftClasses: left.ids.length,
    matrix,
    beginRight: right.classOf[0],
    endLeft: left.classOf[0],
    pairLeft,
    pairRight,
    surfaces,
    tokenCounts: words.counts(),
    tokens: words.tokens(pairOf),
  };
  return {
    tables,
    rightClassOf: right.classOf,
    leftClassOf: left.classOf,
    rightIds: right.ids,
    leftIds: left.ids,
  };
}

/** The runs of equal entries, as (length, entry) pairs. */
export function runsOf(entries: Uint32Array): Uint32Array {
  const runs: number[] = [];
  for (let start = 0; start < entries.length; ) {
    let end = start + 1;
    while (end < entries.length && entries[end] === entries[start]) end++;
    runs.push(end - start, entries[start]);
    start = end;
  }
  return Uint32Array.from(runs);
}

/** Classes of ids: an id of each class, and the class of each id. */
interface IdClasses {
  readonly ids: readonly number[];
  readonly classOf: Uint16Array;
}

/** The ids in the lists and id 0, which is that of the ends of a sentence; ascending, each once. */
function usedIds(idCount: number, lists: readonly Uint16Array[]): number[] {
  const isUsed = new Uint8Array(idCount);
  isUsed[0] = 1;
  for (const list of lists) for (const id of list) isUsed[id] = 1;
  return [...isUsed.keys()].filter((id) => isUsed[id] === 1);
}

/**
 * Puts used ids with equal rows of costs into one class.
 *
 * @param visitRow calls `visit` with each cost of an id's row
 */
function classify(
  idCount: number,
  used: readonly number[],
  visitRow: (id: number, visit: (cost: number) => void) => void,
): IdClasses {
  const row = (id: number): Int16Array => {
    const costs: number[] = [];
    visitRow(id, (cost) => costs.push(cost));
    return Int16Array.from(costs);
  };
  const ids: number[] = [];
  const classOf = new Uint16Array(idCount).fill(NO_CLASS);
  const classesByHash = new Map<number, number[]>();
  for (const id of used) {
    let hash = 0;
    visitRow(id, (cost) => {
      hash = (Math.imul(hash, 31) + cost) | 0;
    });
    const candidates = classesByHash.get(hash) ?? [];
    let match = candidates.find((index) => equal(row(ids[index]), row(id)));
    if (match === undefined) {
      match = ids.push(id) - 1;
      classesByHash.set(hash, [...candidates, match]);
    }
    classOf[id] = match;
  }
  return { ids, classOf };
}

function equal(a: Int16Array, b: Int16Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Renumbers classes: first by measured use, then by how often words of each class occur inside other words. */
function orderByUse(
  classes: IdClasses,
  measured: readonly number[],
  lexicon: LexiconFile,
  wordIds: Uint16Array,
  occurrences: Uint32Array,
): IdClasses {
  const weight = new Float64Array(classes.ids.length);
  for (let surface = 0; surface < occurrences.length; surface++) {
    for (let token = lexicon.firstToken[surface]; token < lexicon.firstToken[surface + 1]; token++) {
      weight[classes.classOf[wordIds[token]]] += occurrences[surface];
    }
  }
  const place = new Uint32Array(classes.ids.length).fill(measured.length);
  measured.forEach((id, at) => {
    place[classes.classOf[id]] = Math.min(place[classes.classOf[id]], at);
  });
  const order = [...classes.ids.keys()].sort((a, b) => place[a] - place[b] || weight[b] - weight[a] || a - b);
  const rank = new Uint16Array(order.length);
  order.forEach((index, position) => {
    rank[index] = position;
  });
  return {
    ids: order.map((index) => classes.ids[index]),
    classOf: classes.classOf.map((index) => (index === NO_CLASS ? NO_CLASS : rank[index])),
  };
}

/**
 * Counts how often each surface occurs in all surfaces, as if the lexicon were the text to segment. Of the words found at
 * a position only few are on the best path, so these counts estimate the use of classes better than word costs do.
 */
function countOccurrences(surfaces: Surfaces): Uint32Array {
  const codes = rankUnits(unitKeys(surfaces));
  const trie = buildTrie(surfaces, codes, (surface, unit, at) => {
    unit[at] = surface;
    unit[at + 1] = 1;
  });
  const occurrences = new Uint32Array(surfaces.count);
  const line = new Uint16Array(LONGEST_SURFACE);
  let read = 0;
  for (let surface = 0; surface < surfaces.count; surface++) {
    const length = surfaces.shared[surface] + surfaces.added[surface];
    for (let at = surfaces.shared[surface]; at < length; at++) line[at] = codes.of[surfaces.units[read++]];
    for (let start = 0; start < length; start++) {
      let unit = 0;
      for (let at = start; at < length; at++) {
        const next = (trie[unit + BASE] + line[at]) * UNIT_INTS;
        if (trie[next + CHECK] * UNIT_INTS !== unit) break;
        unit = next;
        if ((trie[unit + COUNT] & COUNT_BITS) !== 0) occurrences[trie[unit + VALUE]]++;
      }
    }
  }
  return occurrences;
}

/** The tokens of all surfaces, without those that an equal or cheaper token with the same classes beats. */
class WordList {
  readonly #keys: Uint32Array;
  readonly #costs: Int16Array;
  readonly #counts: number[] = [];
  #length = 0;

  constructor(
    private readonly leftClassOf: Uint16Array,
    private readonly rightClassOf: Uint16Array,
    capacity: number,
  ) {
    this.#keys = new Uint32Array(capacity);
    this.#costs = new Int16Array(capacity);
  }

  add(lexicon: LexiconFile, surface: number): void {
    const first = lexicon.firstToken[surface];
    const end = lexicon.firstToken[surface + 1];
    const start = this.#length;
    for (let token = first; token < end; token++) {
      if (this.#isBeaten(lexicon, token, first, end)) continue;
      this.#keys[this.#length] = this.#key(lexicon, token);
      this.#costs[this.#length++] = lexicon.cost[token];
    }
    this.#counts.push(this.#length - start);
  }

  pairKeys(): Uint32Array {
    return this.#keys.subarray(0, this.#length);
  }

  tokens(pairOf: (key: number) => number): Int32Array {
    return Int32Array.from(this.pairKeys(), (key, token) => (this.#costs[token] << 16) | pairOf(key));
  }

  counts(): Uint8Array {
    return Uint8Array.from(this.#counts);
  }

  #key(lexicon: LexiconFile, token: number): number {
    const left = this.leftClassOf[lexicon.left[token]];
    const right = this.rightClassOf[lexicon.right[token]];
    return left * 0x10000 + right;
  }

  #isBeaten(lexicon: LexiconFile, token: number, first: number, end: number): boolean {
    const key = this.#key(lexicon, token);
    const cost = lexicon.cost[token];
    for (let other = first; other < end; other++) {
      if (other === token || this.#key(lexicon, other) !== key) continue;
      const otherCost = lexicon.cost[other];
      if (otherCost < cost || (otherCost === cost && other < token)) return true;
    }
    return false;
  }
}

/** Numbers the distinct class pairs, given as left * 65,536 + right, the most common pair first. */
function numberPairs(
  keys: Uint32Array,
  name: string,
): { pairOf: (key: number) => number; pairLeft: Uint16Array; pairRight: Uint16Array } {
  const uses = new Map<number, number>();
  for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  const order = [...uses].sort(([keyA, usesA], [keyB, usesB]) => usesB - usesA || keyA - keyB).map(([key]) => key);
  if (order.length > LARGEST_PAIR_COUNT) {
    throw new DictionaryError(name, `${order.length} pairs of ids`, `at most ${LARGEST_PAIR_COUNT}`);
  }
  const numbers = new Map(order.map((key, index) => [key, index]));
  return {
    pairOf: (key) => numbers.get(key) ?? 0,
    pairLeft: Uint16Array.from(order, (key) => key >>> 16),
    pairRight: Uint16Array.from(order, (key) => key & 0xffff),
  };
}

function listSurfaces(surfaces: readonly string[], name: string): Surfaces {
  for (const surface of surfaces) {
    if (surface.length > LONGEST_SURFACE) {
      throw new DictionaryError(name, surface, `surfaces of at most ${LONGEST_SURFACE} UTF-16 code units`);
    }
  }
  const { count, shared, added, units } = frontCode(surfaces);
  return { count, shared: Uint8Array.from(shared), added: Uint8Array.from(added), units };
}
