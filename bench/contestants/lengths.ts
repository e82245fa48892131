import { readFileSync } from "node:fs";
import { cutInto, repeatedTo } from "../long-lines.js";
import { countCharacters } from "../statistics.js";
import { linesOf } from "../texts.js";
import { type Answers, secondsOf, type TextSettings } from "./serve.js";

/** Nanoseconds per character: for a row, and for lines of the usual length measured right before and after it. */
export interface Sample {
  readonly row: number;
  readonly usual: number;
}

/** Length of the lines that all others are compared with, in UTF-16 code units. */
export const USUAL = 100;
/** Code units of text in a row, unless a single line is longer. */
const USUAL_TOTAL = 1_000_000;
const LENGTHS = [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
const EQUAL = ["あ", "ア", "x", "漢"];

export interface LengthSettings extends TextSettings {
  /** Longest line to measure, in UTF-16 code units. */
  readonly longest: number;
}

/** Answers of a contestant that is measured on lines of growing length. */
export function lengthAnswers({ lines, longest }: LengthSettings, run: (line: string) => number): Answers {
  const joined = linesOf(readFileSync(lines, "utf8")).join("");
  const rows = [
    ...LENGTHS.filter((length) => length <= longest).map((length) => ({
      name: length.toLocaleString("en"),
      lines: cutInto(repeatedTo(joined, Math.max(length, USUAL_TOTAL)), length),
    })),
    ...EQUAL.map((character) => ({
      name: `${USUAL_TOTAL.toLocaleString("en")} × ${character}`,
      lines: cutInto(character.repeat(USUAL_TOTAL), USUAL_TOTAL),
    })),
  ];
  const characters = rows.map((row) => row.lines.reduce((sum, line) => sum + countCharacters(line), 0));
  const costOf = (index: number): number => (secondsOf(rows[index].lines, { run }) / characters[index]) * 1e9;
  const usual = rows.findIndex(({ name }) => name === String(USUAL));
  // An unmeasured pass warms up the code and grows all buffers, so that the samples show the steady state.
  for (const index of rows.keys()) costOf(index);
  return {
    rows: (): string[] => rows.map(({ name }) => name),
    run: (index): Sample => {
      // A process that has just waited for others is slower at first: this pass does not count.
      costOf(usual);
      const before = costOf(usual);
      const row = costOf(index as number);
      return { row, usual: (before + costOf(usual)) / 2 };
    },
  };
}
