import { dirname } from "node:path";
import { isBuiltIn, VOCABULARIES, vocabularyFile } from "../fixtures/vocabularies.js";
import type { Extent } from "./extent.js";
import { table } from "./markdown.js";
import { nodeProgram } from "./program.js";
import { inRounds } from "./rounds.js";
import { countCharacters, median, medianRatio, spread } from "./statistics.js";
import type { Texts } from "./texts.js";

const WORKERS = [1, 2] as const;
const MEASURED = ["v1", "v3", "v3-char"];
const BYTES = "bybert-jp-100m";

export interface WorkersResult {
  readonly model: string;
  /** The samples of one worker and of two, one per round. */
  readonly charactersPerSecond: readonly [one: readonly number[], two: readonly number[]];
  /** The median speed of two workers. */
  readonly median: number;
  /** The median of the ratios of the rounds. */
  readonly ratio: number;
}

export interface WorkersBench {
  readonly markdown: string;
  readonly lines: number;
  readonly rounds: number;
  readonly results: readonly WorkersResult[];
  readonly skipped: readonly string[];
}

/** Measures one call for many lines, divided among workers. */
export async function measureWorkers(texts: Texts, { batchLines, rounds }: Extent): Promise<WorkersBench> {
  const vocabularies = VOCABULARIES.filter(({ name }) => MEASURED.includes(name));
  const results: WorkersResult[] = [];
  const skipped: string[] = [];
  for (const vocabulary of vocabularies) {
    const { model } = vocabulary;
    const file = vocabularyFile(vocabulary);
    if (file)
      results.push(
        await measureModel(model, isBuiltIn(vocabulary) ? undefined : dirname(file), texts, batchLines, rounds),
      );
    else skipped.push(`${model}: no vocab.txt (\`TOHOKU_SHARED=FOLDER npm run bench\`)`);
  }
  results.push(await measureModel(BYTES, undefined, texts, batchLines, rounds));
  const rows = results.map(({ model, charactersPerSecond: [one, two], ratio }) => {
    const show = (speeds: readonly number[]): string =>
      spread(
        speeds.map((speed) => speed / 1e6),
        1,
      );
    return [model, show(one), show(two), ratio.toFixed(2)];
  });
  const note = `Million characters per second of one call of \`encode_batch\` for ${batchLines} lines, which repeat the text: median (min–max) of ${rounds} rounds.`;
  const tables = table(["model", "1 worker", "2 workers", "times as fast"], rows);
  const markdown = ["## Workers", note, tables, ...skipped.map((reason) => `Skipped: ${reason}`)].join("\n\n");
  return { markdown, lines: batchLines, rounds, results, skipped };
}

async function measureModel(
  model: string,
  files: string | undefined,
  texts: Texts,
  count: number,
  rounds: number,
): Promise<WorkersResult> {
  console.error(`workers, ${model}`);
  const lengths = texts.lines.map(countCharacters);
  const characters = Array.from({ length: count }, (_, at) => lengths[at % lengths.length]).reduce(
    (sum, length) => sum + length,
    0,
  );
  const samples = await inRounds(WORKERS, rounds, async (workers) => {
    const program = nodeProgram("own-workers.ts", { lines: texts.file, model, files, workers, count });
    try {
      const seconds = (await program.ask("run")) as number;
      await program.ask("end");
      return Math.round(characters / seconds);
    } finally {
      await program.close();
    }
  });
  const [one, two] = samples;
  return {
    model,
    charactersPerSecond: [one, two],
    median: median(two),
    ratio: Number(medianRatio(two, one).toFixed(3)),
  };
}
