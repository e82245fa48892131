/** A mark of each canonical combining class, in ascending order. */
const WITNESSES = Array.from(
  "\u0334\u093c\u3099\u094d\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05bc\u05bd\u05bf\u05c1\u05c2\ufb1e\u064b\u064c\u064d\u0618\u0619\u061a\u0651\u0652\u0670\u0711\u0c55\u0c56\u0e38\u0e48\u0eb8\u0ec8\u0f71\u0f72\u0f74\u0321\u1dce\u031b\u1dfa\u0316\u059a\u302e\u{1d16d}\u05ae\u0300\u0315\u035c\u035d\u0345",
);

/**
 * Returns a function that ranks marks in the order of their canonical combining classes; the rank of class 0 is 0.
 * JavaScript has no access to the classes themselves, so they are derived from how normalization reorders marks.
 *
 * @param decompose gives the form NFD of a text, in the version of Unicode to follow
 */
export function rankedBy(decompose: (text: string) => string): (character: string) => number {
  const ranks = new Map<string, number>();
  /** True if normalization moves a mark after the one that follows it. */
  const moves = (mark: string, next: string): boolean => mark !== next && decompose(mark + next) === next + mark;
  return (character) => {
    if (character < "\u0300") return 0;
    let rank = ranks.get(character);
    if (rank === undefined) {
      const isMoved = moves(character, WITNESSES[0]) || WITNESSES.some((witness) => moves(witness, character));
      rank = isMoved ? WITNESSES.filter((witness) => !moves(witness, character)).length : 0;
      ranks.set(character, rank);
    }
    return rank;
  };
}

/** The rank of a mark in the engine's version of Unicode. */
export const combiningRank = rankedBy((text) => text.normalize("NFD"));

/** Engines sort the marks after a character by insertion; from this number of marks on, sorting them first is faster. */
const LONG = 33;
const LONG_RUN = /\p{M}{33,}/gu;
/** A mark, or half of a character that may be one. */
const MARK = /[\p{M}\p{Cs}]/u;
/** No code unit below is a mark. */
const FIRST_MARK = 0x300;

/**
 * A canonically equivalent text whose long runs of marks are decomposed and in canonical order. Its normal forms are
 * those of the text, but an engine that takes time proportional to the square of a run's length finds them in linear
 * time.
 *
 * @param text without characters that are marks only in a later version of Unicode than the one to follow
 */
export function orderLongRuns(text: string): string {
  // A long run covers one of these places. Most texts have no mark there, or are shorter.
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if (text.charCodeAt(at) >= FIRST_MARK && MARK.test(text[at])) return text.replace(LONG_RUN, ordered);
  }
  return text;
}

function ordered(run: string): string {
  let made = "";
  let byRank: string[] = [];
  const flush = (): void => {
    made += byRank.join("");
    byRank = [];
  };
  // A mark decomposes to a few characters at most, so this takes linear time.
  for (const mark of run) {
    for (const character of mark.normalize("NFD")) {
      const rank = combiningRank(character);
      if (rank === 0) {
        flush();
        made += character;
      } else byRank[rank] = (byRank[rank] ?? "") + character;
    }
  }
  flush();
  return made;
}
