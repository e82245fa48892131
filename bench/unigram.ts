import { pythonEnvironment } from "../fixtures/environment.js";
import { sharedPath } from "../fixtures/shared.js";
import { Skipped } from "./contestant.js";
import type { Extent } from "./extent.js";
import { type LengthResult, lengthTable, measureRows } from "./length.js";
import { repeatedTo } from "./long-lines.js";
import { nodeProgram, scriptProgram, startContestant } from "./program.js";
import { type Texts, withLines } from "./texts.js";
import { type Entry, type Group, measureThroughput, type Throughput } from "./throughput.js";

/** The reference to compare with: sentencepiece reads a .model, tokenizers a tokenizer.json. */
type Engine = "sentencepiece" | "tokenizers";

interface Lengths {
  readonly markdown: string;
  readonly results: readonly LengthResult[];
}

export interface UnigramBench {
  readonly markdown: string;
  readonly throughput: readonly Throughput[];
  readonly lengths: Lengths | undefined;
}

export const MODEL = "llm-jp-tokenizer-100k.ver3.1.model";
export const LONG_LINE = 1_000_000;

/** Measures lines to ids with a published model of 98,452 pieces. */
export async function measureUnigram(texts: Texts, { rounds, longest }: Extent): Promise<UnigramBench> {
  const longLine = [repeatedTo(texts.lines.join(""), LONG_LINE)];
  const escaped = texts.lines.map((line) => `\u2581${line}`.replaceAll(" ", "\u2581"));
  const throughput = [
    await measure("SentencePiece: text to ids", "sentencepiece", texts, rounds),
    await measure(
      "SentencePiece: one line of 1,000,000 characters to ids",
      "sentencepiece",
      await withLines(texts, "long-line", longLine),
      rounds,
    ),
    await measure(
      "Unigram of tokenizers: escaped text to ids",
      "tokenizers",
      await withLines(texts, "escaped", escaped),
      rounds,
    ),
  ];
  const lengths = await measureLengths(texts, rounds, longest);
  const markdown = [...throughput.map((part) => part.markdown), lengths?.markdown ?? ""].join("\n\n");
  return { markdown, throughput, lengths };
}

function measure(title: string, engine: Engine, texts: Texts, rounds: number): Promise<Throughput> {
  const references = [reference(engine, texts, false), reference(engine, texts, true)];
  const group: Group = { name: MODEL, entries: [ours(engine, texts), ...references], base: engine };
  return measureThroughput(title, [group], texts, rounds);
}

function ours(engine: Engine, { file }: Texts): Entry {
  const call = engine === "sentencepiece" ? "SentencePiece" : "Unigram";
  const name = `tohoku-tokenizers \`${call}.encode\``;
  const start = async () =>
    startContestant(name, nodeProgram("own-unigram.ts", { lines: file, model: modelPath(), engine }));
  return { name, exact: true, start };
}

/** @param inBatches true to pass many lines in one call, for which tokenizers starts threads */
function reference(engine: Engine, { file }: Texts, inBatches: boolean): Entry {
  const call = inBatches ? batchesOf(engine) : "";
  const start = async () => {
    const { executable } = await pythonEnvironment().catch((cause) => {
      throw new Skipped("no Python environment", "npm run fixtures", { cause });
    });
    const program = scriptProgram(executable, [], "unigram.py", { lines: file, model: modelPath(), engine, inBatches });
    const version = await program.ask("version");
    return startContestant(`${engine} ${version} in Python${call}`, program);
  };
  return { name: engine + call, exact: true, start };
}

/** Describes the call of a library that takes many lines. */
export function batchesOf(engine: Engine): string {
  return engine === "tokenizers" ? ", batches with threads" : ", batches";
}

function modelPath(): string {
  const path = sharedPath("llm-jp", MODEL);
  if (path === undefined) throw new Skipped(`no ${MODEL}`, "TOHOKU_SHARED=FOLDER npm run bench");
  return path;
}

/** Measures the cost per character by line length. */
async function measureLengths({ file }: Texts, rounds: number, longest: number): Promise<Lengths | undefined> {
  const model = sharedPath("llm-jp", MODEL);
  if (model === undefined) return undefined;
  const program = nodeProgram("unigram-length.ts", { lines: file, model, longest });
  try {
    const [results] = await measureRows([program], rounds);
    return { markdown: `## SentencePiece: line length\n\n${lengthTable([MODEL], [results])}`, results };
  } finally {
    await program.close();
  }
}
