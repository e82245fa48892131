import { TokenizerError } from "tohoku-tokenizers";
import { type Outcome, type Reference, raised } from "../../fixtures/reference.js";

/** One comparison: a function of a text that both sides compute. */
export interface Part {
  readonly name: string;
  /** The part that shows a difference in full, for a part that compares digests. */
  readonly whole?: Part;
  ours(text: string): unknown;
  theirs(reference: Reference, texts: readonly string[]): Promise<Outcome<unknown>[]>;
}

/** An input for which the two sides differ, with both results. */
export interface Difference {
  readonly input: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** One line of the report. */
export interface Result {
  readonly part: string;
  readonly lines: number;
  readonly differing: number;
  readonly smallest?: Difference | undefined;
}

/** Counts the inputs for which the two sides differ, and keeps the shortest. */
export class Tally {
  lines = 0;
  differing = 0;
  smallest: string | undefined;

  /** Returns true if the input is the shortest so far that differs. */
  add(input: string, differs: boolean): boolean {
    this.lines++;
    if (!differs) return false;
    this.differing++;
    if (this.smallest !== undefined && this.smallest.length <= input.length) return false;
    this.smallest = input;
    return true;
  }
}

/** Returns for each text true if the two sides differ. */
export async function compare(part: Part, reference: Reference, texts: readonly string[]): Promise<boolean[]> {
  const theirs = await part.theirs(reference, texts);
  return texts.map((text, index) => !agree(attempt(part, text), theirs[index]));
}

/** Removes characters from a text for as long as the two sides still differ. */
export async function smallestDifference(
  { whole, ...digests }: Part,
  reference: Reference,
  text: string,
): Promise<Difference> {
  const part = whole ?? digests;
  const input = await shrink(text, (candidates) => compare(part, reference, candidates));
  const [theirs] = await part.theirs(reference, [input]);
  return { input, ours: attempt(part, input), theirs };
}

/** Returns our result, or our refusal. An error other than TokenizerError is a bug and agrees with nothing. */
function attempt(part: Part, text: string): unknown {
  try {
    return part.ours(text);
  } catch (error) {
    return error instanceof TokenizerError ? { error: error.name } : { bug: String(error) };
  }
}

/** True if both sides refuse a text or both return the same. */
function agree(ours: unknown, theirs: unknown): boolean {
  if (raised(ours) || raised(theirs)) return raised(ours) && raised(theirs);
  if (!Array.isArray(ours) || !Array.isArray(theirs)) return ours === theirs;
  return ours.length === theirs.length && ours.every((value, index) => value === theirs[index]);
}

/** Removes ever smaller runs of characters from a text for as long as a remaining text `differs`. */
async function shrink(
  text: string,
  differs: (candidates: readonly string[]) => Promise<readonly boolean[]>,
): Promise<string> {
  let characters = Array.from(text);
  let size = Math.ceil(characters.length / 2);
  while (size >= 1) {
    const candidates: string[][] = [];
    for (let at = 0; at < characters.length; at += size) {
      candidates.push([...characters.slice(0, at), ...characters.slice(at + size)]);
    }
    const verdicts = await differs(candidates.map((candidate) => candidate.join("")));
    const smaller = candidates[verdicts.indexOf(true)];
    if (smaller) characters = smaller;
    if (!smaller || size > characters.length) size = Math.floor(Math.min(size, characters.length) / 2);
  }
  return characters.join("");
}
