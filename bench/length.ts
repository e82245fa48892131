import type { Row } from "./contestants/lengths.js";
import type { Extent } from "./extent.js";
import { table } from "./markdown.js";
import { type Memory, measureMemory } from "./memory.js";
import { nodeProgram, type Program } from "./program.js";
import { inRounds } from "./rounds.js";
import { median, medianRatio, spread } from "./statistics.js";
import type { Texts } from "./texts.js";

const DICTIONARIES = ["ipadic", "unidic-lite"] as const;
/** Lines of this many characters are what others are compared with. */
const USUAL = 100;

export interface Cell {
  readonly dictionary: string;
  readonly row: string;
  readonly nanoseconds: readonly number[];
  readonly median: number;
  /** To lines of 100 characters: the median of each round's ratio. */
  readonly ratio: number;
}

export interface Length {
  readonly markdown: string;
  readonly rounds: number;
  readonly results: readonly Cell[];
  readonly memory: readonly Memory[];
}

/** What a character costs as lines get longer, and how much memory the longest takes. */
export async function measureLength(texts: Texts, { rounds, longest }: Extent): Promise<Length> {
  const results: Cell[] = [];
  const head: string[] = ["characters a line"];
  const body: string[][] = [];
  const programs = DICTIONARIES.map((dictionary) =>
    nodeProgram("words-length.ts", { lines: texts.file, dictionary, longest }),
  );
  try {
    const rows = (await programs[0].ask("rows")) as Row[];
    await programs[1].ask("rows");
    const turns = rows.flatMap((row, index) => programs.map((program) => ({ row, index, program })));
    const samples = await inRounds(turns, rounds, ({ row, index, program }) => costOf(program, row, index));
    const cells = (program: Program): number[][] => samples.filter((_, turn) => turns[turn].program === program);
    const usual = rows.findIndex(({ name }) => name === String(USUAL));
    DICTIONARIES.forEach((dictionary, at) => {
      const costs = cells(programs[at]);
      head.push(`${dictionary}, ns a character`, `× lines of ${USUAL}`);
      rows.forEach(({ name }, index) => {
        body[index] ??= [name];
        const ratio = medianRatio(costs[index], costs[usual]);
        body[index].push(spread(costs[index], 0), ratio.toFixed(2));
        results.push({ dictionary, row: name, nanoseconds: costs[index], median: median(costs[index]), ratio });
      });
    });
  } finally {
    await Promise.all(programs.map((program) => program.close()));
  }
  const memory = await measureMemory(texts, DICTIONARIES);
  const note = `Nanoseconds a character, median (min–max) of ${rounds} rounds, of \`segment\` over the joined text, repeated to at least a million characters.`;
  const markdown = ["## Line length", note, table(head, body), memoryTable(memory)].join("\n\n");
  return { markdown, rounds, results, memory };
}

async function costOf(program: Program, { characters }: Row, index: number): Promise<number> {
  const seconds = (await program.ask("run", index)) as number;
  return (seconds / characters) * 1e9;
}

function memoryTable(memory: readonly Memory[]): string {
  const megabytes = (kilobytes: number): string => (kilobytes / 1024).toFixed(0);
  const rows = memory.map(({ dictionary, started, loaded, read, segmented }) => [
    dictionary,
    ...[started, loaded, read, segmented].map(megabytes),
  ]);
  const head = ["peak memory (MiB)", "Node", "dictionary loaded", "line of 10,000,000 read", "line segmented"];
  return table(head, rows);
}
