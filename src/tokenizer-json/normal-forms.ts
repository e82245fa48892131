import { CodePointSet } from "../text/code-points.js";
import { orderLongRuns, rankedBy } from "../text/combining.js";
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
      made += orderLongRuns(text.slice(start, at)).normalize(form) + text.slice(at, next);
      start = next;
    }
    at = next;
  }
  return made + orderLongRuns(start === 0 ? text : text.slice(start)).normalize(form);
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

/** The order of marks in the reference's version of Unicode. */
const combiningClass = rankedBy((text) => normalForm(text, "NFD"));
