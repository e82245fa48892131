import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withSection } from "../../tools/document-section.js";
import { ROOT } from "../program.js";
import { chartsOf } from "./charts.js";
import { digestOf } from "./digest.js";
import { pageOf } from "./page.js";
import { readSavedRuns, type SavedRuns } from "./results.js";

/** Folder of the charts, relative to the root of the repository. */
export const CHARTS = "bench/results";

/** The documents with a generated section: paths relative to the root, with what makes the section. */
export const DOCUMENTS: readonly { readonly file: string; readonly sectionOf: (runs: SavedRuns) => string }[] = [
  { file: "README.md", sectionOf: digestOf },
  { file: "docs/benchmark.md", sectionOf: (runs) => pageOf(runs, `../${CHARTS}`) },
];

/** Writes the charts and the generated sections of the saved runs. */
export async function writeReport(): Promise<void> {
  const runs = readSavedRuns();
  for (const { file, svg } of chartsOf(runs.latest)) await writeFile(join(ROOT, CHARTS, file), svg);
  for (const { file, sectionOf } of DOCUMENTS) {
    const path = join(ROOT, file);
    await writeFile(path, withSection(await readFile(path, "utf8"), "bench", sectionOf(runs), file));
  }
}
