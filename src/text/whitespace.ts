/**
 * The 29 code points that `str.strip()`, `str.split()` and `str.isspace()` of Python 3.11 treat as whitespace. Unlike
 * JavaScript's set, it includes U+001C to U+001F and U+0085 and excludes U+FEFF.
 */
export const PYTHON_WHITESPACE: ReadonlySet<number> = new Set([
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
  0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);

/** True if a UTF-16 code unit is Python whitespace. All of Python's whitespace is in the BMP. */
export function isPythonSpace(unit: number): boolean {
  // The largest is U+3000, so that kana and kanji need no look-up.
  return unit <= 0x3000 && PYTHON_WHITESPACE.has(unit);
}

/** Python's `str.lstrip()`. */
export function stripStart(text: string): string {
  let start = 0;
  while (start < text.length && isPythonSpace(text.charCodeAt(start))) start++;
  return text.slice(start);
}

/** Python's `str.rstrip()`. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Python's `str.strip()`. */
export function strip(text: string): string {
  return stripStart(stripEnd(text));
}

/** Python's `str.split()` without arguments: the parts between whitespace, none of them empty. */
export function splitWhitespace(text: string): string[] {
  const words: string[] = [];
  for (const [start, end] of spansBetweenSpaces(text)) words.push(text.slice(start, end));
  return words;
}

/** The spans, in UTF-16 code units, of the parts that {@link splitWhitespace} returns. */
export function* spansBetweenSpaces(text: string): Generator<[start: number, end: number]> {
  let start = -1;
  for (let at = 0; at <= text.length; at++) {
    const space = at === text.length || isPythonSpace(text.charCodeAt(at));
    if (!space && start < 0) start = at;
    if (space && start >= 0) {
      yield [start, at];
      start = -1;
    }
  }
}
