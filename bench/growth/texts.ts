import { Random } from "../../fixtures/random.js";

/** Fragments that are repeated to a text: runs of one character, hard sequences, and what tokens begin with. */
const REPEATED = [
  ..."あアー漢々a A 1 . 。 、 - _ # ▁ [ < ( \" ' @ / \\".split(/ ?(?:)/u).filter((fragment) => fragment !== " "),
  ...[" ", "\t", "\n", "\r\n", "\u3000", "\u00a0", "\u200b", "\u00ad", "\ufeff"],
  ...[
    "\u3099",
    "\u0301",
    "か\u3099",
    "a\u0301",
    "ﾊ",
    "ﾊﾟ",
    "㌔",
    "㍿",
    "\ufdfa",
    "İ",
    "ß",
    "Σ",
    "\u1100",
    "가",
    "\u0e33",
  ],
  ...["𠮷", "😀", "👨\u200d👩\u200d👧", "🇯🇵", "\u{1d15e}", "\uffff"],
  ...[
    "[MASK]",
    "[MAS",
    "<s>",
    "</s> ",
    "<extra_id_0>",
    "##a",
    "東京都に住む",
    "すもももももももものうち。",
    "the cat ",
  ],
];

/** Texts of other forms, by name. */
const OTHERS: Readonly<Record<string, (length: number) => string>> = {
  "two classes of marks": (length) => `a${"\u0315".repeat(length / 2)}${"\u0323".repeat(length / 2)}`,
  "spaces, then a word": (length) => `${" ".repeat(length - 1)}x`,
  "spaces of a word's length": (length) => `あ${" ".repeat(1000)}`.repeat(length / 1001),
  "one word, then another": (length) => "a".repeat(length / 2) + "b".repeat(length / 2),
  "random kana": (length) => randomOf("あいうえおかきくけこさしすせそっゃゅょん", length),
  "random kanji": (length) => randomOf("東京都大阪府北海道人口日本語文字列学生", length),
  "random ASCII": (length) => randomOf("abcdefghij  .,-01", length),
  "random scripts": (length) => randomOf("あア漢aA1.ﾊ㌔½か가İß ー。\u3099", length),
};

/** The texts of about a length in UTF-16 code units, by name. */
export const TEXTS: ReadonlyMap<string, (length: number) => string> = new Map([
  ...REPEATED.map(
    (fragment) =>
      [JSON.stringify(fragment), (length: number) => fragment.repeat(Math.ceil(length / fragment.length))] as const,
  ),
  ...Object.entries(OTHERS),
]);

function randomOf(characters: string, length: number): string {
  const random = new Random(7);
  const list = [...characters];
  return Array.from({ length }, () => random.pick(list)).join("");
}
