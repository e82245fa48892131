/** The library's MeCab on lines of all lengths. */
import { readFileSync } from "node:fs";
import { MeCab } from "tohoku-tokenizers/mecab";
import type { Row } from "../length.js";
import { cutInto, LONGEST, repeatedTo } from "../long-lines.js";
import { countCharacters } from "../statistics.js";
import { linesOf } from "../texts.js";
import { secondsOf, serve } from "./serve.js";

interface Settings {
  /** A file of lines, each ended by "\n". */
  readonly lines: string;
  readonly dictionary: "ipadic" | "unidic-lite";
}

/** What a row goes over, where its length does not ask for more. */
const USUAL_TOTAL = 1_000_000;
const LENGTHS = [10, 100, 1000, 10_000, 100_000, 1_000_000, LONGEST];
const EQUAL = ["あ", "ア", "x", "漢"];

await serve<Settings>(async ({ lines, dictionary }) => {
  const mecab = await MeCab.load(dictionary);
  const joined = linesOf(readFileSync(lines, "utf8")).join("");
  const rows = [
    ...LENGTHS.map((length) => ({
      name: length.toLocaleString("en"),
      lines: cutInto(repeatedTo(joined, Math.max(length, USUAL_TOTAL)), length),
    })),
    ...EQUAL.map((character) => ({
      name: `${USUAL_TOTAL.toLocaleString("en")} × ${character}`,
      lines: cutInto(character.repeat(USUAL_TOTAL), USUAL_TOTAL),
    })),
  ];
  const run = (line: string): number => mecab.segment(line).count;
  // Warm, and with buffers as large as they get: what is measured is the steady state.
  for (const row of rows) secondsOf(row.lines, run);
  const characters = rows.map((row) => row.lines.reduce((sum, line) => sum + countCharacters(line), 0));
  return {
    rows: (): Row[] => rows.map(({ name }, index) => ({ name, characters: characters[index] })),
    run: (index) => secondsOf(rows[index as number].lines, run),
  };
});
