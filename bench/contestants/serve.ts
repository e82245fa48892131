import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
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
    process.stdout.write(`${JSON.stringify({ answer: answers[ask](argument) ?? null })}\n`);
  }
}

/** The work of a contestant on one line. */
export interface Work {
  /** Returns the words or ids of a line, joined by spaces. */
  outputOf(line: string): string;
  /** Does the same work and returns only the number of words or ids, so that it cannot be optimized away. */
  run(line: string): number;
}

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
      run: () => secondsOf(lines, work.run),
    };
  });
}

/** Measures the seconds of a run over the lines. */
export function secondsOf(lines: readonly string[], run: (line: string) => number): number {
  let made = 0;
  const start = performance.now();
  for (const line of lines) made += run(line);
  const seconds = (performance.now() - start) / 1000;
  if (made === 0) throw new Error("the lines gave no words or ids");
  return seconds;
}
