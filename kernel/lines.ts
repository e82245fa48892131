// AssemblyScript. Splits many short lines in one call; src/mecab/lattice/lines.ts documents it.

import {
  ARENA,
  LINES_ENDS,
  LINES_KEYS,
  LINES_SPANS,
  LINES_TEXT,
  LINES_WORDS,
  POSITIONS,
  SEARCH_BYTES,
} from "../src/mecab/memory/layout";
import { Node, nodeAt, Position, pairAt, positionAt, searchTables, state, Word, wordAt } from "./records";
import { read, search, trace } from "./search";

const positions: usize = POSITIONS;
const texts: usize = LINES_TEXT;
const textEnds: usize = LINES_ENDS;
const wordEnds: usize = LINES_WORDS;
const firstSpan: usize = LINES_SPANS;
const firstKey: usize = LINES_KEYS;
const searchEnd: usize = SEARCH_BYTES;
const positionBytes = offsetof<Position>();
const arena: usize = ARENA;

/**
 * Splits the first `count` lines, whose code units and ends TypeScript has written.
 *
 * @returns the number of lines that it has split, which is less if a line needs more than one search
 */
export function splitLines(count: i32): i32 {
  let text = texts;
  let spans = firstSpan;
  let line = 0;
  for (; line < count; line++) {
    const textEnd = texts + ((<usize>load<u32>(textEnds + ((<usize>line) << 2))) << 1);
    if (text < textEnd) {
      let end = positions;
      for (; text < textEnd; text += 2, end += positionBytes) store<u32>(end, <u32>load<u16>(text));
      if (read(positions, end) !== end) break;
      begin();
      if (search(positions, end, end, 0) !== end) break;
      spans = copyWords(trace(state.furthest), spans);
    }
    store<u32>(wordEnds + ((<usize>line) << 2), <u32>((spans - firstSpan) >> 3));
  }
  state.lineWords = <i32>((spans - firstSpan) >> 3);
  return line;
}

/** Makes the node of a sentence's beginning, the only one. */
function begin(): void {
  const pair = searchTables.beginPair;
  const node = nodeAt(arena);
  node.cost = 0;
  node.pair = pair;
  node.begin = 0;
  node.previous = 0;
  node.next = 0;
  positionAt(positions).ends = arena;
  positionAt(positions).bound = pairAt(pair).highest;
  state.top = arena + offsetof<Node>();
  state.walked = positions;
  state.furthest = positions;
  state.keptEnd = arena;
}

/** Copies a traced path to the list of words. Returns the end of the list. */
function copyWords(first: usize, spans: usize): usize {
  let keys = firstKey + ((spans - firstSpan) >> 1);
  for (let word = first; word < searchEnd; word += offsetof<Word>()) {
    store<u32>(spans, <u32>((wordAt(word).start - positions) / positionBytes));
    store<u32>(spans, <u32>((wordAt(word).end - positions) / positionBytes), 4);
    store<u32>(keys, <u32>wordAt(word).key);
    spans += 8;
    keys += 4;
  }
  return spans;
}
