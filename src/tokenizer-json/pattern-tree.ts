/** A part of a pattern. Sources are JavaScript patterns for the flag "u", without capturing groups. */
export type PatternNode =
  /** One code point. */
  | { readonly kind: "character"; readonly source: string }
  /** A condition of zero width, which looks at a bounded number of characters. */
  | { readonly kind: "assertion"; readonly source: string }
  /** A bounded part that is never matched again in another way. */
  | { readonly kind: "atomic"; readonly source: string; readonly item: PatternNode }
  | Lookahead
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly items: readonly PatternNode[] }
  | Repeat;

/** A repeated part, which does not vary in length. */
export interface Repeat {
  readonly kind: "repeat";
  readonly item: PatternNode;
  readonly least: number;
  /** Infinity without a bound. */
  readonly most: number;
  /** Greedy takes as many as possible first, lazy as few; possessive takes as many as possible and never fewer. */
  readonly mode: "greedy" | "lazy" | "possessive";
}

/** A condition on what follows. */
export interface Lookahead {
  readonly kind: "lookahead";
  readonly item: PatternNode;
  readonly isNegated: boolean;
  /** Its pattern, with the parentheses; undefined if it has parts that refer to other parts. */
  readonly source: string | undefined;
}

/** A whole pattern. */
export interface PatternTree {
  readonly root: PatternNode;
  /** True if it can only match at the start of the text. */
  readonly isAnchored: boolean;
}

/** A part with more ways than this counts as having infinitely many. */
const MANY = 1_000_000;

/** The number of ways in which a part can match at one place; Infinity if there are very many. */
function waysOf(node: PatternNode): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((ways, item) => ways * waysOf(item), 1);
    case "choice":
      return node.items.reduce((ways, item) => ways + waysOf(item), 0);
    case "lookahead":
      return waysOf(node.item);
    case "repeat":
      return waysToRepeat(node);
    default:
      return 1;
  }
}

/** The sum of the ways over all numbers of repeats. */
function waysToRepeat({ item, least, most }: Repeat): number {
  if (most === Number.POSITIVE_INFINITY) return most;
  const each = waysOf(item);
  let ways = 0;
  for (let times = least; times <= most && ways <= MANY; times++) ways += each ** times;
  return ways <= MANY ? ways : Number.POSITIVE_INFINITY;
}

/** The most characters that a part looks at; Infinity without a bound. */
function longestOf(node: PatternNode): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((sum, item) => sum + longestOf(item), 0);
    case "choice":
      return node.items.reduce((most, item) => Math.max(most, longestOf(item)), 0);
    case "lookahead":
    case "atomic":
      return longestOf(node.item);
    case "repeat":
      return node.most * longestOf(node.item);
    default:
      return 1;
  }
}

/** True if a part has atomic parts, whose JavaScript patterns refer to each other by numbers. */
export function hasAtomic(node: PatternNode): boolean {
  switch (node.kind) {
    case "sequence":
    case "choice":
      return node.items.some(hasAtomic);
    case "lookahead":
      return hasAtomic(node.item);
    case "repeat":
      return node.mode === "possessive" || hasAtomic(node.item);
    default:
      return node.kind === "atomic";
  }
}

/** The most ways, and the most characters, of a part that is searched at one place apart from the rest. */
const MOST_WAYS = 64;
const MOST_CHARACTERS = 1000;

/** True if the search for some parts in a row takes a bounded time at each place. */
export function isShort(...nodes: readonly PatternNode[]): boolean {
  const whole: PatternNode = { kind: "sequence", items: nodes };
  return waysOf(whole) <= MOST_WAYS && longestOf(whole) <= MOST_CHARACTERS;
}

/** True if a repeat has no bound. */
export function isLoop(node: PatternNode): boolean {
  return node.kind === "repeat" && node.most === Number.POSITIVE_INFINITY;
}

/** True if a part may match the empty string, so that repeating it might never end. */
export function mayBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case "character":
      return false;
    case "sequence":
      return node.items.every(mayBeEmpty);
    case "choice":
      return node.items.some(mayBeEmpty);
    case "atomic":
      return mayBeEmpty(node.item);
    case "repeat":
      return node.least === 0 || mayBeEmpty(node.item);
    default:
      return true;
  }
}
