import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type AnyTokenizer, AutoTokenizer, bertJapanese, Vocabulary } from "tohoku-tokenizers";
import type { Reference } from "../../fixtures/reference.js";
import { inFolder, readTexts, SAVED } from "../../fixtures/saved.js";
import { SMALL_TEXTS } from "../../fixtures/texts.js";
import type { Difference, Result } from "./compare.js";

const VOCABULARY = fileURLToPath(new URL("../../fixtures/small-vocab.txt", import.meta.url));
const TEXTS = SMALL_TEXTS.filter((text) => !/\p{Surrogate}/u.test(text));

/**
 * Compares saved tokenizers both ways. The reference loads our files and must give our ids; we load the files that it
 * then saves, save them, and must write the same bytes.
 */
export async function compareSaving(reference: Reference): Promise<Result> {
  const differences: Difference[] = [];
  let compared = 0;
  // Both sides drop duplicate lines when they save a vocabulary.
  const parsed = Vocabulary.parse(await readFile(VOCABULARY), VOCABULARY);
  const lines = Array.from(parsed.entries(), ([token]) => token);
  const expectSame = (input: string, ours: unknown, theirs: unknown): void => {
    compared++;
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) differences.push({ input, ours, theirs });
  };
  for (const [name, setting] of Object.entries(SAVED)) {
    const vocabulary = new Vocabulary(lines);
    const tokenizer = await bertJapanese(vocabulary, setting.arguments);
    for (const token of setting.added_tokens) tokenizer.add_tokens(token);
    await inFolder(async (folder) => {
      await tokenizer.save_pretrained(folder);
      const loaded = `saved by us: ${name}`;
      await reference.load(loaded, folder);
      const ids = await reference.encode(loaded, TEXTS);
      for (const [at, text] of TEXTS.entries()) expectSame(`${name}: ${text}`, tokenizer.encode(text), ids[at]);
      await inFolder(async (second) => {
        const names = await reference.save(loaded, second);
        const again = await AutoTokenizer.from_pretrained(second);
        expectSame(`${name}: files`, await filesOf(again), await readTexts(second, names));
      });
    });
  }
  const [smallest] = differences.sort((a, b) => a.input.length - b.input.length);
  return { part: "saving", lines: compared, differing: differences.length, smallest };
}

function filesOf(tokenizer: AnyTokenizer): Promise<Record<string, string>> {
  return inFolder(async (folder) => {
    await tokenizer.save_pretrained(folder);
    return readTexts(folder, await readdir(folder));
  });
}
