import type { Dictionary } from "../src/mecab/dictionary/dictionary.js";
import { POSITIONS } from "../src/mecab/memory/layout.js";
import {
  nodeCost,
  nodeNext,
  nodePair,
  POSITION_BYTES,
  pairLowest,
  positionBound,
  positionEnds,
  stateFurthest,
} from "../src/mecab/memory/records.js";

/** The nodes that end at one position, as addresses. */
export interface Ends {
  readonly nodes: readonly number[];
  /** The nodes that no other node beats in every context. */
  readonly kept: readonly number[];
}

/** Lists the nodes of the text searched last by their end position. Positions where no node ends are absent. */
export function listEnds(dictionary: Dictionary, memory: Int32Array): ReadonlyMap<number, Ends> {
  const tables = new Int32Array(dictionary.memory.buffer);
  const ends = new Map<number, Ends>();
  for (let position = POSITIONS; position <= stateFurthest(memory); position += POSITION_BYTES) {
    const bound = positionBound(memory, position);
    const nodes: number[] = [];
    for (let node = positionEnds(memory, position); node !== 0; node = nodeNext(memory, node)) nodes.push(node);
    const isKept = (node: number): boolean =>
      nodeCost(memory, node) + pairLowest(tables, nodePair(memory, node)) <= bound;
    if (nodes.length > 0) ends.set(position, { nodes, kept: nodes.filter(isKept) });
  }
  return ends;
}
