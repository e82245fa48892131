import type { Random } from "../../../fixtures/random.js";
import { VocabularyError } from "../../../src/base/errors.js";
import { translateOniguruma } from "../../../src/tokenizer-json/oniguruma.js";
import { PatternMatcher } from "../../../src/tokenizer-json/pattern-matcher.js";
import { attempt, type Kind, mustEqual } from "../kind.js";

interface Input {
  readonly pattern: string;
  readonly text: string;
}

const ATOMS = [
  "a",
  "b",
  " ",
  ".",
  "[ab]",
  "[^a]",
  "\\s",
  "\\S",
  "\\w",
  "\\p{L}",
  "𠮷",
  "\\n",
  "(?i:k)",
  "^",
  "$",
  "\\b",
  "\\A",
  "\\z",
];
const TIMES = ["?", "*", "+", "{2}", "{0,3}", "{2,}", "??", "*?", "+?", "*+", "++", "?+"];
const GROUPS = ["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"];

function somePattern(random: Random, depth = 0): string {
  return random
    .several(1, 4, () => {
      if (depth < 3 && random.chance(0.3)) {
        const times = random.chance(0.3) ? random.pick(TIMES) : "";
        return `${random.pick(GROUPS)}${random.several(1, 2, () => somePattern(random, depth + 1)).join("|")})${times}`;
      }
      return random.pick(ATOMS) + (random.chance(0.4) ? random.pick(TIMES) : "");
    })
    .join("");
}

/** Patterns: refused, or the linear search finds what JavaScript's own finds. */
export const patterns: Kind<Input> = {
  name: "patterns",
  make: (random: Random) => ({
    pattern: random.several(1, 3, () => somePattern(random)).join("|"),
    text: random.several(0, 14, () => random.pick(["a", "b", " ", "\n", "c", "K", "𠮷", "\u212a"])).join(""),
  }),
  check({ pattern, text }) {
    const fail = (what: string): VocabularyError => new VocabularyError("pattern", pattern, what);
    const translated = attempt(() => translateOniguruma(pattern, fail));
    const matcher = translated && attempt(() => new PatternMatcher(translated.tree, fail));
    if (!translated || !matcher) return;
    const regex = new RegExp(translated.source, "gu");
    const own = matcher.over(text);
    for (let from = 0; from <= text.length; from += (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1) {
      regex.lastIndex = from;
      const match = regex.exec(text);
      const end = match ? match.index + match[0].length : 0;
      // V8 finds an empty match inside a surrogate pair, too.
      if (match && match.index > 0 && (text.codePointAt(match.index - 1) ?? 0) > 0xffff) return;
      mustEqual(own(from), match ? [match.index, end] : undefined, `the match from ${from} on`);
    }
  },
};
