import type { JsonField } from "./json-field.js";
import { checkGrowth, type Matches, type NormalizedText } from "./normalized-text.js";
import { findEach, findWords, literalPattern, readPattern } from "./pattern.js";
import type { Writable } from "./serde-json.js";

/** A stage that splits text into pieces. The model encodes each piece alone. */
export interface PreTokenizer {
  /** Splits a text into non-empty pieces. The text itself can change. */
  split(text: NormalizedText): readonly NormalizedText[];
  /** True if the result depends on the position of the text in the whole text, its shift. */
  readonly seesShift: boolean;
  /** True if the result depends on the shift of a piece of a text that this stage itself has changed before. */
  readonly seesChanged: boolean;
  /** The block as the reference saves it. */
  readonly json: Writable;
}

type Behavior = "Removed" | "Isolated" | "MergedWithPrevious" | "MergedWithNext" | "Contiguous";

const BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"] as const;
const KNOWN = "Sequence, Metaspace, WhitespaceSplit, Whitespace, Split, Digits or CharDelimiterSplit";

/** @throws VocabularyError if a type is unknown or a field is invalid */
export function readPreTokenizer(field: JsonField): PreTokenizer {
  const type = field.at("type").string();
  switch (type) {
    case "Sequence":
      return sequence(field.at("pretokenizers").items().map(readPreTokenizer));
    case "Metaspace":
      return readMetaspace(field);
    case "WhitespaceSplit":
      return cutting({ type }, (text) => findEach(text, /\p{White_Space}/gu), "Removed");
    case "Whitespace":
      return cutting({ type }, findWords, "Removed", true);
    case "Split":
      return readSplit(field);
    case "Digits": {
      const individual = field.at("individual_digits").boolean();
      const json = { type, individual_digits: individual };
      return cutting(json, (text) => findEach(text, /\p{N}/gu), individual ? "Isolated" : "Contiguous");
    }
    case "CharDelimiterSplit": {
      const delimiter = field.at("delimiter").character();
      return cutting({ type, delimiter }, (text) => literalPattern(delimiter).find(text), "Removed");
    }
    default:
      throw field.at("type").error(KNOWN);
  }
}

function sequence(parts: readonly PreTokenizer[]): PreTokenizer {
  return {
    split: (text) => {
      const before = text.length;
      let pieces: readonly NormalizedText[] = [text];
      for (const part of parts) {
        pieces = pieces.flatMap((piece) => part.split(piece));
        checkGrowth(
          pieces.reduce((sum, { length }) => sum + length, 0),
          before,
        );
      }
      return pieces;
    },
    seesShift: parts.some(({ seesShift }) => seesShift),
    seesChanged: parts.length > 1 && parts.some(({ seesShift }) => seesShift),
    json: { type: "Sequence", pretokenizers: parts.map(({ json }) => json) },
  };
}

const SCHEMES = ["first", "never", "always"] as const;

/** The fields of Metaspace, which is both a pre-tokenizer and a decoder. */
export interface Metaspace {
  readonly replacement: string;
  readonly prependScheme: (typeof SCHEMES)[number];
  readonly split: boolean;
  readonly json: Writable;
}

/** Reads the fields of Metaspace. Old files have `add_prefix_space`; if it is false, the scheme must be "never". */
export function readMetaspaceFields(field: JsonField): Metaspace {
  const replacement = field.at("replacement").character();
  const scheme = field.at("prepend_scheme");
  const prependScheme = scheme.value === undefined ? "always" : scheme.oneOf(SCHEMES);
  const adds = field.at("add_prefix_space").or(true, (given) => given.boolean());
  if (!adds && prependScheme !== "never") throw scheme.error('"never", because add_prefix_space is false');
  const split = field.at("split").or(true, (given) => given.boolean());
  const json = { type: "Metaspace", replacement, prepend_scheme: prependScheme, split };
  return { replacement, prependScheme, split, json };
}

function readMetaspace(field: JsonField): PreTokenizer {
  const { replacement, prependScheme, split, json } = readMetaspaceFields(field);
  const space = literalPattern(" ");
  const mark = literalPattern(replacement);
  const escaped = replacement.replaceAll("$", "$$$$");
  return {
    split: (text) => {
      if (text.isAligned) text.replace(space.find(text.text), replacement);
      else text.text = text.text.replaceAll(" ", escaped);
      const prepends = prependScheme === "always" || (prependScheme === "first" && text.shift === 0);
      if (prepends && !text.text.startsWith(replacement)) text.prepend(replacement);
      return split ? cut(text, mark.find(text.text), "MergedWithNext", false) : [text];
    },
    seesShift: prependScheme === "first",
    seesChanged: false,
    json,
  };
}

function readSplit(field: JsonField): PreTokenizer {
  const pattern = readPattern(field.at("pattern"));
  const behavior = field.at("behavior").oneOf(BEHAVIORS);
  const invert = field.at("invert").boolean();
  const json = { type: "Split", pattern: field.at("pattern").object(), behavior, invert };
  return cutting(json, (text) => pattern.find(text), behavior, invert);
}

/** A pre-tokenizer that cuts a text at the matches that `find` returns. */
function cutting(json: Writable, find: (text: string) => Matches, behavior: Behavior, inverts = false): PreTokenizer {
  return { split: (text) => cut(text, find(text.text), behavior, inverts), seesShift: false, seesChanged: false, json };
}

/** A match or the text between two matches; with `invert` the two exchange their roles. */
interface Stretch {
  start: number;
  end: number;
  readonly isMatch: boolean;
}

/** The pieces of a text, cut at its matches as the behavior says. */
function cut(text: NormalizedText, matches: Matches, behavior: Behavior, inverts: boolean): NormalizedText[] {
  const pieces: NormalizedText[] = [];
  for (const { start, end, isMatch } of merge(stretches(text.length, matches, inverts), behavior)) {
    if (start < end && !(behavior === "Removed" && isMatch)) pieces.push(text.slice(start, end));
  }
  return pieces;
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
  if (behavior === "Removed" || behavior === "Isolated") return all;
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
