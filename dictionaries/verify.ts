import type { SourceDictionary } from "../src/mecab/compiler/folder.js";
import type { LexiconFile } from "../src/mecab/compiler/lexicon-file.js";
import type { Reduction } from "../src/mecab/compiler/reduce.js";
import type { DictionaryTables } from "../src/mecab/tables.js";

/**
 * Compares tables decoded from a compact file with the dictionary they stand for: every cell of the matrix, every
 * entry of char.bin, every surface, every token. Counts what it compared.
 *
 * @throws Error at the first thing that differs
 */
export function verify(
  decoded: DictionaryTables,
  source: SourceDictionary,
  classes: Omit<Reduction, "tables">,
): string {
  const { rightClassOf, leftClassOf } = classes;
  const { system, unknown } = source;

  const usedRights = used(rightClassOf.length, system.right, unknown.right);
  const usedLefts = used(leftClassOf.length, system.left, unknown.left);
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

  let token = 0;
  const compareTokens = (lexicon: LexiconFile, surface: number, word: number): void => {
    const end = token + decoded.tokenCounts[word];
    const kept: { left: number; right: number; cost: number }[] = [];
    for (; token < end; token++) {
      const pair = decoded.tokens[token] & 0xffff;
      kept.push({ left: decoded.pairLeft[pair], right: decoded.pairRight[pair], cost: decoded.tokens[token] >> 16 });
    }
    let next = 0;
    const seen = new Map<string, number>();
    for (let original = lexicon.firstToken[surface]; original < lexicon.firstToken[surface + 1]; original++) {
      const left = leftClassOf[lexicon.left[original]];
      const right = rightClassOf[lexicon.right[original]];
      const cost = lexicon.cost[original];
      const key = `${left} ${right}`;
      const same = kept[next];
      if (same && same.left === left && same.right === right && same.cost === cost && !seen.has(key)) {
        seen.set(key, cost);
        next++;
        continue;
      }
      const winner = kept.find((other) => other.left === left && other.right === right);
      const beaten = winner !== undefined && (winner.cost < cost || (winner.cost === cost && seen.has(key)));
      check(beaten, `token ${original} of ${lexicon.surfaces[surface]}`);
    }
    check(next === kept.length, `the tokens of ${lexicon.surfaces[surface]}`);
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

function used(ids: number, ...lists: Uint16Array[]): number[] {
  const marks = new Uint8Array(ids);
  marks[0] = 1;
  for (const list of lists) for (const id of list) marks[id] = 1;
  return [...marks.keys()].filter((id) => marks[id] === 1);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`${what} differs from the original`);
}
