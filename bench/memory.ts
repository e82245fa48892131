import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { LONGEST, repeatedTo } from "./long-lines.js";
import { ROOT } from "./program.js";
import type { Texts } from "./texts.js";

/** Peak memory of a process after each of its steps, in kilobytes. */
export interface Memory {
  readonly dictionary: string;
  readonly started: number;
  readonly loaded: number;
  readonly read: number;
  readonly segmented: number;
}

const SOURCE = `
  import { readFileSync } from "node:fs";
  const peak = () => process.resourceUsage().maxRSS;
  const started = peak();
  const { MeCab } = await import("tohoku-tokenizers/mecab");
  const [dictionary, file] = process.argv.slice(1);
  const mecab = await MeCab.load(dictionary);
  const loaded = peak();
  const line = readFileSync(file, "utf8");
  const read = peak();
  mecab.segment(line);
  console.log(JSON.stringify({ dictionary, started, loaded, read, segmented: peak() }));
`;

/** Segments the longest line once with each dictionary, in a fresh process each. */
export async function measureMemory(texts: Texts, dictionaries: readonly string[]): Promise<Memory[]> {
  const file = join(texts.folder, "longest.txt");
  await writeFile(file, repeatedTo(texts.lines.join(""), LONGEST));
  const results: Memory[] = [];
  for (const dictionary of dictionaries) {
    console.error(`memory: ${dictionary}`);
    const options = ["--input-type=module", "-e", SOURCE, dictionary, file];
    const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: ROOT });
    results.push(JSON.parse(stdout) as Memory);
  }
  return results;
}
