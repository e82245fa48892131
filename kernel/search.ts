// AssemblyScript. The same search as in src/mecab/lattice/search-typescript.ts, step for step, which documents it.
// Comments here cover only the differences: addresses replace indices, and four matrix cells are read at a time.

import { CHILDREN_CODES } from "../src/base/double-array-layout";
import {
  ARENA_FULL,
  BLOCK,
  COLUMNS,
  DENSEST,
  FLAG_GROUP,
  FLAG_INVOKE,
  FRONT,
  HEADS,
  HIGH_SURROGATE,
  INDEX_BITS,
  KEYS,
  LONGEST_GROUP,
  LONGEST_SPACE,
  LOW_SURROGATE,
  SEARCH_BYTES,
  STOP_DENSE,
  STOP_FULL,
  STOP_SPACE,
  UNBOUNDED,
} from "../src/mecab/memory/layout";
import {
  Hit,
  hitAt,
  Kind,
  kindAt,
  Node,
  nodeAt,
  Pair,
  Position,
  pairAt,
  positionAt,
  searchTables,
  state,
  Unit,
  unitAt,
  Walker,
  Word,
  walkerAt,
  wordAt,
} from "./records";

/** Decodes the row of a pair that has none yet and returns its address. TypeScript provides it. */
declare function makeRow(pair: usize): usize;

const keys: usize = KEYS;
const columns: usize = COLUMNS;
const heads: usize = HEADS;
const front: usize = FRONT;
const arenaFull: usize = ARENA_FULL;
const positionBytes = offsetof<Position>();
const blockBytes = <usize>BLOCK * positionBytes;
const longestSpaceBytes = <usize>LONGEST_SPACE * positionBytes;
/** Greater than every key, and still greater after any matrix cell is added. */
const NO_KEY: i32 = 0x70000000;
const INDEX_MASK: i32 = (1 << INDEX_BITS) - 1;

let top: usize = 0;
let furthest: usize = 0;
/** The run of characters followed last: each shares a category with the one before, and none is a surrogate pair. */
let runStart: usize = 0;
let runEnd: usize = 0;
let endBytes: usize = 0;
let endBase: i32 = 0;

/** The kind of the character at a position. */
function kindOf(position: usize): Kind {
  return kindAt(searchTables.kinds + <usize>positionAt(position).kind * offsetof<Kind>());
}

/** The pair of a token. */
function pairOf(pairs: usize, token: usize): usize {
  return pairs + <usize>load<u16>(token) * offsetof<Pair>();
}

/** The address of a unit of the double array by its number. */
function unitAddress(trie: usize, unit: i32): usize {
  return trie + <usize>unit * offsetof<Unit>();
}

function characterBytes(address: usize): usize {
  return positionAt(address).kind === HIGH_SURROGATE ? 2 * positionBytes : positionBytes;
}

/**
 * Prepares the positions [from, to), where TypeScript has written the UTF-16 code units, and makes `to` a sentinel.
 *
 * @returns `to`, or the first position that it cannot prepare
 */
export function read(from: usize, to: usize): usize {
  const units = searchTables.units;
  const fresh = i32x4.replace_lane(i32x4.splat(0), 3, UNBOUNDED);
  for (let at = from; at < to; at += positionBytes) {
    const unit = load<i32>(units + (load<usize>(at) << 2));
    if (unit >= (LOW_SURROGATE + 1) << 16) {
      v128.store(at, i32x4.replace_lane(fresh, 0, unit));
      continue;
    }
    // The unit is marked, or a surrogate. A high surrogate is prepared together with the low one that follows.
    const next = at + positionBytes;
    const low = next < to ? load<i32>(units + (load<usize>(next) << 2)) : 0;
    if (unit >>> 16 !== HIGH_SURROGATE || low >>> 16 !== LOW_SURROGATE) return at;
    v128.store(at, i32x4.replace_lane(fresh, 0, unit));
    v128.store(next, i32x4.replace_lane(fresh, 0, low));
    at = next;
  }
  v128.store(to, fresh);
  return to;
}

