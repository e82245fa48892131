import type { Random } from "../../fixtures/random.js";

/** The source files of a small dictionary, and the characters and words for its texts. */
export interface RandomDictionary {
  /** Contents of the files that mecab-dict-index reads, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly alphabet: readonly string[];
  readonly words: readonly string[];
}

const NAMES = ["HIRAGANA", "KATAKANA", "KANJI", "ALPHA"];
const LETTERS = [
  "あ",
  "い",
  "う",
  "ん",
  "ア",
  "ー",
  "漢",
  "字",
  "一",
  "a",
  "b",
  "A",
  "1",
  "。",
  "é",
  "\u3099",
  "\uffff",
];
const ASTRAL = ["𠮷", "😀"];
const SPACES = [" ", "\t", "\u3000"];
/** With few distinct costs many paths are equally good. The extremes fill 16 bits. */
const COSTS = [
  [0],
  [0, 1],
  [-1, 0, 1],
  [-100, 0, 100],
  [-32768, 0, 32767],
  [1, 2, 3, 5, 8, 13],
  [-3000, -200, 500, 4000, 9000],
];

/**
 * Generates a dictionary in which rare cases are frequent: equal costs, homographs, characters of several categories,
 * whitespace with further categories, groups that exceed the limit.
 */
export function randomDictionary(random: Random): RandomDictionary {
  const alphabet = [...random.several(3, 6, () => random.pick(LETTERS)), random.pick(ASTRAL), random.pick(SPACES), " "];
  const categories = ["DEFAULT", "SPACE", ...NAMES.slice(0, random.between(1, NAMES.length))];
  const leftIds = random.between(1, 5);
  const rightIds = random.between(1, 5);
  const costs = random.pick(COSTS);
  const words = lexicon(random, alphabet);
  const entry = (surface: string) =>
    `${surface},${random.between(0, leftIds - 1)},${random.between(0, rightIds - 1)},${random.pick(costs)},*\n`;
  return {
    alphabet,
    words,
    files: {
      dicrc: "bos-feature = BOS/EOS\ncost-factor = 700\nconfig-charset = UTF-8\n",
      "char.def": characterCategories(random, alphabet, categories),
      "unk.def": categories.flatMap((category) => random.several(1, 3, () => entry(category))).join(""),
      "lexicon.csv": words.map((word) => entry(`"${word}"`)).join(""),
      "matrix.def": connectionCosts(random, rightIds, leftIds, costs),
    },
  };
}

function lexicon(random: Random, alphabet: readonly string[]): string[] {
  const words: string[] = [];
  for (let count = random.between(2, 40); count > 0; count--) {
    const homograph = words.length > 0 && random.chance(0.3);
    words.push(homograph ? random.pick(words) : random.several(1, 4, () => random.pick(alphabet)).join(""));
  }
  return words;
}

function characterCategories(random: Random, alphabet: readonly string[], categories: readonly string[]): string {
  const flag = () => random.between(0, 1);
  const rules = categories.map((category) => `${category} ${flag()} ${flag()} ${random.pick([0, 0, 1, 2, 3, 5])}\n`);
  // The compiler adds the bits of a line's categories instead of joining them, so none may occur twice.
  const some = (...first: string[]) =>
    unique([...first, ...random.several(1, 3, () => random.pick(categories))]).join(" ");
  // A later line overrides earlier lines for the same characters.
  const ranges = random.several(0, 3, () => {
    const [low, high] = [random.pick(alphabet), random.pick(alphabet)].map(tableEntry).sort((a, b) => a - b);
    return `${hexadecimal(low ?? 0)}..${hexadecimal(high ?? 0)} ${some()}\n`;
  });
  const single = unique(alphabet.map(tableEntry)).filter(() => random.chance(0.6));
  const space = random.chance(0.8) ? "SPACE" : some("SPACE");
  return [
    ...rules,
    ...ranges,
    ...single.map((code) => `${hexadecimal(code)} ${some()}\n`),
    `0x0020 ${random.chance(0.9) ? space : some()}\n`,
  ].join("");
}

/** The index of a character in char.bin, which ends at U+FFFE. Characters above U+FFFF share the entry of U+0000. */
function tableEntry(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? 0 : Math.min(code, 0xfffe);
}

function connectionCosts(random: Random, rightIds: number, leftIds: number, costs: readonly number[]): string {
  const lines = [`${rightIds} ${leftIds}\n`];
  for (let right = 0; right < rightIds; right++) {
    for (let left = 0; left < leftIds; left++) lines.push(`${right} ${left} ${random.pick(costs)}\n`);
  }
  return lines.join("");
}

/** Generates a text of the dictionary's words, its characters, runs of them, and a few unknown characters. */
export function randomText(random: Random, { alphabet, words }: RandomDictionary): string {
  const fragment = () => {
    const drawn = random.next();
    if (drawn < 0.45) return random.pick(words);
    if (drawn < 0.85) return random.several(1, 6, () => random.pick(alphabet)).join("");
    if (drawn < 0.93) return random.pick([...SPACES, "  ", " \t "]);
    if (drawn < 0.97) return random.pick(alphabet).repeat(random.between(2, 30));
    return random.pick([...LETTERS, ...ASTRAL, "\0", "\r", "鬱"]);
  };
  return random.several(1, 6, fragment).join("");
}

function hexadecimal(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
