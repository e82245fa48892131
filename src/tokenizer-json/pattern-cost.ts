import { isLoop, isShort, type PatternNode, type PatternTree, type Repeat } from "./pattern-tree.js";

/** The most repeats that a loop may need: so many characters may be tried in vain at each place. */
const MOST_NEEDED = 64;

/** The properties of an alternative that decide how long its search takes. */
interface Alternative {
  /** Equal for alternatives that loop over the same characters; undefined for one without a loop. */
  readonly loop: string | undefined;
  /** True if nothing after the loop can fail, so that the match takes all that was looped over. */
  readonly isSure: boolean;
}

/**
 * True if a backtracking search provably finds all matches of a pattern in linear time. If an alternative loops over
 * some characters and then fails, a later alternative matches them all from the same place. So no character is looped
 * over more than a few times. False proves nothing.
 */
export function isLinear({ root, isAnchored }: PatternTree): boolean {
  const alternatives = (root.kind === "choice" ? root.items : [root]).map(itemsOf);
  if (isAnchored) return alternatives.every(isLinearAtStart);
  const known = alternatives.map(alternativeOf);
  return known.every((alternative, at) => {
    if (alternative === undefined) return false;
    if (alternative.isSure || alternative.loop === undefined) return true;
    // The alternatives that follow loop over the same characters, and the last of them cannot fail.
    let next = at + 1;
    while (known[next]?.loop === alternative.loop && !known[next]?.isSure) next++;
    return known[next]?.loop === alternative.loop;
  });
}

/** The parts of a sequence, those of sequences in it included. */
function itemsOf(node: PatternNode): PatternNode[] {
  return node.kind === "sequence" ? node.items.flatMap(itemsOf) : [node];
}

/** True if an anchored alternative takes linear time. Only one place is tried, so one loop of any length is harmless. */
function isLinearAtStart(items: readonly PatternNode[]): boolean {
  const rest = items.filter((item) => !isLoop(item));
  return items.length - rest.length <= 1 && isShort(...rest) && !items.some(isSlowLoop);
}

/** Undefined if the alternative may take more than linear time. */
function alternativeOf(items: readonly PatternNode[]): Alternative | undefined {
  const first = items.findIndex(isLoop);
  const prefix = first < 0 ? items : items.slice(0, first);
  if (!isShort(...prefix)) return undefined;
  if (first < 0) return { loop: undefined, isSure: false };
  const loop = items[first] as Repeat;
  if (isSlowLoop(loop) || loop.least > MOST_NEEDED) return undefined;
  const rest = items.slice(first + 1);
  const isSure = rest.every(cannotFail);
  if (!isSure && loop.least > 1) return undefined;
  // At most the first part of the rest may fail, at each place that the loop gives back.
  const [next, ...others] = rest;
  if (!isSure && !(isCheap(next) && others.every(cannotFail))) return undefined;
  return { loop: JSON.stringify([prefix, loop.item]), isSure };
}

function isSlowLoop(item: PatternNode): boolean {
  return item.kind === "repeat" && isLoop(item) && (item.item.kind !== "character" || item.mode === "lazy");
}

/** True if a part matches the empty string when nothing else matches, and can match in few ways. */
function cannotFail(item: PatternNode): boolean {
  if (item.kind !== "repeat" || item.least > 0 || item.mode === "lazy") return false;
  if (isLoop(item)) return !isSlowLoop(item);
  return isShort(item);
}

/** True if a part that cannot match fails after a bounded number of characters. */
function isCheap(item: PatternNode): boolean {
  if (item.kind === "repeat" && isLoop(item)) return !isSlowLoop(item) && item.least <= 1;
  return isShort(item);
}
