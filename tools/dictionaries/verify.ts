import type { SourceDictionary } from "../../src/mecab/compiler/folder.js";
import type { LexiconFile } from "../../src/mecab/compiler/lexicon-file.js";
import { NO_CLASS, type Reduction } from "../../src/mecab/compiler/reduce.js";
import type { DictionaryTables } from "../../src/mecab/file/tables.js";

/**
 * Compares the tables decoded from a compact file with the original dictionary: every cell of the matrix, every entry of
 * char.bin, every surface and every token. For each token that is left out it checks that another token beats it.
 *
 * @returns a text with the numbers of connection costs, surfaces and tokens compared
 * @throws Error at the first difference
 */
export function verify(
  decoded: DictionaryTables,
  source: SourceDictionary,
  classes: Omit<Reduction, "tables">,
): string {
  const { rightClassOf, leftClassOf } = classes;
  const { system, unknown } = source;

  const usedRights = withClass(rightClassOf);
  const usedLefts = withClass(leftClassOf);
  for (const left of usedLefts) {
    for (const right of usedRights) {
      const cell = decoded.matrix[leftClassOf[left] * decoded.rightClasses + rightClassOf[right]];
      check(cell === source.matrix[right + system.rightIds * left], `the cost of ${right} before ${left}`);
    }
  }
  check(decoded.beginRight === rightClassOf[0] && decoded.endLeft === leftClassOf[0], "the sentence's ends");
  let code = 0;
  for (let run = 0; run < decoded.characterRuns.length; run += 2) {
    const [length, entry] = decoded.characterRuns.subarray(run, run + 2);
    for (const end = code + length; code < end; code++) {
      check(source.characters[code] === entry, `the entry of ${code}`);
    }
  }
  check(code === source.characters.length, "the number of characters");
  check(decoded.categoryNames.join() === source.categoryNames.join(), "the categories");

  const contexts: Contexts = {
    rights: new Set([0, ...system.right, ...unknown.right]),
    lefts: new Set([0, ...system.left, ...unknown.left]),
    cell: (right, left) => source.matrix[right + system.rightIds * left],
  };
  let token = 0;
  const compareTokens = (lexicon: LexiconFile, surface: number, word: number): void => {
    const originals = range(lexicon.firstToken[surface], lexicon.firstToken[surface + 1]);
    const leftOf = (original: number): number => leftClassOf[lexicon.left[original]];
    const rightOf = (original: number): number => rightClassOf[lexicon.right[original]];
    const end = token + decoded.tokenCounts[word];
    const kept = originals.filter((original) => {
      const pair = decoded.tokens[token] & 0xffff;
      const isNext =
        token < end &&
        leftOf(original) === decoded.pairLeft[pair] &&
        rightOf(original) === decoded.pairRight[pair] &&
        lexicon.cost[original] === decoded.tokens[token] >> 16;
      if (isNext) token++;
      return isNext;
    });
    check(token === end, `the tokens of ${lexicon.surfaces[surface]}`);
    for (const original of originals) {
      if (kept.includes(original)) continue;
      const isBeaten = kept.some((other) => {
        if (leastDifference(contexts, lexicon, original, other) > 0) return true;
        const isEqual = leftOf(original) === leftOf(other) && rightOf(original) === rightOf(other);
        return isEqual && lexicon.cost[original] === lexicon.cost[other] && other < original;
      });
      check(isBeaten, `token ${original} of ${lexicon.surfaces[surface]}`);
    }
  };

  check(decoded.surfaces.count === system.surfaces.length, "the number of surfaces");
  let previous = "";
  let unit = 0;
  for (let word = 0; word < decoded.surfaces.count; word++) {
    const { shared, added, units } = decoded.surfaces;
    const surface = previous.slice(0, shared[word]) + String.fromCharCode(...units.subarray(unit, unit + added[word]));
    unit += added[word];
    check(surface === system.surfaces[word], `surface ${word}`);
    compareTokens(system, word, word);
    previous = surface;
  }
  source.categoryNames.forEach((category, index) => {
    compareTokens(unknown, unknown.surfaces.indexOf(category), decoded.surfaces.count + index);
  });
  const cells = usedLefts.length * usedRights.length;
  return `${cells} connection costs, ${system.surfaces.length} surfaces, ${system.cost.length} tokens`;
}

/** The ids that may come before and after a word, and their connection costs. */
interface Contexts {
  readonly rights: ReadonlySet<number>;
  readonly lefts: ReadonlySet<number>;
  cell(right: number, left: number): number;
}

/** The smallest difference, between any two words, of the cost of one token and that of another. */
function leastDifference(contexts: Contexts, lexicon: LexiconFile, token: number, other: number): number {
  let before = Number.POSITIVE_INFINITY;
  const { cell, rights, lefts } = contexts;
  for (const right of rights) {
    before = Math.min(before, cell(right, lexicon.left[token]) - cell(right, lexicon.left[other]));
  }
  let after = Number.POSITIVE_INFINITY;
  for (const left of lefts) {
    after = Math.min(after, cell(lexicon.right[token], left) - cell(lexicon.right[other], left));
  }
  return lexicon.cost[token] - lexicon.cost[other] + before + after;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function withClass(classOf: Uint16Array): number[] {
  return [...classOf.keys()].filter((id) => classOf[id] !== NO_CLASS);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`${what} differs from the original`);
}
