import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withSection } from "../../tools/document-section.js";
import { ROOT } from "../program.js";
import { chartsOf } from "./charts.js";
import { digestOf } from "./digest.js";
import { pageOf } from "./page.js";
import { LATEST, type Results } from "./results.js";

/** Folder of the charts, relative to the root of the repository. */
export const CHARTS = "bench/results";

/** The documents with a generated section: paths relative to the root, with what makes the section. */
export const DOCUMENTS: readonly { readonly file: string; readonly sectionOf: (results: Results) => string }[] = [
  { file: "README.md", sectionOf: digestOf },
  { file: "docs/benchmark.md", sectionOf: (results) => pageOf(results, `../${CHARTS}`) },
];

/** Writes the charts and the generated sections of the run saved last. */
export async function writeReport(): Promise<void> {
  const results = JSON.parse(await readFile(LATEST, "utf8")) as Results;
  for (const { file, svg } of chartsOf(results)) await writeFile(join(ROOT, CHARTS, file), svg);
  for (const { file, sectionOf } of DOCUMENTS) {
    const path = join(ROOT, file);
    await writeFile(path, withSection(await readFile(path, "utf8"), "bench", sectionOf(results), file));
  }
}
