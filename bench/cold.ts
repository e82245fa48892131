import { spawn } from "node:child_process";
import { table } from "./markdown.js";
import { ROOT } from "./program.js";
import { inRounds } from "./rounds.js";
import { median, medianRatio, spread } from "./statistics.js";

const SENTENCE = "吾輩は猫である。名前はまだ無い。";

function firstWord(dictionary: string): string {
  return `
    import { MeCab } from "tohoku-tokenizers/mecab";
    const mecab = await MeCab.load("${dictionary}");
    console.log(mecab.words("${SENTENCE}")[0]);
  `;
}

const PROGRAMS = [
  { name: "Node alone", source: `console.log("${SENTENCE}"[0]);` },
  { name: "first word with IPADIC", source: firstWord("ipadic") },
  { name: "first word with unidic-lite", source: firstWord("unidic-lite") },
] as const;

export interface Cold {
  readonly markdown: string;
  readonly rounds: number;
  readonly results: readonly {
    readonly name: string;
    readonly milliseconds: readonly number[];
    readonly median: number;
  }[];
}

/**
 * Measures the time from the start of a process to its first output. An unmeasured round comes first, so that all files
 * are in the system's cache.
 */
export async function measureCold(rounds: number): Promise<Cold> {
  await inRounds(PROGRAMS, 1, ({ source }) => untilOutput(source));
  const samples = await inRounds(PROGRAMS, rounds, ({ source }) => untilOutput(source));
  const rows = PROGRAMS.map(({ name }, index) => [
    name,
    spread(samples[index], 0),
    medianRatio(samples[index], samples[0]).toFixed(2),
  ]);
  const note = `Milliseconds from the start of a process to its first output: median (min–max) of ${rounds} rounds. All files are in the system's cache.`;
  const markdown = ["## Cold start", note, table(["", "ms", "× Node alone"], rows)].join("\n\n");
  const results = PROGRAMS.map(({ name }, index) => ({
    name,
    milliseconds: samples[index].map((sample) => Number(sample.toFixed(1))),
    median: Number(median(samples[index]).toFixed(1)),
  }));
  return { markdown, rounds, results };
}

function untilOutput(source: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let milliseconds: number | undefined;
    const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", () => {
      milliseconds = performance.now() - start;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (milliseconds === undefined || code !== 0)
        reject(new Error(`a process exited with code ${code}, expected output and code 0`));
      else resolve(milliseconds);
    });
  });
}
