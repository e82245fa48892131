import { VocabularyError } from "../base/errors.js";
import { isHighSurrogate, isLowSurrogate } from "../text/unit-buffer.js";
import type { JsonField } from "./json-field.js";
import type { Matches } from "./normalized-text.js";
import { translateOniguruma } from "./oniguruma.js";
import { isLinear } from "./pattern-cost.js";
import { PatternMatcher } from "./pattern-matcher.js";
import { asInUnicode16 } from "./rust-unicode.js";

/** A pattern of the file. It finds the same matches as the reference's iterator over Oniguruma. */
export interface Pattern {
  /** All matches in a text, empty ones included. An empty text has none. */
  find(text: string): Matches;
  /** True if the pattern can match the empty string at the start of a text. */
  readonly mayBeEmpty: boolean;
  /** The literal string of a String pattern. */
  readonly literal: string | undefined;
}

const NONE: Matches = [];

/** Reads a pattern: {"String": …} or {"Regex": …}. @throws VocabularyError if it is neither, or an unsupported regex */
export function readPattern(field: JsonField): Pattern {
  const kinds = [...field.object().keys()];
  if (kinds.length !== 1 || (kinds[0] !== "String" && kinds[0] !== "Regex")) throw field.error("a String or a Regex");
  if (kinds[0] === "String") return literalPattern(field.at("String").string());
  const regex = field.at("Regex");
  return new RegexPattern(regex.string(), regex);
}

/**
 * The matches of `\w+|[^\w\s]+` of the regex crate: runs of word characters, and of other non-whitespace characters.
 */
export function findWords(text: string): Matches {
  return findEach(asInUnicode16(text), WORDS);
}

/** A match for each character of whitespace. */
export function findSpaces(text: string): Matches {
  return findEach(text, /\p{White_Space}/gu);
}

const WORDS =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

/** All matches of a global regular expression that never matches the empty string. */
function findEach(text: string, kind: RegExp): Matches {
  const matches: number[] = [];
  for (const match of text.matchAll(kind)) matches.push(match.index, match.index + match[0].length);
  return matches;
}

/** A pattern that matches a string literally. */
export function literalPattern(literal: string): Pattern {
  return {
    literal,
    mayBeEmpty: literal === "",
    find: (text) => (literal === "" ? emptyMatches(text) : literalMatches(text, literal)),
  };
}

function literalMatches(text: string, literal: string): Matches {
  let at = text.indexOf(literal);
  if (at < 0) return NONE;
  const matches: number[] = [];
  for (; at >= 0; at = text.indexOf(literal, at + literal.length)) matches.push(at, at + literal.length);
  return matches;
}

/** An empty match before each character and one at the end. */
function emptyMatches(text: string): Matches {
  if (text === "") return NONE;
  const matches: number[] = [];
  let at = 0;
  for (const character of text) {
    matches.push(at, at);
    at += character.length;
  }
  matches.push(at, at);
  return matches;
}

class RegexPattern implements Pattern {
  readonly literal = undefined;
  readonly mayBeEmpty: boolean;
  readonly #regex: RegExp;
  /** Searches if the engine's own search could take more than linear time. */
  readonly #matcher: PatternMatcher | undefined;
  /** True if the pattern contains character properties, which depend on the version of Unicode. */
  readonly #asksUnicode: boolean;

  constructor(source: string, field: JsonField) {
    const fail = (what: string) => field.error(`a pattern without ${what}`);
    const { source: translated, tree } = translateOniguruma(source, fail);
    try {
      this.#regex = new RegExp(translated, "ug");
      this.#matcher = isLinear(tree) ? undefined : new PatternMatcher(tree, fail);
    } catch (error) {
      if (error instanceof VocabularyError) throw error;
      throw field.error("a valid pattern");
    }
    this.#asksUnicode = /\\p\{/i.test(translated);
    // With lookaround or anchors this depends on the text, so true means only that an empty match is not ruled out.
    this.mayBeEmpty = /\(\?[=!<]|\^|\$/.test(translated) || new RegExp(translated, "u").test("");
  }

  find(text: string): Matches {
    if (text === "") return NONE;
    const regex = this.#regex;
    const known = this.#asksUnicode ? asInUnicode16(text) : text;
    const search = this.#matcher?.over(known);
    const matches: number[] = [];
    let lastEnd = -1;
    for (let from = 0; from <= text.length; ) {
      let start: number;
      let end: number;
      if (search) {
        const span = search(from);
        if (!span) break;
        [start, end] = span;
      } else {
        regex.lastIndex = from;
        const match = regex.exec(known);
        if (!match) break;
        start = match.index;
        end = start + match[0].length;
      }
      from = end;
      // Oniguruma's iterator skips an empty match right after a match. V8 also finds one inside a surrogate pair.
      if (start === end && (end === lastEnd || isInsidePair(text, end))) {
        from += isHighSurrogate(text.charCodeAt(end)) ? 2 : 1;
      } else {
        matches.push(start, end);
        lastEnd = end;
      }
    }
    return matches;
  }
}

/** True if a position lies between the two units of a surrogate pair. */
function isInsidePair(text: string, at: number): boolean {
  return at > 0 && isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1));
}
