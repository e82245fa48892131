import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedPath } from "../fixtures/shared.js";
import { generateLines } from "./generated-lines.js";
import { countCharacters } from "./statistics.js";

/** The text that all contestants read. */
export interface Texts {
  readonly description: string;
  readonly lines: readonly string[];
  /** Path of a file with the lines, each terminated by "\n". */
  readonly file: string;
  /** Folder for temporary files of the contestants. */
  readonly folder: string;
  discard(): Promise<void>;
}

/** Takes about `count` lines: every k-th line of each file of the corpus, or generated lines if there is no corpus. */
export async function gatherTexts(count: number): Promise<Texts> {
  const corpus = sharedPath("corpus");
  const { lines, origin } = corpus
    ? await mixture(corpus, count)
    : {
        lines: generateLines(count),
        origin: "generated sentences, not real text, because there is no corpus (TOHOKU_SHARED)",
      };
  const characters = lines.reduce((sum, line) => sum + countCharacters(line), 0);
  const folder = await mkdtemp(join(tmpdir(), "tohoku-tokenizers-bench-"));
  const file = join(folder, "lines.txt");
  await writeFile(file, lines.map((line) => `${line}\n`).join(""));
  return {
    description: `${lines.length} lines, ${characters} characters (code points); ${origin}.`,
    lines,
    file,
    folder,
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

async function mixture(corpus: string, count: number): Promise<{ lines: string[]; origin: string }> {
  const names = (await readdir(corpus)).filter((name) => name.endsWith(".txt")).sort();
  const files = await Promise.all(names.map(async (name) => linesOf(await readFile(join(corpus, name), "utf8"))));
  const total = files.reduce((sum, lines) => sum + lines.length, 0);
  const step = Math.max(1, Math.floor(total / count));
  return {
    lines: files.flatMap((lines) => lines.filter((_, index) => index % step === 0)),
    origin: `one line in ${step} of ${names.map((name) => name.replace(".txt", "")).join(", ")}`,
  };
}

/** Returns the texts with other lines, which are written to a file of that name. */
export async function withLines(texts: Texts, name: string, lines: readonly string[]): Promise<Texts> {
  const file = join(texts.folder, `${name}.txt`);
  await writeFile(file, lines.map((line) => `${line}\n`).join(""));
  return { ...texts, lines, file };
}

/** The lines of a text that ends with "\n". */
export function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}
