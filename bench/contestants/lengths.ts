import { readFileSync } from "node:fs";
import { cutInto, repeatedTo } from "../long-lines.js";
import { countCharacters } from "../statistics.js";
import { linesOf } from "../texts.js";
import { type Answers, secondsOf, type TextSettings } from "./serve.js";

/** A text of a name, and how many characters it has. */
export interface Row {
  readonly name: string;
  readonly characters: number;
}

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
  // Warm, and with buffers as large as they get: what is measured is the steady state.
  for (const row of rows) secondsOf(row.lines, run);
  const characters = rows.map((row) => row.lines.reduce((sum, line) => sum + countCharacters(line), 0));
  return {
    rows: (): Row[] => rows.map(({ name }, index) => ({ name, characters: characters[index] })),
    run: (index) => secondsOf(rows[index as number].lines, run),
  };
}
