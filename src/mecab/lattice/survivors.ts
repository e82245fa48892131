import { TextError } from "../../base/errors.js";
import { ARENA, INT_BYTES, POSITIONS, UNBOUNDED } from "../memory/layout.js";
import {
  NODE_BYTES,
  nodeBegin,
  nodeCost,
  nodeNext,
  nodePair,
  nodePrevious,
  POSITION_BYTES,
  positionBound,
  positionEnds,
  setNodeBegin,
  setNodeCost,
  setNodeNext,
  setNodePair,
  setNodePrevious,
  setPositionBound,
  setPositionEnds,
  setPositionHits,
  setStateFurthest,
  setStateTop,
  setStateWalked,
  stateFurthest,
} from "../memory/records.js";

/**
 * The largest difference between costs when they are rebased. A position adds less than 2^16, so within a window costs
 * stay between -2^30 and 2^30 + 2^29, and their sums with a connection cost fit 32 bits.
 */
const LARGEST_SPREAD = 2 ** 29;

/** A node that ends at or after the position up to which the text has been searched: paths go on from it. */
export interface Survivor {
  readonly node: number;
  /** The position where it ends. */
  readonly end: number;
}

/** The nodes that end at `position` or later, in the order in which they were made. */
export function listSurvivors(memory: Int32Array, position: number): Survivor[] {
  const survivors: Survivor[] = [];
  for (let end = position; end <= stateFurthest(memory); end += POSITION_BYTES) {
    for (let node = positionEnds(memory, end); node !== 0; node = nodeNext(memory, node)) survivors.push({ node, end });
  }
  return survivors.sort((a, b) => a.node - b.node);
}

/**
 * The lowest cost of the survivors, which may be subtracted from all costs.
 *
 * @throws TextError if costs differ by more than 2^29
 */
export function leastCost(memory: Int32Array, survivors: readonly Survivor[]): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { node } of survivors) {
    least = Math.min(least, nodeCost(memory, node));
    most = Math.max(most, nodeCost(memory, node));
  }
  if (most - least > LARGEST_SPREAD) {
    throw new TextError("text", `paths ${most - least} apart in cost`, `costs within ${LARGEST_SPREAD}`);
  }
  return least;
}

/**
 * The last node that the best paths to all survivors share; undefined if it lies before `keptEnd` in the arena, or
 * ends before the position `reach`.
 */
export function lastSharedNode(
  memory: Int32Array,
  survivors: readonly Survivor[],
  keptEnd: number,
  reach: number,
): Survivor | undefined {
  // A predecessor is older than its node, so stepping back from the newest path each time meets every merge.
  const heads = survivors.map(({ node }) => node);
  let end = survivors[0].end;
  while (heads.length > 1) {
    const newest = heads[heads.length - 1];
    end = nodeBegin(memory, newest);
    if (newest < keptEnd || end < reach) return undefined;
    const previous = nodePrevious(memory, newest);
    let place = heads.length - 1;
    for (; place > 0 && heads[place - 1] > previous; place--) heads[place] = heads[place - 1];
    if (place > 0 && heads[place - 1] === previous) heads.copyWithin(place, place + 1).pop();
    else heads[place] = previous;
  }
  const [node] = heads;
  return node < keptEnd || nodeBegin(memory, node) === 0 ? undefined : { node, end };
}

/**
 * Moves the positions from `position` up to `textEnd` to the front of the window, without their hits, and rebases
 * their bounds.
 */
export function movePositions(memory: Int32Array, position: number, textEnd: number, least: number): void {
  const [to, from, end] = [POSITIONS, position, textEnd + POSITION_BYTES].map((address) => address / INT_BYTES);
  memory.copyWithin(to, from, end);
  const moved = position - POSITIONS;
  setStateFurthest(memory, stateFurthest(memory) - moved);
  setStateWalked(memory, POSITIONS);
  for (let at = POSITIONS; at <= textEnd - moved; at += POSITION_BYTES) {
    setPositionHits(memory, at, 0);
    setPositionEnds(memory, at, 0);
    if (positionBound(memory, at) !== UNBOUNDED) setPositionBound(memory, at, positionBound(memory, at) - least);
  }
}

/**
 * Moves the survivors to the front of the arena and into the lists of the positions where they end, which now lie
 * at the front of the window.
 */
export function moveSurvivors(
  memory: Int32Array,
  survivors: readonly Survivor[],
  position: number,
  least: number,
): void {
  let to = ARENA;
  for (const { node, end } of survivors) {
    const newEnd = end - position + POSITIONS;
    writeFirst(memory, to, nodeCost(memory, node) - least, nodePair(memory, node));
    setNodeNext(memory, to, positionEnds(memory, newEnd));
    setPositionEnds(memory, newEnd, to);
    to += NODE_BYTES;
  }
  setStateTop(memory, to);
}

/** Writes a node that begins nowhere: that of the sentence's beginning, or one kept from before the window. */
export function writeFirst(memory: Int32Array, node: number, cost: number, pair: number): void {
  setNodeCost(memory, node, cost);
  setNodePair(memory, node, pair);
  setNodeBegin(memory, node, 0);
  setNodePrevious(memory, node, 0);
  setNodeNext(memory, node, 0);
}
