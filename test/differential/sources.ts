import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AdversarialTexts } from "../../fixtures/adversarial.js";
import { sharedPath } from "../../fixtures/shared.js";

/** A source of texts, with their number. */
export interface Source {
  readonly name: string;
  readonly count: number;
  texts(): Iterable<string>;
}

const LINES_PER_BATCH = 2000;
const CHARACTERS_PER_BATCH = 100_000;

/** The files of the corpus, one source each. Empty if there is no corpus. */
export function corpus(): Source[] {
  const folder = sharedPath("corpus");
  if (!folder) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".txt"));
  return files.sort().map((file) => {
    const path = join(folder, file);
    return { name: file, count: readLines(path).length, texts: () => readLines(path) };
  });
}

/** Reads the lines of a file. Only "\n" ends a line. */
function readLines(path: string): string[] {
  const lines = readFileSync(path, "utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

export function adversarial(seed: number, count: number): Source {
  return {
    name: "adversarial",
    count,
    *texts() {
      const texts = new AdversarialTexts(seed);
      for (let made = 0; made < count; made++) yield texts.next();
    },
  };
}

/** Yields the texts of all sources in batches, one for each request. */
export function* batches(sources: readonly Source[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const source of sources) {
    for (const text of source.texts()) {
      batch.push(text);
      characters += text.length;
      if (batch.length < LINES_PER_BATCH && characters < CHARACTERS_PER_BATCH) continue;
      yield batch;
      batch = [];
      characters = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
