import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Lines, linesIn } from "../contestant.js";
import { linesOf } from "../texts.js";

/** Functions that answer the questions of ../program.ts, by the question's name. */
export type Answers = Readonly<Record<string, (argument: unknown) => unknown>>;

/** Settings that every contestant receives. */
export interface TextSettings {
  /** Path of a file of lines, each terminated by "\n". */
  readonly lines: string;
}

/** Answers the questions on standard input until it ends. */
export async function serve<Settings>(open: (settings: Settings) => Promise<Answers>): Promise<void> {
  const answers = await open(JSON.parse(process.argv[2]) as Settings);
  for await (const line of createInterface({ input: process.stdin })) {
    const { ask, with: argument } = JSON.parse(line) as { ask: string; with?: unknown };
    process.stdout.write(`${JSON.stringify({ answer: (await answers[ask](argument)) ?? null })}\n`);
  }
}

/** The work of a contestant on one line. */
export interface Work {
  /** Returns the words or ids of a line, joined by spaces. */
  outputOf(line: string): string;
  /** Does the same work and returns only the number of words or ids, so that it cannot be optimized away. */
  run(line: string): number;
  /** Does the same work for many lines in one call. Default: a call for each line. */
  runMany?(lines: readonly string[]): number;
}

/** The lines that are put into one call. */
const BATCH = 1000;

/** Serves a contestant's output and the seconds of a run over all lines. */
export function serveWork<Settings extends TextSettings>(
  prepare: (settings: Settings) => Promise<Work>,
): Promise<void> {
  return serve<Settings>(async (settings) => {
    const lines = linesOf(readFileSync(settings.lines, "utf8"));
    const work = await prepare(settings);
    return {
      start: () => {},
      output: () => lines.map((line) => work.outputOf(line)),
      run: (part) => secondsOf(linesIn(lines, part as Lines), work),
    };
  });
}

/** Measures the seconds of a run over the lines. */
export function secondsOf(lines: readonly string[], { run, runMany }: Pick<Work, "run" | "runMany">): number {
  let made = 0;
  const start = performance.now();
  if (runMany) for (let at = 0; at < lines.length; at += BATCH) made += runMany(lines.slice(at, at + BATCH));
  else for (const line of lines) made += run(line);
  const seconds = (performance.now() - start) / 1000;
  if (made === 0) throw new Error("the lines gave no words or ids");
  return seconds;
}
