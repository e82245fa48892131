/**
 * `npm run bench`: how fast the library is, beside those who do part of its work, measured in one run.
 *
 * Tables go to standard output as Markdown, progress to standard error.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { byteGroups } from "./bytes.js";
import { type Cold, measureCold } from "./cold.js";
import { idGroups } from "./ids.js";
import { type Length, measureLength } from "./length.js";
import { describeMachine } from "./machine.js";
import { gatherTexts, type Texts } from "./texts.js";
import { measureThroughput, type Throughput } from "./throughput.js";
import { measureUnigram, type UnigramBench } from "./unigram.js";
import { wordGroups } from "./words.js";

const USAGE = `npm run bench -- [options]
  --rounds N    how often everything is measured (5; the cold start 7 times)
  --lines N     about how many lines of text (25000)
  --only PART   words, ids, bytes, unigram, cold or length; may be given more than once
  --json FILE   also write every sample to FILE`;

/** A part's result: what to print, and all that was measured. */
type Part = Throughput | UnigramBench | Cold | Length;

const DEFAULT_ROUNDS = 5;
const COLD_ROUNDS = 7;

const PARTS: Readonly<Record<string, (texts: Texts, rounds: number | undefined) => Promise<Part>>> = {
  words: async (texts, rounds = DEFAULT_ROUNDS) => measureThroughput("Words", await wordGroups(texts), texts, rounds),
  ids: async (texts, rounds = DEFAULT_ROUNDS) => measureThroughput("Text to ids", await idGroups(texts), texts, rounds),
  bytes: async (texts, rounds = DEFAULT_ROUNDS) => measureThroughput("Text to bytes", byteGroups(texts), texts, rounds),
  unigram: (texts, rounds = DEFAULT_ROUNDS) => measureUnigram(texts, rounds),
  cold: (_texts, rounds = COLD_ROUNDS) => measureCold(rounds),
  length: (texts, rounds = DEFAULT_ROUNDS) => measureLength(texts, rounds),
};

interface Options {
  readonly rounds: number | undefined;
  readonly lines: number;
  readonly parts: readonly string[];
  readonly json: string | undefined;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string" },
      lines: { type: "string", default: "25000" },
      only: { type: "string", multiple: true, default: Object.keys(PARTS) },
      json: { type: "string" },
    },
  });
  const unknown = values.only.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: expected ${Object.keys(PARTS).join(", ")}`);
  return {
    rounds: values.rounds === undefined ? undefined : positive("--rounds", values.rounds),
    lines: positive("--lines", values.lines),
    parts: values.only,
    json: values.json,
  };
}

function positive(option: string, value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`${option} ${value}: expected a whole number above 0`);
  return Number(value);
}

async function main({ rounds, lines, parts, json }: Options): Promise<void> {
  const texts = await gatherTexts(lines);
  try {
    const machine = describeMachine();
    console.log(`# Benchmark\n\n${machine.text}\n\nText: ${texts.description}\n`);
    const results: Record<string, unknown> = { machine, text: texts.description };
    for (const part of parts) {
      const { markdown, ...samples } = await PARTS[part](texts, rounds);
      console.log(`${markdown}\n`);
      results[part] = samples;
    }
    if (json !== undefined) await writeFile(json, `${JSON.stringify(results, undefined, 2)}\n`);
  } finally {
    await texts.discard();
  }
}

let options: Options | undefined;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 2;
}
if (options) await main(options);
