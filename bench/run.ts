/**
 * `npm run bench`: measures the library and comparable tools in one run.
 *
 * Tables go to standard output as Markdown, progress to standard error.
 */
import { writeFile } from "node:fs/promises";
import { reasonOf } from "./contestant.js";
import { describeMachine } from "./machine.js";
import { type Options, readOptions, USAGE } from "./options.js";
import { PARTS } from "./parts.js";
import { savedFile } from "./report/results.js";
import { writeReport } from "./report/write.js";
import { gatherTexts } from "./texts.js";

async function main(options: Options): Promise<void> {
  if (!options.onlyReports) await measure(options);
  if (options.onlyReports || options.savedAs !== undefined) await writeReport();
}

async function measure({ extent, isQuick, parts, json, savedAs }: Options): Promise<void> {
  const texts = await gatherTexts(extent.lines);
  try {
    const machine = describeMachine();
    console.log(`# Benchmark\n\n${machine.text}\n\nText: ${texts.description}\n`);
    const results: Record<string, unknown> = { machine, text: texts.description, isQuick, extent };
    for (const part of parts) {
      const measured = await PARTS[part](texts, extent);
      console.log(`${measured.markdown}\n`);
      results[part] = measured;
    }
    const written = `${JSON.stringify(results, (key, value) => (key === "markdown" ? undefined : value), 2)}\n`;
    if (json !== undefined) await writeFile(json, written);
    if (savedAs !== undefined) await writeFile(savedFile(savedAs), written);
  } finally {
    await texts.discard();
  }
}

let options: Options | "help" | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${reasonOf(error)}; see --help`);
  process.exitCode = 2;
}
if (options === "help") console.log(USAGE);
else if (options) await main(options);
