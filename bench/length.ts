import { type Sample, USUAL } from "./contestants/lengths.js";
import type { Extent } from "./extent.js";
import { table } from "./markdown.js";
import { type Memory, measureMemory } from "./memory.js";
import { nodeProgram, type Program } from "./program.js";
import { inRounds } from "./rounds.js";
import { median, spread } from "./statistics.js";
import type { Texts } from "./texts.js";

const DICTIONARIES = ["ipadic", "unidic-lite"] as const;

export interface LengthResult {
  readonly row: string;
  /** One sample per round. */
  readonly nanoseconds: readonly number[];
  readonly median: number;
  /** Median over the rounds of the ratio to lines of 100 characters, measured right before and after. */
  readonly ratio: number;
}

export interface Cell extends LengthResult {
  readonly dictionary: string;
}

export interface Length {
  readonly markdown: string;
  readonly rounds: number;
  readonly results: readonly Cell[];
  readonly memory: readonly Memory[];
}

/** Measures the cost per character by line length, and the memory that the longest line takes. */
export async function measureLength(texts: Texts, { rounds, longest }: Extent): Promise<Length> {
  const programs = DICTIONARIES.map((dictionary) =>
    nodeProgram("words-length.ts", { lines: texts.file, dictionary, longest }),
  );
  try {
    const measured = await measureRows(programs, rounds);
    const results = measured.flatMap((rows, at) => rows.map((row) => ({ dictionary: DICTIONARIES[at], ...row })));
    const memory = await measureMemory(texts, DICTIONARIES);
    const note = `Nanoseconds per character of \`segment\`, median (min–max) of ${rounds} rounds. The text is all lines joined, repeated to at least a million characters.`;
    const markdown = ["## Line length", note, lengthTable(DICTIONARIES, measured), memoryTable(memory)].join("\n\n");
    return { markdown, rounds, results, memory };
  } finally {
    await Promise.all(programs.map((program) => program.close()));
  }
}

/** Measures the cost per character in each row, for programs that have the same rows (contestants/lengths.ts). */
export async function measureRows(programs: readonly Program[], rounds: number): Promise<LengthResult[][]> {
  let names: readonly string[] = [];
  for (const program of programs) names = (await program.ask("rows")) as string[];
  const turns = names.flatMap((_, index) => programs.map((program) => ({ index, program })));
  const samples = await inRounds(
    turns,
    rounds,
    async ({ index, program }) => (await program.ask("run", index)) as Sample,
  );
  return programs.map((program) =>
    names.map((row, index) => {
      const ofRow = samples[turns.findIndex((turn) => turn.program === program && turn.index === index)];
      const nanoseconds = ofRow.map((sample) => sample.row);
      const ratio = median(ofRow.map((sample) => sample.row / sample.usual));
      return { row, nanoseconds, median: median(nanoseconds), ratio };
    }),
  );
}

/** @param measured one list of the same rows for each name */
export function lengthTable(names: readonly string[], measured: readonly (readonly LengthResult[])[]): string {
  const head = [
    "characters per line",
    ...names.flatMap((name) => [`${name}, ns per character`, `× lines of ${USUAL}`]),
  ];
  const body = measured[0].map(({ row }, index) => [
    row,
    ...measured.flatMap((rows) => [spread(rows[index].nanoseconds, 0), rows[index].ratio.toFixed(2)]),
  ]);
  return table(head, body);
}

function memoryTable(memory: readonly Memory[]): string {
  const megabytes = (kilobytes: number): string => (kilobytes / 1024).toFixed(0);
  const rows = memory.map(({ dictionary, started, loaded, read, segmented }) => [
    dictionary,
    ...[started, loaded, read, segmented].map(megabytes),
  ]);
  const head = ["peak memory (MiB)", "Node started", "dictionary loaded", "line of 10,000,000 read", "line segmented"];
  return table(head, rows);
}