/**
 * Searches the positions [from, to).
 *
 * @param end the end of the text, or of the part of it that is in memory
 * @param firstLimit the position where words at `from` must end at the latest; 0 for no limit
 * @returns `to`, or the position before which it stopped
 */
export function search(from: usize, to: usize, end: usize, firstLimit: usize): usize {
  const space = searchTables.spaceCategories;
  let walked = state.walked;
  top = state.top;
  furthest = state.furthest;
  runEnd = 0;
  let stop = 0;
  let begin = from;
  for (; begin < to; begin += positionBytes) {
    const ends = positionAt(begin).ends;
    if (ends === 0) continue;
    if (top > arenaFull) {
      stop = STOP_FULL;
      break;
    }
    if (!gatherEnds(ends, positionAt(begin).bound)) {
      stop = STOP_DENSE;
      break;
    }
    let word = begin;
    let limit = end;
    if (kindOf(begin).categories & space) {
      word = skipSpace(begin, end, space);
      if (begin === from && firstLimit !== 0) limit = firstLimit;
      else if (word - begin > longestSpaceBytes) {
        stop = STOP_SPACE;
        break;
      }
      if (word === end) continue;
      if (word - begin > longestSpaceBytes) walked = max(walked, firstLookup(begin, word, space));
    }
    while (walked <= word && top <= arenaFull) {
      walked = walk(walked, min(walked + blockBytes, max(to, word + positionBytes)));
    }
    if (walked <= word) {
      stop = STOP_FULL;
      break;
    }

    let hit = positionAt(word).hits;
    while (hit !== 0 && hitAt(hit).end > limit) hit = hitAt(hit).next;
    if (hit === 0 || kindOf(word).flags & FLAG_INVOKE) addUnknown(begin, word, limit, hit !== 0);
    for (; hit !== 0; hit = hitAt(hit).next) add(hitAt(hit).tokens, hitAt(hit).count, begin, hitAt(hit).end);
  }
  state.walked = walked;
  state.top = top;
  state.furthest = furthest;
  state.stop = stop;
  return begin;
}

/**
 * Follows the best path back from the sentence's end after `last`, and writes its words.
 *
 * @returns the address of the first word; `state.pathStart` is the node before it
 */
export function trace(last: usize): usize {
  return traceFrom(bestEnd(positionAt(last).ends), last);
}

/** Does the same as {@link trace} for the best path to a node, which ends at `end`. */
export function traceFrom(node: usize, end: usize): usize {
  const keptEnd = state.keptEnd;
  const space = searchTables.spaceCategories;
  let word: usize = SEARCH_BYTES;
  while (node >= keptEnd && nodeAt(node).begin !== 0) {
    const begin = nodeAt(node).begin;
    const start = kindOf(begin).categories & space ? skipSpace(begin, end, space) : begin;
    word -= offsetof<Word>();
    wordAt(word).start = start;
    wordAt(word).end = end;
    wordAt(word).key = keyOf(start, end);
    end = begin;
    node = nodeAt(node).previous;
  }
  state.pathStart = node;
  return word;
}

/** The key of the word [start, end). */
function keyOf(start: usize, end: usize): usize {
  let hit = positionAt(start).hits;
  while (hit !== 0 && hitAt(hit).end !== end) hit = hitAt(hit).next;
  return hit === 0 ? 0 : hitAt(hit).tokens;
}

/** The best node before the sentence's end; of equal ones the first. */
function bestEnd(first: usize): usize {
  const row = searchTables.endRow;
  let best: usize = 0;
  let least = UNBOUNDED;
  for (let node = first; node !== 0; node = nodeAt(node).next) {
    const cost = nodeAt(node).cost + <i32>load<i16>(row + pairAt(nodeAt(node).pair).column);
    if (cost >= least) continue;
    least = cost;
    best = node;
  }
  return best;
}

/** The first position after `begin` where words are looked up, if `begin` is whitespace up to `word`. */
function firstLookup(begin: usize, word: usize, space: i32): usize {
  let at = begin + positionBytes;
  while (at < word && (positionAt(at).ends === 0 || (kindOf(at).categories & space) !== 0)) at += positionBytes;
  return at;
}

