import { type Contestant, type Lines, linesIn, reasonOf, Skipped } from "./contestant.js";
import { table } from "./markdown.js";
import { inRounds } from "./rounds.js";
import { countCharacters, median, medianRatio, spread } from "./statistics.js";
import type { Texts } from "./texts.js";

/** Before each sample a contestant warms up for this many seconds or runs, whichever comes first. */
const WARM_SECONDS = 1;
const MOST_WARM_RUNS = 10;
/** The fewest lines that a round measures, if there are so many. */
const FEWEST_LINES = 50;

/** Contestants that do the same work. The first one is this library; the output of the others is compared with its own. */
export interface Group {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Name of the entry that ratios refer to. If that is not available, they refer to the first entry. */
  readonly base: string;
}

export interface Entry {
  readonly name: string;
  /** True if its output must be the same on all lines; a difference then ends the run. */
  readonly exact: boolean;
  start(): Promise<Contestant>;
}

/** One contestant of one group, ready to be measured. */
interface Runner {
  readonly group: Group;
  readonly entry: Entry;
  readonly contestant: Contestant;
  /** Number of lines on which its output differs from ours. */
  readonly differing: number;
}

export interface Result {
  readonly group: string;
  /** Name of the contestant without its version. */
  readonly entry: string;
  readonly name: string;
  readonly differing: number;
  /** One sample per round. */
  readonly charactersPerSecond: readonly number[];
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** The entry that the ratio refers to; the ratio is the median of the ratios of the rounds. */
  readonly base: string;
  readonly ratio: number;
}

export interface Throughput {
  readonly markdown: string;
  readonly rounds: number;
  readonly results: readonly Result[];
  readonly skipped: readonly string[];
}

/** Compares the output of all contestants, then measures them in turn. */
export async function measureThroughput(
  title: string,
  groups: readonly Group[],
  { lines }: Texts,
  rounds: number,
): Promise<Throughput> {
  // No part that is measured has been seen before. A text of few lines is measured whole.
  const step = lines.length >= FEWEST_LINES * (rounds + 1) ? rounds + 1 : 1;
  const parts = Array.from({ length: rounds + 1 }, (_, first): Lines => ({ first: first % step, step }));
  const characters = parts.map((part) => linesIn(lines, part).reduce((sum, line) => sum + countCharacters(line), 0));
  const skipped: string[] = [];
  const runners: Runner[] = [];
  try {
    for (const group of groups) await startGroup(group, lines, runners, skipped);
    const seconds = await inRounds(runners, rounds, ({ contestant }, round) =>
      warmRun(contestant, parts[0], parts[round + 1]),
    );
    const speeds = seconds.map((samples) => samples.map((second, round) => Math.round(characters[round + 1] / second)));
    const results = runners.map((runner, index) => resultOf(runner, speeds[index], runners, speeds));
    const note = `Million characters per second, median (min–max) of ${rounds} rounds. In each round a contestant warms up for ${WARM_SECONDS} s or ${MOST_WARM_RUNS} runs, whichever comes first; then one run counts, over lines that it has not seen before. A ratio is the median of the ratios of the rounds.`;
    const tables = groups
      .map(({ name }) => tableOf(results.filter(({ group }) => group === name)))
      .filter((text) => text !== "");
    const markdown = [`## ${title}`, note, ...tables, ...skipped.map((reason) => `Skipped: ${reason}`)].join("\n\n");
    return { markdown, rounds, results, skipped };
  } finally {
    await Promise.all(runners.map(({ contestant }) => contestant.close()));
  }
}

/** Measures a run after unmeasured ones, because a process that has just waited for the others is slower at first. */
async function warmRun(contestant: Contestant, warm: Lines, measured: Lines): Promise<number> {
  let warmed = 0;
  for (let run = 0; run < MOST_WARM_RUNS && warmed < WARM_SECONDS; run++) warmed += await contestant.run(warm);
  return contestant.run(measured);
}

/** Starts a group's contestants: adds them to `runners`, or the reasons why they are not available to `skipped`. */
async function startGroup(group: Group, lines: readonly string[], runners: Runner[], skipped: string[]): Promise<void> {
  let expected: readonly string[] | undefined;
  for (const entry of group.entries) {
    const place = `${group.name}, ${entry.name}`;
    console.error(place);
    const started = await startEntry(entry).catch((error: unknown) => {
      // Our own contestant may lack a vocabulary file, but any other error is a bug.
      if (!expected && !(error instanceof Skipped)) throw error;
      skipped.push(`${place}: ${reasonOf(error)}${error instanceof Skipped ? ` (\`${error.remedy}\`)` : ""}`);
      return undefined;
    });
    if (!started) {
      // Without our own contestant there is nothing to compare with.
      if (!expected) return;
      continue;
    }
    const { contestant, output } = started;
    const wanted = (expected ??= output);
    const differing = lines.filter((_, index) => output[index] !== wanted[index]);
    runners.push({ group, entry, contestant, differing: differing.length });
    if (output.length !== lines.length) throw new Error(`${place}: ${output.length} results for ${lines.length} lines`);
    if (entry.exact && differing.length > 0) {
      throw new Error(`${place}: the output differs from ours on ${differing.length} lines, first on: ${differing[0]}`);
    }
  }
}

async function startEntry(entry: Entry): Promise<{ contestant: Contestant; output: readonly string[] }> {
  const contestant = await entry.start();
  try {
    return { contestant, output: await contestant.output() };
  } catch (error) {
    await contestant.close();
    throw error;
  }
}

function resultOf(
  { group, entry, contestant, differing }: Runner,
  charactersPerSecond: readonly number[],
  runners: readonly Runner[],
  speeds: readonly (readonly number[])[],
): Result {
  const isMember = (runner: Runner): boolean => runner.group === group;
  const wanted = runners.findIndex((runner) => isMember(runner) && runner.entry.name === group.base);
  const base = wanted >= 0 ? wanted : runners.findIndex(isMember);
  return {
    group: group.name,
    entry: entry.name,
    name: contestant.name,
    differing,
    charactersPerSecond,
    median: median(charactersPerSecond),
    lowest: Math.min(...charactersPerSecond),
    highest: Math.max(...charactersPerSecond),
    base: runners[base].entry.name,
    ratio: Number(medianRatio(charactersPerSecond, speeds[base]).toFixed(3)),
  };
}

/** @param results the results of one group */
function tableOf(results: readonly Result[]): string {
  if (results.length === 0) return "";
  const rows = results.map(({ name, charactersPerSecond, differing, ratio }) => {
    const millions = charactersPerSecond.map((speed) => speed / 1e6);
    return [name, spread(millions, 3), ratio.toFixed(2), String(differing)];
  });
  return table([results[0].group, "M characters/s", `× ${results[0].base}`, "lines that differ from ours"], rows);
}
