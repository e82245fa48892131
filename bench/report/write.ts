import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../program.js";
import { chartsOf } from "./charts.js";
import { withSection } from "./readme.js";
import { LATEST, type Results } from "./results.js";
import { summaryOf } from "./summary.js";

export const README = join(ROOT, "README.md");
/** Where charts are, from the README. */
export const FOLDER = "bench/results";

/** Writes the charts and the README's figures of the run saved last. */
export async function writeReport(): Promise<void> {
  const results = JSON.parse(await readFile(LATEST, "utf8")) as Results;
  for (const { file, svg } of chartsOf(results)) await writeFile(join(ROOT, FOLDER, file), svg);
  await writeFile(README, withSection(await readFile(README, "utf8"), summaryOf(results, FOLDER)));
}