/** Looks up the words that begin in [from, to), one character of every walker at a time. */
function walk(from: usize, to: usize): usize {
  const trie = searchTables.trie;
  const tokens = searchTables.tokens;
  const pairs = searchTables.pairs;
  const base = unitAt(trie).base;
  // A sum of prefetched values, stored so that the compiler keeps the loads.
  let touched = 0;
  let walkers = front;
  for (let position = from; position < to; position += positionBytes) {
    const unit = unitAddress(trie, base + <i32>positionAt(position).code);
    const walker = walkerAt(walkers);
    walker.position = position;
    walker.from = 0;
    walker.unit = unit;
    walkers += offsetof<Walker>();
  }
  touched += touch(walkers);
  let hit = top;
  for (let length = positionBytes; walkers !== front; length += positionBytes) {
    let kept = front;
    for (let at = front; at < walkers; at += offsetof<Walker>()) {
      const position = walkerAt(at).position;
      const unit = walkerAt(at).unit;
      const count = <i32>unitAt(unit).count;
      const isThere = unitAt(unit).check === walkerAt(at).from;
      const isWord = isThere & (count !== 0);
      const before = positionAt(position).hits;
      const found = hitAt(hit);
      const list = tokens + ((<usize>unitAt(unit).value) << 2);
      found.tokens = select<usize>(unit + offsetof<Unit>("value"), list, count === 1);
      found.count = count;
      found.end = position + length;
      found.next = before;
      positionAt(position).hits = select<usize>(hit, before, isWord);
      hit += select<usize>(offsetof<Hit>(), 0, isWord);
      walkerAt(kept).position = position;
      walkerAt(kept).unit = unit;
      kept += select<usize>(offsetof<Walker>(), 0, isThere);
    }
    walkers = front;
    for (let at = front; at < kept; at += offsetof<Walker>()) {
      const position = walkerAt(at).position;
      const unit = walkerAt(at).unit;
      const code = <i32>positionAt(position + length).code;
      const next = unitAddress(trie, unitAt(unit).base + code);
      const mayBeThere = (<i32>unitAt(unit).children >> (code & CHILDREN_CODES)) & 1;
      const walker = walkerAt(walkers);
      walker.position = position;
      walker.from = <i32>((unit - trie) / offsetof<Unit>());
      walker.unit = next;
      walkers += select<usize>(offsetof<Walker>(), 0, mayBeThere);
    }
    touched += touch(walkers);
  }
  for (let at = top; at < hit; at += offsetof<Hit>()) {
    touched += load<i32>(pairAt(pairOf(pairs, hitAt(at).tokens)).row);
  }
  state.touched = touched;
  top = hit;
  return to;
}

/** Loads the units of all walkers. No store comes between the loads, so that their cache misses overlap. */
function touch(walkers: usize): i32 {
  let sum = 0;
  for (let at = front; at < walkers; at += offsetof<Walker>()) sum += unitAt(walkerAt(at).unit).check;
  return sum;
}

/** Lists the nodes of one end that can be on the best path. Returns false if there are more than DENSEST. */
function gatherEnds(node: usize, bound: i32): bool {
  let bytes: usize = 0;
  do {
    if (bytes === (<usize>DENSEST) << 2) return false;
    const cost = nodeAt(node).cost;
    const pair = pairAt(nodeAt(node).pair);
    store<i32>(keys + bytes, ((cost - bound) << INDEX_BITS) + <i32>(bytes >> 2));
    store<usize>(columns + bytes, pair.column);
    store<usize>(heads + bytes, node);
    bytes += (<usize>(cost + pair.lowest <= bound)) << 2;
    node = nodeAt(node).next;
  } while (node !== 0);
  v128.store(keys + bytes, i32x4.splat(NO_KEY));
  v128.store(columns + bytes, i32x4.splat(0));
  endBytes = bytes;
  endBase = bound;
  return true;
}

