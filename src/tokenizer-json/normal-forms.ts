import { CodePointSet } from "../text/code-points.js";
import { Transformation } from "./normalized-text.js";
import { INERT } from "./unknown-characters.js";

/** A Unicode normalization form. */
export type NormalForm = "NFC" | "NFD" | "NFKC" | "NFKD";

let inert: CodePointSet | undefined;

/**
 * A text in a normal form of Unicode 9.0, the version of the reference. Characters added later stay unchanged, and
 * nothing composes or is reordered across them.
 */
export function normalForm(text: string, form: NormalForm): string {
  // No character below U+0300 is newer, and none combines with its neighbours.
  if (!/[^\0-\u02ff]/.test(text)) return text.normalize(form);
  inert ??= new CodePointSet(INERT);
  let made = "";
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    if (inert.has(code)) {
      made += text.slice(start, at).normalize(form) + text.slice(at, next);
      start = next;
    }
    at = next;
  }
  return start === 0 ? text.normalize(form) : made + text.slice(start).normalize(form);
}

/** Same as {@link normalForm}, character by character. */
export function normalizeEach(text: string, form: NormalForm): Transformation {
  if (normalForm(text, form) === text) return unchanged(text);
  const compatible = form === "NFKC" || form === "NFKD";
  const decomposed = decompose(text, compatible ? "NFKD" : "NFD");
  return form === "NFD" || form === "NFKD" ? decomposed : compose(decomposed);
}

/** Every character replaced by itself. */
function unchanged(text: string): Transformation {
  const made = new Transformation();
  for (const character of text) made.push(character, 0);
  return made;
}

/**
 * Decomposes a text. The first character of a decomposition replaces the original, the others are inserted. Sorting
 * marks into canonical order moves their changes with them.
 */
function decompose(text: string, form: "NFD" | "NFKD"): Transformation {
  const made = new Transformation();
  const pending: { character: string; change: number; rank: number }[] = [];
  const flush = () => {
    // Array.sort is stable: marks of the same class keep their order.
    pending.sort((a, b) => a.rank - b.rank);
    for (const { character, change } of pending) made.push(character, change);
    pending.length = 0;
  };
  for (const original of text) {
    let change = 0;
    for (const character of normalForm(original, form)) {
      const rank = combiningClass(character);
      if (rank === 0) flush();
      if (rank === 0) made.push(character, change);
      else pending.push({ character, change, rank });
      change = 1;
    }
  }
  flush();
  return made;
}

/**
 * Composes a decomposed text. A character composed of two gets the sum of their changes minus 1, because one character
 * disappears.
 */
function compose({ text, changes }: Transformation): Transformation {
  const made: { character: string; change: number }[] = [];
  let starter = -1;
  let lastClass = 0;
  let at = 0;
  for (const character of text) {
    const change = changes[at++];
    const rank = combiningClass(character);
    const isBlocked = starter < 0 || (lastClass !== 0 && lastClass >= rank) || (rank === 0 && lastClass !== 0);
    const composed = isBlocked ? undefined : composite(made[starter].character, character);
    if (composed !== undefined) {
      made[starter] = { character: composed, change: made[starter].change + change - 1 };
      continue;
    }
    if (rank === 0) starter = made.length;
    lastClass = rank;
    made.push({ character, change });
  }
  const result = new Transformation();
  for (const { character, change } of made) result.push(character, change);
  return result;
}

/** The character that two characters compose to, or undefined. */
function composite(first: string, second: string): string | undefined {
  const both = normalForm(first + second, "NFC");
  return both.length <= 2 && both === String.fromCodePoint(both.codePointAt(0) ?? 0) ? both : undefined;
}

/** A mark of each canonical combining class, in ascending order. */
const WITNESSES = Array.from(
  "\u0334\u093c\u3099\u094d\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05bc\u05bd\u05bf\u05c1\u05c2\ufb1e\u064b\u064c\u064d\u0618\u0619\u061a\u0651\u0652\u0670\u0711\u0c55\u0c56\u0e38\u0e48\u0eb8\u0ec8\u0f71\u0f72\u0f74\u0321\u1dce\u031b\u1dfa\u0316\u059a\u302e\u{1d16d}\u05ae\u0300\u0315\u035c\u035d\u0345",
);
/** Results of {@link combiningClass}. */
const ranks = new Map<string, number>();

/**
 * A number that orders marks as their canonical combining classes do, 0 for class 0. JavaScript has no access to the
 * classes themselves, so it is derived from how normalization reorders marks.
 */
function combiningClass(character: string): number {
  if (character < "\u0300") return 0;
  let rank = ranks.get(character);
  if (rank === undefined) {
    const isMoved = moves(character, WITNESSES[0]) || WITNESSES.some((witness) => moves(witness, character));
    rank = isMoved ? WITNESSES.filter((witness) => !moves(witness, character)).length : 0;
    ranks.set(character, rank);
  }
  return rank;
}

/** True if normalization moves a mark after the one that follows it. */
function moves(mark: string, next: string): boolean {
  return mark !== next && normalForm(mark + next, "NFD") === next + mark;
}
