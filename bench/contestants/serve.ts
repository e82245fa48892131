import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { linesOf } from "../texts.js";

/** Answers to what ../program.ts may ask, by name. */
export type Answers = Readonly<Record<string, (argument: unknown) => unknown>>;

/** What every program is told. */
export interface TextSettings {
  /** A file of lines, each ended by "\n". */
  readonly lines: string;
}

/** Answers until the input ends. */
export async function serve<Settings>(open: (settings: Settings) => Promise<Answers>): Promise<void> {
  const answers = await open(JSON.parse(process.argv[2]) as Settings);
  for await (const line of createInterface({ input: process.stdin })) {
    const { ask, with: argument } = JSON.parse(line) as { ask: string; with?: unknown };
    process.stdout.write(`${JSON.stringify({ answer: answers[ask](argument) ?? null })}\n`);
  }
}

/** How a contestant does its work. */
export interface Work {
  /** What it makes of a line, with spaces between. */
  outputOf(line: string): string;
  /** Makes the same and drops it; returns how much it made, so that the work cannot be optimized away. */
  run(line: string): number;
}

/** Serves a contestant: its output, and the seconds that a run over all lines takes. */
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

/** The seconds that a run over the lines takes. */
export function secondsOf(lines: readonly string[], run: (line: string) => number): number {
  let made = 0;
  const start = performance.now();
  for (const line of lines) made += run(line);
  const seconds = (performance.now() - start) / 1000;
  if (made === 0) throw new Error("nothing was made of the lines");
  return seconds;
}
