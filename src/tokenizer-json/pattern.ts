import { isHighSurrogate, isLowSurrogate } from "../text/unit-buffer.js";
import type { Field } from "./fields.js";
import type { Matches } from "./normalized-text.js";
import { translate } from "./oniguruma.js";
import { withoutUnknown } from "./unicode.js";

/** Finds stretches of a text, as Oniguruma finds them with tokenizers' iterator. */
export interface Pattern {
  /** All matches in a text, also empty ones; in the empty text there is none. */
  find(text: string): Matches;
  /** Whether it may match nothing at the very start. */
  readonly mayBeEmpty: boolean;
  /** The string that it is, if it is one. */
  readonly literal: string | undefined;
}

const NONE: Matches = [];

/** A pattern as the file has it: {"String": …} or {"Regex": …}. */
export function readPattern(field: Field): Pattern {
  const kinds = [...field.object().keys()];
  if (kinds.length !== 1 || (kinds[0] !== "String" && kinds[0] !== "Regex")) throw field.error("a String or a Regex");
  if (kinds[0] === "String") return literalPattern(field.at("String").string());
  const regex = field.at("Regex");
  return new RegexPattern(regex.string(), regex);
}

/** Runs of word characters, and of what is neither these nor whitespace: `\w+|[^\w\s]+` of the regex crate. */
export function findWords(text: string): Matches {
  return findEach(text, WORDS);
}

const WORDS =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

/** All matches of a global pattern that never matches nothing. */
export function findEach(text: string, kind: RegExp): Matches {
  const matches: number[] = [];
  for (const match of withoutUnknown(text).matchAll(kind)) matches.push(match.index, match.index + match[0].length);
  return matches;
}

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

/** Before each character and at the end. */
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
  /** Whether it asks for properties of characters. */
  readonly #asksUnicode: boolean;

  constructor(source: string, field: Field) {
    const translated = translate(source, (what) => field.error(`a pattern without ${what}`));
    try {
      this.#regex = new RegExp(translated, "ug");
    } catch {
      throw field.error("a pattern that is one");
    }
    this.#asksUnicode = /\\p\{/i.test(translated);
    // With looks around it may be so on some texts only; it is enough to know that it cannot.
    this.mayBeEmpty = /\(\?[=!<]|\^|\$/.test(translated) || new RegExp(translated, "u").test("");
  }

  find(text: string): Matches {
    if (text === "") return NONE;
    const regex = this.#regex;
    const known = this.#asksUnicode ? withoutUnknown(text) : text;
    const matches: number[] = [];
    let lastEnd = -1;
    for (let from = 0; from <= text.length; ) {
      regex.lastIndex = from;
      const match = regex.exec(known);
      if (!match) break;
      const start = match.index;
      const end = start + match[0].length;
      from = end;
      // Nothing is not found right behind a match. V8 finds it between the halves of a character too.
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

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1));
}
