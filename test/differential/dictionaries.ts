import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MeCab } from "tohoku-tokenizers/mecab";
import { Random } from "../../fixtures/random.js";
import { compare, type Part, type Result, smallestDifference, Tally } from "./compare.js";
import { compile, findCompiler } from "./compile.js";
import type { Pool } from "./pool.js";
import { Progress } from "./progress.js";
import { randomDictionary, randomText } from "./random-dictionary.js";

/** Compares words with random dictionaries, which find in seconds the differences that real dictionaries hide. */
export async function compareDictionaries(pool: Pool, seed: number, count: number, strings: number): Promise<Result> {
  const compiler = await findCompiler();
  const home = await mkdtemp(join(tmpdir(), "random-dictionaries-"));
  const tally = new Tally();
  const progress = new Progress("random dictionaries", count);
  /** Folder of the dictionary with the shortest text that differs. */
  let worst: string | undefined;

  await pool.each(numbers(count), async (number, reference) => {
    // Each dictionary has its own seed, so that it can be generated again alone.
    const random = new Random(seed + number);
    const dictionary = randomDictionary(random);
    const folder = join(home, String(number));
    await mkdir(folder);
    await compile(compiler, dictionary.files, folder);
    const texts = Array.from({ length: strings }, () => randomText(random, dictionary));

    const differs = await compare(await folderPart(folder), reference, texts);
    for (const [index, text] of texts.entries()) {
      if (tally.add(text, differs[index] === true)) worst = folder;
    }
    if (!differs.includes(true)) await rm(folder, { recursive: true });
    progress.advance(1);
  });
  progress.end();

  const part = "words:random dictionaries";
  const { lines, differing, smallest } = tally;
  if (smallest === undefined || worst === undefined) {
    await rm(home, { recursive: true });
    return { part, lines, differing };
  }
  console.error(`The dictionaries that differ are kept in ${home}; the smallest difference is in ${worst}`);
  const [reference] = pool.references;
  return { part, lines, differing, smallest: await smallestDifference(await folderPart(worst), reference, smallest) };
}

async function folderPart(folder: string): Promise<Part> {
  const mecab = await MeCab.load(folder);
  const specified = await MeCab.load(folder, { engine: "typescript" });
  return {
    name: `words:${folder}`,
    // If the two engines differ, at least one of them differs from the reference.
    ours: (text) => {
      const words = mecab.words(text);
      const same = words.join("\n") === specified.words(text).join("\n");
      return same ? words : [...words, "the engines differ"];
    },
    theirs: (reference, texts) => reference.words(folder, texts),
  };
}

function* numbers(count: number): Generator<number> {
  for (let number = 0; number < count; number++) yield number;
}
