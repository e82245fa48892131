import type { CodePointSet } from "../text/code-points.js";
import type { Matches, NormalizedText } from "./normalized-text.js";

/** The parts that become pieces: the matches, alone or joined with their neighbours, and what lies between them. */
export type Behavior = "Removed" | "Isolated" | "MergedWithPrevious" | "MergedWithNext" | "Contiguous";

/** The pieces of a text, cut at its matches as the behavior says; with `inverts`, at what lies between them. */
export function cut(text: NormalizedText, matches: Matches, behavior: Behavior, inverts = false): NormalizedText[] {
  if (behavior === "Removed" || behavior === "Isolated") return cutOut(text, matches, behavior === "Removed", inverts);
  const pieces: NormalizedText[] = [];
  for (const { start, end } of merge(stretches(text.length, matches, inverts), behavior)) {
    if (start < end) pieces.push(text.slice(start, end));
  }
  return pieces;
}

/** The stretches between the matches as pieces, and unless they are removed the matches. */
function cutOut(text: NormalizedText, matches: Matches, isRemoved: boolean, inverts: boolean): NormalizedText[] {
  const keepsMatches = !isRemoved || inverts;
  const keepsOthers = !isRemoved || !inverts;
  const pieces: NormalizedText[] = [];
  let at = 0;
  for (let match = 0; match < matches.length; match += 2) {
    const start = matches[match];
    const end = matches[match + 1];
    if (keepsOthers && at < start) pieces.push(text.slice(at, start));
    if (keepsMatches && start < end) pieces.push(text.slice(start, end));
    at = end;
  }
  if (keepsOthers && at < text.length) pieces.push(text.slice(at, text.length));
  return pieces;
}

/** A match for each character of a set. */
export function findCharacters(text: string, set: CodePointSet): Matches {
  const matches: number[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    if (set.has(code)) matches.push(at, next);
    at = next;
  }
  return matches;
}

/** A match or the text between two matches; with `invert` the two exchange their roles. */
interface Stretch {
  start: number;
  end: number;
  readonly isMatch: boolean;
}

/** All matches and the non-empty stretches between them, in order. */
function stretches(length: number, matches: Matches, inverts: boolean): Stretch[] {
  const all: Stretch[] = [];
  let at = 0;
  for (let match = 0; match < matches.length; match += 2) {
    const [start, end] = [matches[match], matches[match + 1]];
    if (at < start) all.push({ start: at, end: start, isMatch: inverts });
    all.push({ start, end, isMatch: !inverts });
    at = end;
  }
  if (at < length) all.push({ start: at, end: length, isMatch: inverts });
  return all;
}

/** Joins neighbouring stretches as the behavior says. */
function merge(all: Stretch[], behavior: Behavior): readonly Stretch[] {
  const isReversed = behavior === "MergedWithNext";
  if (isReversed) all.reverse();
  const merged: Stretch[] = [];
  let wasMatch = false;
  for (const stretch of all) {
    const last = merged.at(-1);
    const joins = behavior === "Contiguous" ? stretch.isMatch === wasMatch : stretch.isMatch && !wasMatch;
    if (!joins || !last) merged.push(stretch);
    else if (isReversed) last.start = stretch.start;
    else last.end = stretch.end;
    wasMatch = stretch.isMatch;
  }
  return isReversed ? merged.reverse() : merged;
}
