/** Patterns take linear time, and match as JavaScript's own search does. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PATTERNS } from "../../fixtures/tokenizer-json/patterns.js";
import type { VocabularyError } from "../../src/base/errors.js";
import { translateOniguruma } from "../../src/tokenizer-json/oniguruma.js";
import { isLinear } from "../../src/tokenizer-json/pattern-cost.js";
import { PatternMatcher } from "../../src/tokenizer-json/pattern-matcher.js";

class Unsupported extends Error {}

const fail = (what: string): VocabularyError => {
  throw new Unsupported(what);
};

/** The spans that a search finds, one after the other. */
function all(search: (from: number) => readonly [number, number] | undefined, text: string): string {
  const spans: string[] = [];
  for (let from = 0; from <= text.length; ) {
    const found = search(from);
    if (!found) break;
    // V8 finds an empty match inside a surrogate pair, too.
    const isInPair = found[0] > 0 && (text.codePointAt(found[0] - 1) ?? 0) > 0xffff;
    if (!isInPair) spans.push(found.join("-"));
    from = found[1] > found[0] ? found[1] : found[1] + ((text.codePointAt(found[1]) ?? 0) > 0xffff ? 2 : 1);
  }
  return spans.join(" ");
}

function ofEngine(source: string, text: string): string {
  const regex = new RegExp(source, "gu");
  const search = (from: number): readonly [number, number] | undefined => {
    regex.lastIndex = from;
    const match = regex.exec(text);
    return match ? [match.index, match.index + match[0].length] : undefined;
  };
  return all(search, text);
}

const character = fc.constantFrom("a", "b", " ", "\n", "[ab]", "[^a]", ".", "\\s", "\\S", "𠮷");
const times = fc.constantFrom("?", "*", "+", "{2}", "{0,3}", "{2,}", "??", "*?", "+?", "*+", "++", "?+");
const assertion = fc.constantFrom("^", "$", "\\b", "(?=a)", "(?!\\S)", "(?<=a)", "(?<!b)", "(?=a*b)", "(?!(?:ab)*c)");
const { pattern } = fc.letrec<{ pattern: string; sequence: string; item: string }>((tie) => ({
  pattern: fc.array(tie("sequence"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("|")),
  sequence: fc.array(tie("item"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
  item: fc.oneof(
    { maxDepth: 3 },
    character,
    assertion,
    fc.tuple(character, times).map((parts) => parts.join("")),
    tie("pattern").map((inner) => `(?:${inner})`),
    tie("pattern").map((inner) => `(?:${inner})?`),
    tie("sequence").map((inner) => `(?>${inner})`),
    tie("sequence").map((inner) => `(?=${inner})`),
  ),
}));
const text = fc
  .array(fc.constantFrom("a", "b", " ", "\n", "c", "𠮷"), { maxLength: 14 })
  .map((units) => units.join(""));

describe("the linear search", () => {
  it("finds what JavaScript's search finds", () => {
    let compared = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 4, maxLength: 4 }), (source, texts) => {
        try {
          const { source: translated, tree } = translateOniguruma(source, fail);
          const matcher = new PatternMatcher(tree, fail);
          for (const each of texts) expect(all(matcher.over(each), each)).toBe(ofEngine(translated, each));
          compared++;
        } catch (error) {
          if (!(error instanceof Unsupported)) throw error;
        }
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it.each(PATTERNS)("finds the same for a pattern of real files: %s", (source) => {
    const { source: translated, tree } = translateOniguruma(source, fail);
    const matcher = new PatternMatcher(tree, fail);
    for (const each of ["", "a\n\n b", "東京 Tokyo 12345!\r\n  x ", " \n ab\tab aab１２　か゛"]) {
      expect(all(matcher.over(each), each)).toBe(ofEngine(translated, each));
    }
  });

  const long = "a".repeat(20_000);
  it.each([
    [`${"(?:a|a)".repeat(40)}b`, long],
    ["a+a+b", long],
    ["a+a+a+a+b", long],
    ["\\s+\\s+$", `${" ".repeat(20_000)}x`],
    ["\\s+$", `${" \t".repeat(10_000)}x`],
    ["a{0,500}a{0,500}b", long],
    ["\\d{1,3}(?=(?:\\d{3})*\\b)", "1".repeat(20_000)],
    ["(?=a*b)a|a", long],
    ["(?!a*b)b|a", long],
    ["a++b|a", long],
    ["a*?a*?b", long],
    ["(?:a+b)?c", long],
    [`(?:${"(?:a|a)".repeat(100)})?b`, long],
    [`(?=(?:${"(?:a|a)".repeat(100)})?b)x`, long],
    ["[^x]*a++b", long],
    ["a++[^x]*a++b|b++c", long],
  ])("ends for %s", (source, given) => {
    const { tree } = translateOniguruma(source, fail);
    expect(isLinear(tree)).toBe(false);
    all(new PatternMatcher(tree, fail).over(given), given);
  });
});

describe("JavaScript's search, which is faster,", () => {
  const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  const LLAMA3 =
    "(?i:'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  const UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  const LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  const O200K = `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+(?i:'t|'d)?|[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*(?i:'t|'d)?|\\p{N}{1,3}|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
  it.each([GPT2, LLAMA3, O200K, " {2,}", "\\s+", "(?<!\\n)^ ", "\\p{Han}+", "a|b", "[0-9][0-9][0-9]"])(
    "is used for %s",
    (source) => {
      expect(isLinear(translateOniguruma(source, fail).tree)).toBe(true);
    },
  );
});