function fourKeys(row: usize, at: usize): v128 {
  // Each cell goes to the upper half of its lane.
  let cells = i32x4.splat(0);
  cells = v128.load_lane<i16>(row + load<usize>(columns + at), cells, 1);
  cells = v128.load_lane<i16>(row + load<usize>(columns + at, 4), cells, 3);
  cells = v128.load_lane<i16>(row + load<usize>(columns + at, 8), cells, 5);
  cells = v128.load_lane<i16>(row + load<usize>(columns + at, 12), cells, 7);
  return i32x4.add(i32x4.shr_s(cells, 16 - INDEX_BITS), v128.load(keys + at));
}

/** The lowest key of all predecessors of a token with this matrix row. */
function leastKey(row: usize, bytes: usize): i32 {
  let least = fourKeys(row, 0);
  for (let at: usize = 16; at < bytes; at += 16) least = i32x4.min_s(least, fourKeys(row, at));
  least = i32x4.min_s(least, i32x4.shuffle(least, least, 2, 3, 0, 1));
  least = i32x4.min_s(least, i32x4.shuffle(least, least, 1, 0, 3, 2));
  return i32x4.extract_lane(least, 0);
}

/** Adds a node for each token of the word [begin, end), the last token first, so that the list has the first in front. */
function add(tokens: usize, count: i32, begin: usize, end: usize): void {
  const pairs = searchTables.pairs;
  const bytes = endBytes;
  const base = endBase;
  let newest = positionAt(end).ends;
  let bound = positionAt(end).bound;
  let at = top;
  let token = tokens + ((<usize>count) << 2);
  do {
    token -= 4;
    const pair = pairOf(pairs, token);
    let row = pairAt(pair).row;
    if (row === 0) row = makeRow(pair);
    const key = leastKey(row, bytes);
    const cost = (key >> INDEX_BITS) + base + <i32>load<i16>(token, 2);
    bound = min(bound, cost + pairAt(pair).highest);
    const node = nodeAt(at);
    node.cost = cost;
    node.pair = pair;
    node.begin = begin;
    node.previous = load<usize>(heads + ((<usize>(key & INDEX_MASK)) << 2));
    node.next = newest;
    newest = at;
    at += offsetof<Node>();
  } while (token > tokens);
  positionAt(end).ends = newest;
  positionAt(end).bound = bound;
  top = at;
  furthest = max(furthest, end);
}

function addUnknown(begin: usize, word: usize, limit: usize, known: bool): void {
  const kind = kindOf(word);
  const tokens = searchTables.tokens + ((<usize>kind.unknownFirst) << 2);
  const count = kind.unknownCount;
  let end = word + characterBytes(word);
  let added = known;
  let groupEnd: usize = 0;
  if (kind.flags & FLAG_GROUP) {
    let at = end;
    let previous = kind.categories;
    let characters = 0;
    // The end of a run is the same from any of its characters on.
    if (word >= runStart && end < runEnd && runEnd <= limit) {
      at = runEnd;
      previous = kindOf(at - positionBytes).categories;
      characters = <i32>((at - end) / positionBytes);
    } else runStart = word;
    while (at < limit && characters <= LONGEST_GROUP) {
      const here = kindOf(at).categories;
      if ((previous & here) === 0) break;
      previous = here;
      at += characterBytes(at);
      characters++;
    }
    // In a run with surrogate pairs the distance does not give the number of characters, so it cannot be reused.
    runEnd = <usize>characters * positionBytes === at - end ? at : 0;
    if (characters <= LONGEST_GROUP) {
      groupEnd = at;
      add(tokens, count, begin, at);
      added = true;
    }
  }
  for (let length = kind.length; length > 0 && end <= limit && end !== groupEnd; length--) {
    add(tokens, count, begin, end);
    added = true;
    if (end === limit || (kind.categories & kindOf(end).categories) === 0) break;
    end += characterBytes(end);
  }
  if (!added) add(tokens, count, begin, end);
}

/** The position of the first character that shares no category with the one before it, or, at `begin`, with U+0020. */
function skipSpace(begin: usize, end: usize, space: i32): usize {
  let previous = space;
  let at = begin;
  while (at < end) {
    const here = kindOf(at).categories;
    if ((previous & here) === 0) break;
    previous = here;
    at += characterBytes(at);
  }
  return at;
}
