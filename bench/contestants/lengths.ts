import { readFileSync } from "node:fs";
import { cutInto, repeatedTo } from "../long-lines.js";
import { countCharacters } from "../statistics.js";
import { linesOf } from "../texts.js";
import { type Answers, secondsOf, type TextSettings } from "./serve.js";

/** What a character of a row costs, in nanoseconds, and of lines of the usual length right before and after it. */
export interface Sample {
  readonly row: number;
  readonly usual: number;
}

/** Lines of this many characters are what others are compared with. */
export const USUAL = 100;
/** What a row goes over, where its length does not ask for more. */
const USUAL_TOTAL = 1_000_000;
const LENGTHS = [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
const EQUAL = ["あ", "ア", "x", "漢"];

export interface LengthSettings extends TextSettings {
  /** Longer lines are left out. */
  readonly longest: number;
}

/** Answers of one who works on lines of all lengths. */
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
  const costOf = (index: number): number => (secondsOf(rows[index].lines, run) / characters[index]) * 1e9;
  const usual = rows.findIndex(({ name }) => name === String(USUAL));
  // Warm, and with buffers as large as they get: what is measured is the steady state.
  for (const index of rows.keys()) costOf(index);
  return {
    rows: (): string[] => rows.map(({ name }) => name),
    run: (index): Sample => {
      // Who has waited for others is slower for a while.
      costOf(usual);
      const before = costOf(usual);
      const row = costOf(index as number);
      return { row, usual: (before + costOf(usual)) / 2 };
    },
  };
}
