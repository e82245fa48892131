import { CodePointSet } from "../text/code-points.js";
import { CodePointMap } from "./code-point-map.js";
import { Transformation } from "./normalized-text.js";
import { LOWER_CASES, NEWER, SUBSTITUTES, UNKNOWN } from "./unknown-characters.js";

/** True if a code point is white space to Rust's `char::is_whitespace`: Unicode's White_Space, unchanged since 6.3. */
export function isWhiteSpace(code: number): boolean {
  if (code < 0x85) return (code >= 0x09 && code <= 0x0d) || code === 0x20;
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code < 0x202f) return code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029;
  return code === 0x202f || code === 0x205f || code === 0x3000;
}

let unknown: CodePointSet | undefined;
let newer: CodePointMap | undefined;
let substitutes: readonly string[] = [];

/**
 * A text in which patterns find what they find in Unicode 16.0, the version of the reference's patterns, whatever version
 * from 14.0 on the engine has. Characters that 16.0 leaves unassigned become the noncharacters U+FFFF and U+1FFFF;
 * characters newer than 14.0 become older ones with the same properties. Lengths in code units stay the same.
 */
export function asInUnicode16(text: string): string {
  if (!/[^\0-\u0887\u2000-\u20bf\u2e80-\u2ffb\u3000-\u31e3\u31f0-\u9fff\uac00-\ud7a3\uff01-\uff9f]/.test(text)) {
    return text;
  }
  unknown ??= new CodePointSet(UNKNOWN);
  newer ??= new CodePointMap(NEWER);
  if (substitutes.length === 0) substitutes = Array.from(SUBSTITUTES);
  let made = "";
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    const number = newer.get(code);
    if (number > 0 || unknown.has(code)) {
      const substitute = number > 0 ? substitutes[number - 1] : code > 0xffff ? "\u{1ffff}" : "\uffff";
      made += text.slice(copied, at) + substitute;
      copied = next;
    }
    at = next;
  }
  return copied === 0 ? text : made + text.slice(copied);
}

/** `\w` of the regex crate. */
const WORD = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;

/** True if `\w` of the regex crate matches a code point. */
export function isWord(code: number): boolean {
  return WORD.test(asInUnicode16(String.fromCodePoint(code)));
}

let lowerCases: ReadonlyMap<string, string> | undefined;

/** The lower case of a character in Unicode 17.0, as `char::to_lowercase` of Rust gives it: independent of the context. */
function lowerCase(character: string): string {
  if (character < "\u1c89") return character.toLowerCase();
  if (!lowerCases) {
    const pairs = Array.from(LOWER_CASES);
    lowerCases = new Map(pairs.flatMap((upper, at) => (at % 2 === 0 ? [[upper, pairs[at + 1]] as const] : [])));
  }
  return lowerCases.get(character) ?? character.toLowerCase();
}

/**
 * Applies `char::to_lowercase` of Rust to each character. Engines differ only in scripts and blocks that the first
 * pattern finds; U+03A3 is the only character whose lower case depends on its context.
 */
export function lowerCharacters(text: string): string {
  if (!/[\u03a3\u1c80-\u1c8f\ua7c0-\ua7ff\ud803\ud81b]/.test(text)) return text.toLowerCase();
  let made = "";
  for (const character of text) made += lowerCase(character);
  return made;
}

/** Same as {@link lowerCharacters}, character by character. */
export function lowerEach(text: string): Transformation {
  const made = new Transformation();
  for (const character of text) {
    let change = 0;
    for (const lower of lowerCase(character)) {
      made.push(lower, change);
      change = 1;
    }
  }
  return made;
}

/** A text without the characters of a set. */
export function withoutCharacters(text: string, set: CodePointSet): string {
  let made = "";
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    if (set.has(code)) {
      made += text.slice(copied, at);
      copied = next;
    }
    at = next;
  }
  return copied === 0 ? text : made + text.slice(copied);
}

/** The number of code points in the code units [start, end) of a well-formed text. */
export function countCharacters(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
  return count;
}
