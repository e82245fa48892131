/** `npm run differential`: compares the package with its references and exits with 1 if anything differs. */
import { corpus, type Source } from "../../fixtures/corpus.js";
import { VOCABULARIES } from "../../fixtures/vocabularies.js";
import { byT5Subject, classSubjects, compareCalls, fastSubjects, pieceSubjects, publishedSubject } from "./calls.js";
import { compare, type Part, type Result, smallestDifference, Tally } from "./compare.js";
import { compareDictionaries } from "./dictionaries.js";
import {
  CALLS,
  DICTIONARIES,
  JSONS,
  MODELS,
  type Options,
  PUBLISHED,
  readOptions,
  SAVING,
  UNIGRAMS,
  usage,
} from "./options.js";
import { PART_MAKERS } from "./parts.js";
import { Pool } from "./pool.js";
import { Progress } from "./progress.js";
import { comparePublished } from "./published.js";
import { compareJsons, compareModels, compareUnigrams } from "./random-models.js";
import { printReport } from "./report.js";
import { compareSaving } from "./saving.js";
import { adversarial, batches } from "./sources.js";

const TEXT_PARTS = PART_MAKERS.map(({ name }) => name);

let options: Options | "help" | undefined;
try {
  options = readOptions(process.argv.slice(2), TEXT_PARTS);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}; see --help`);
  process.exitCode = 2;
}
if (options === "help") console.log(usage(TEXT_PARTS));
else if (options) await main(options);

async function main(options: Options): Promise<void> {
  const pool = await Pool.start();
  try {
    const results = [...(await compareParts(pool, options)), ...(await compareOthers(pool, options))];
    if (results.length === 0) throw new Error("nothing was compared: no chosen part has the files that it needs");
    printReport(results);
    if (results.some(({ differing }) => differing > 0)) process.exitCode = 1;
  } finally {
    await pool.close();
  }
}

/** Compares every text of every source in every chosen part. */
async function compareParts(pool: Pool, options: Options): Promise<Result[]> {
  const sources = chooseSources(options);
  const parts = await makeParts(pool, options);
  const tallies = new Map(parts.map((part) => [part, new Tally()]));
  const progress = new Progress("texts", parts.length * sources.reduce((sum, { count }) => sum + count, 0));

  await pool.each(tasks(sources, parts), async ({ part, texts }, reference) => {
    const differs = await compare(part, reference, texts);
    for (const [index, text] of texts.entries()) tallies.get(part)?.add(text, differs[index] === true);
    progress.advance(texts.length);
  });
  if (parts.length > 0) progress.end();

  const results: Result[] = [];
  for (const [part, { lines, differing, smallest }] of tallies) {
    const [reference] = pool.references;
    const shrunk = smallest === undefined ? undefined : await smallestDifference(part, reference, smallest);
    results.push({ part: part.name, lines, differing, smallest: shrunk });
  }
  return results;
}

function chooseSources({ corpusOnly, seed, adversarial: count }: Options): Source[] {
  const files = corpus();
  if (files.length === 0) console.error("corpus: left out, there is no corpus folder (TOHOKU_SHARED)");
  return [...files, adversarial(seed, corpusOnly ? 0 : count)];
}

async function makeParts(pool: Pool, { chosen }: Options): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { name, make } of PART_MAKERS.filter((maker) => chosen.has(maker.name))) {
    const part = await make(pool.references);
    if (part) parts.push(part);
    else console.error(`${name}: left out, a file that it needs is missing (TOHOKU_SHARED)`);
  }
  return parts;
}

function* tasks(sources: readonly Source[], parts: readonly Part[]) {
  for (const texts of batches(sources)) {
    for (const part of parts) yield { part, texts };
  }
}

/** Compares the chosen parts that bring their own inputs. */
async function compareOthers(pool: Pool, options: Options): Promise<Result[]> {
  const { chosen, corpusOnly, seed, calls, dictionaries, models, strings } = options;
  if (corpusOnly) return [];
  const results: Result[] = [];
  if (chosen.has(CALLS) && calls > 0) results.push(...(await callResults(pool, seed, calls)));
  if (chosen.has(SAVING)) results.push(await compareSaving(pool.references[0]));
  if (chosen.has(PUBLISHED)) results.push(...(await publishedResult()));
  if (chosen.has(DICTIONARIES) && dictionaries > 0) {
    results.push(await compareDictionaries(pool, seed, dictionaries, strings));
  }
  if (models === 0) return results;
  if (chosen.has(MODELS)) results.push(await compareModels(pool, seed, models, strings));
  if (chosen.has(UNIGRAMS)) results.push(await compareUnigrams(pool, seed, models, strings));
  if (chosen.has(JSONS)) results.push(await compareJsons(pool, seed, models, strings));
  return results;
}

async function callResults(pool: Pool, seed: number, calls: number): Promise<Result[]> {
  const results: Result[] = [];
  for (const vocabulary of VOCABULARIES) {
    const subject = await publishedSubject(vocabulary);
    if (subject) results.push(await compareCalls(pool, subject, seed, calls));
    else console.error(`calls:${vocabulary.name}: left out, its vocab.txt is missing (TOHOKU_SHARED)`);
  }
  results.push(await compareCalls(pool, byT5Subject(), seed, calls));
  for (const subject of await classSubjects()) results.push(await compareCalls(pool, subject, seed, calls));
  for (const subject of fastSubjects()) results.push(await compareCalls(pool, subject, seed, calls));
  for (const subject of await pieceSubjects()) results.push(await compareCalls(pool, subject, seed, calls));
  return results;
}

async function publishedResult(): Promise<Result[]> {
  const result = await comparePublished();
  if (!result) console.error("published outputs: left out, goldens/published.jsonl is missing (TOHOKU_SHARED)");
  return result ? [result] : [];
}
