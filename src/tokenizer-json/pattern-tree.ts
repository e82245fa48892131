/** A part of a pattern. Sources are JavaScript patterns for the flag "u", without capturing groups. */
export type PatternNode =
  /** One code point. */
  | { readonly kind: "character"; readonly source: string }
  /** A condition of zero width, which looks at a bounded number of characters. */
  | { readonly kind: "assertion"; readonly source: string }
  /** A bounded part that is never matched again in another way. */
  | { readonly kind: "atomic"; readonly source: string }
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

/** The number of ways in which a part can match at one place; Infinity if it repeats without a bound. */
export function waysOf(node: PatternNode): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((ways, item) => ways * waysOf(item), 1);
    case "choice":
      return node.items.reduce((ways, item) => ways + waysOf(item), 0);
    case "lookahead":
      return waysOf(node.item);
    case "repeat":
      return node.mode === "possessive" && node.most < Number.POSITIVE_INFINITY ? 1 : node.most - node.least + 1;
    default:
      return 1;
  }
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
    case "atomic":
      return new RegExp(node.source, "u").test("");
    case "sequence":
      return node.items.every(mayBeEmpty);
    case "choice":
      return node.items.some(mayBeEmpty);
    case "repeat":
      return node.least === 0 || mayBeEmpty(node.item);
    default:
      return true;
  }
}
