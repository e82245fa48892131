/** `npm run differential`: compares the package with the reference, text by text, and exits with 1 where they part. */
import { parseArgs } from "node:util";
import { VOCABULARIES } from "../../fixtures/vocabularies.js";
import { byT5Subject, compareCalls, fastSubjects, pieceSubjects, publishedSubject } from "./calls.js";
import { compare, type Part, type Result, smallestDifference, Tally } from "./compare.js";
import { compareDictionaries } from "./dictionaries.js";
import { PART_MAKERS } from "./parts.js";
import { Pool } from "./pool.js";
import { Progress } from "./progress.js";
import { comparePublished } from "./published.js";
import { compareJsons, compareModels, compareUnigrams } from "./random-models.js";
import { printReport } from "./report.js";
import { compareSaving } from "./saving.js";
import { adversarial, batches, corpus, type Source } from "./sources.js";

const { values: options } = parseArgs({
  options: {
    "corpus-only": { type: "boolean", default: false },
    adversarial: { type: "string", default: "1000000" },
    calls: { type: "string", default: "20000" },
    dictionaries: { type: "string", default: "500" },
    models: { type: "string", default: "2000" },
    strings: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
  },
});
const PUBLISHED = "published";
const DICTIONARIES = "dictionaries";
const MODELS = "models";
const UNIGRAMS = "unigrams";
const JSONS = "jsons";
const CALLS = "calls";
const SAVING = "saving";

const corpusOnly = options["corpus-only"];
const seed = wholeNumber("seed");
const adversarialTexts = corpusOnly ? 0 : wholeNumber("adversarial");
const calls = corpusOnly ? 0 : wholeNumber("calls");
const dictionaries = corpusOnly ? 0 : wholeNumber("dictionaries");
const models = corpusOnly ? 0 : wholeNumber("models");
const stringsEach = wholeNumber("strings");
const chosen = chooseParts();

const pool = await Pool.start();
try {
  const results = [
    ...(await compareParts()),
    ...(chosen.has(CALLS) && calls > 0 ? await callResults() : []),
    ...(chosen.has(SAVING) && !corpusOnly ? [await compareSaving(pool.references[0])] : []),
    ...(chosen.has(PUBLISHED) && !corpusOnly ? await publishedResult() : []),
    ...(chosen.has(DICTIONARIES) && dictionaries > 0
      ? [await compareDictionaries(pool, seed, dictionaries, stringsEach)]
      : []),
    ...(chosen.has(MODELS) && models > 0 ? [await compareModels(pool, seed, models, stringsEach)] : []),
    ...(chosen.has(UNIGRAMS) && models > 0 ? [await compareUnigrams(pool, seed, models, stringsEach)] : []),
    ...(chosen.has(JSONS) && models > 0 ? [await compareJsons(pool, seed, models, stringsEach)] : []),
  ];
  if (results.length === 0) throw new Error("nothing was compared: what was asked for is not at hand");
  printReport(results);
  if (results.some(({ differing }) => differing > 0)) process.exitCode = 1;
} finally {
  await pool.close();
}

/** Every text of every source through every part. */
async function compareParts(): Promise<Result[]> {
  const sources = chooseSources();
  const parts = await makeParts();
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

function* tasks(sources: readonly Source[], parts: readonly Part[]) {
  for (const texts of batches(sources)) {
    for (const part of parts) yield { part, texts };
  }
}

async function makeParts(): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { name, make } of PART_MAKERS.filter((maker) => chosen.has(maker.name))) {
    const part = await make(pool.references);
    if (part) parts.push(part);
    else console.error(`${name}: left out, what it needs is not at hand (TOHOKU_SHARED)`);
  }
  return parts;
}

function chooseSources(): Source[] {
  const files = corpus();
  if (files.length === 0) console.error("corpus: left out, the shared folder is not at hand (TOHOKU_SHARED)");
  return [...files, adversarial(seed, adversarialTexts)];
}

async function callResults(): Promise<Result[]> {
  const results: Result[] = [];
  for (const vocabulary of VOCABULARIES) {
    const subject = await publishedSubject(vocabulary);
    if (subject) results.push(await compareCalls(pool, subject, seed, calls));
    else console.error(`calls:${vocabulary.name}: left out, its vocab.txt is not at hand (TOHOKU_SHARED)`);
  }
  results.push(await compareCalls(pool, byT5Subject(), seed, calls));
  for (const subject of fastSubjects()) results.push(await compareCalls(pool, subject, seed, calls));
  for (const subject of await pieceSubjects()) results.push(await compareCalls(pool, subject, seed, calls));
  return results;
}

async function publishedResult(): Promise<Result[]> {
  const result = await comparePublished();
  if (!result) console.error("published outputs: left out, the shared folder is not at hand (TOHOKU_SHARED)");
  return result ? [result] : [];
}

function chooseParts(): ReadonlySet<string> {
  const known = [
    ...PART_MAKERS.map(({ name }) => name),
    CALLS,
    SAVING,
    PUBLISHED,
    DICTIONARIES,
    MODELS,
    UNIGRAMS,
    JSONS,
  ];
  const unknown = options.only?.find((name) => !known.includes(name));
  if (unknown !== undefined) usage(`--only ${unknown}: expected ${known.join(", ")}`);
  return new Set(options.only ?? known);
}

function wholeNumber(name: "adversarial" | "calls" | "dictionaries" | "models" | "strings" | "seed"): number {
  const value = options[name];
  if (!/^\d+$/.test(value)) usage(`--${name} ${value}: expected a whole number`);
  return Number(value);
}

function usage(message: string): never {
  console.error(message);
  process.exit(2);
}
