import { CodePointSet } from "../text/code-points.js";
import { Transformation } from "./normalized-text.js";
import { UNKNOWN } from "./unknown-characters.js";

/** True if a code point is white space to Rust's `char::is_whitespace`: Unicode's White_Space, unchanged since 6.3. */
export function isWhiteSpace(code: number): boolean {
  if (code < 0x85) return (code >= 0x09 && code <= 0x0d) || code === 0x20;
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code < 0x202f) return code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029;
  return code === 0x202f || code === 0x205f || code === 0x3000;
}

let unknown: CodePointSet | undefined;

/**
 * Replaces characters added after Unicode 16.0, the version of the reference's patterns, by the noncharacters U+FFFF
 * and U+1FFFF. Patterns thus treat them as unassigned. Lengths in code units stay the same.
 */
export function withoutUnknown(text: string): string {
  if (!/[^\0-\u0887\u2000-\u20bf\u2e80-\u9fff\uac00-\ud7a3\uff01-\uff9f]/.test(text)) return text;
  const set = (unknown ??= new CodePointSet(UNKNOWN));
  let made = "";
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    if (set.has(code)) {
      made += text.slice(copied, at) + (code > 0xffff ? "\u{1ffff}" : "\uffff");
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
  return WORD.test(withoutUnknown(String.fromCodePoint(code)));
}

/** Applies `char::to_lowercase` of Rust to each character: the full mapping, independent of the context. */
export function lowerCharacters(text: string): string {
  // U+03A3 is the only character whose lower case depends on its context.
  if (!text.includes("\u03a3")) return text.toLowerCase();
  return text
    .split("\u03a3")
    .map((part) => part.toLowerCase())
    .join("\u03c3");
}

/** Same as {@link lowerCharacters}, character by character. */
export function lowerEach(text: string): Transformation {
  const made = new Transformation();
  for (const character of text) {
    let change = 0;
    for (const lower of character.toLowerCase()) {
      made.push(lower, change);
      change = 1;
    }
  }
  return made;
}

/** The number of code points in the code units [start, end) of a well-formed text. */
export function countCharacters(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
  return count;
}
