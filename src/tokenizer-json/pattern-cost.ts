import { isLoop, type PatternNode, type PatternTree, type Repeat, waysOf } from "./pattern-tree.js";

/** More ways to match a bounded part at one place are worth a search that tries none of them twice. */
const MOST_WAYS = 64;

/** What is known of an alternative that starts a loop over one class of characters. */
interface Alternative {
  /** Equal for alternatives that loop over the same characters; undefined without a loop. */
  readonly loop: string | undefined;
  /** True if nothing after the loop can fail, so that the match takes all that was looped over. */
  readonly isSure: boolean;
}

/**
 * True if a backtracking search provably finds all matches of a pattern in linear time: whatever an alternative loops over
 * before it fails is then taken by a match from the same place, so no character is looped over more than a few times.
 * False proves nothing.
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

/** Only one place is tried, so one loop over any number of characters is harmless. */
function isLinearAtStart(items: readonly PatternNode[]): boolean {
  const rest = items.filter((item) => !isLoop(item));
  return items.length - rest.length <= 1 && product(rest) <= MOST_WAYS && !items.some(isSlowLoop);
}

/** Undefined if the alternative may take more than linear time. */
function alternativeOf(items: readonly PatternNode[]): Alternative | undefined {
  const first = items.findIndex(isLoop);
  const prefix = first < 0 ? items : items.slice(0, first);
  if (product(prefix) > MOST_WAYS) return undefined;
  if (first < 0) return { loop: undefined, isSure: false };
  const loop = items[first] as Repeat;
  if (isSlowLoop(loop) || loop.least > MOST_WAYS) return undefined;
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

/** True if a part matches the empty string after all else, and in few ways. */
function cannotFail(item: PatternNode): boolean {
  if (item.kind !== "repeat" || item.least > 0 || item.mode === "lazy") return false;
  if (isLoop(item)) return !isSlowLoop(item);
  return waysOf(item.item) * (item.most + 1) <= MOST_WAYS;
}

/** True if a part fails at once where it cannot match, or else matches. */
function isCheap(item: PatternNode): boolean {
  if (item.kind === "repeat" && isLoop(item)) return !isSlowLoop(item) && item.least <= 1;
  return waysOf(item) <= MOST_WAYS;
}

function product(items: readonly PatternNode[]): number {
  return items.reduce((ways, item) => ways * waysOf(item), 1);
}
