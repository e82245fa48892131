import { Transformation } from "./normalized-text.js";

/** Rust's `char::is_whitespace`: Unicode's White_Space, to which nothing is added any more. */
export function isWhiteSpace(code: number): boolean {
  if (code < 0x85) return (code >= 0x09 && code <= 0x0d) || code === 0x20;
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code < 0x202f) return code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029;
  return code === 0x202f || code === 0x205f || code === 0x3000;
}

const WORD = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;

/** `\w` of the regex crate. */
export function isWord(code: number): boolean {
  return WORD.test(String.fromCodePoint(code));
}

/** Rust's `char::to_lowercase` of each character: full, and blind to what is around it. */
export function lowerCharacters(text: string): string {
  // Only a sigma looks at what is around it.
  if (!text.includes("\u03a3")) return text.toLowerCase();
  return text
    .split("\u03a3")
    .map((part) => part.toLowerCase())
    .join("\u03c3");
}

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
