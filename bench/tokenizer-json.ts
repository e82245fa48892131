import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonEnvironment } from "../fixtures/environment.js";
import { sharedPath } from "../fixtures/shared.js";
import { publishedJson } from "../fixtures/tokenizer-json/published.js";
import { Skipped } from "./contestant.js";
import type { Extent } from "./extent.js";
import { repeatedTo } from "./long-lines.js";
import { nodeProgram, scriptProgram, startContestant } from "./program.js";
import { type Texts, withLines } from "./texts.js";
import { type Entry, type Group, measureThroughput, type Throughput } from "./throughput.js";
import { batchesOf, LONG_LINE, MODEL } from "./unigram.js";

export interface TokenizerJsonBench {
  readonly markdown: string;
  readonly throughput: readonly Throughput[];
}

/** Paths of a .model and of the tokenizer.json made from it. */
interface Files {
  readonly model: string;
  readonly json: string;
}

const TOKENIZERS = "tokenizers";

/** Measures lines to ids with a whole tokenizer.json, its normalizer included. */
export async function measureTokenizerJson(texts: Texts, { rounds }: Extent): Promise<TokenizerJsonBench> {
  const files = await writeJson(texts.folder);
  const longLine = await withLines(texts, "long-line", [repeatedTo(texts.lines.join(""), LONG_LINE)]);
  const throughput = [
    await measureThroughput("tokenizer.json: text to ids", [groupOf(files, texts)], texts, rounds),
    await measureThroughput(
      "tokenizer.json: one line of 1,000,000 characters to ids",
      [groupOf(files, longLine)],
      longLine,
      rounds,
    ),
  ];
  return { markdown: throughput.map((part) => part.markdown).join("\n\n"), throughput };
}

async function writeJson(folder: string): Promise<Files | undefined> {
  const model = sharedPath("llm-jp", MODEL);
  if (model === undefined) return undefined;
  const json = join(folder, "tokenizer.json");
  await writeFile(json, publishedJson(model));
  return { model, json };
}

function groupOf(files: Files | undefined, { file }: Texts): Group {
  const entries = [
    entryOf("tohoku-tokenizers `TokenizerJson.encode`", true, files, async (name, { json }) =>
      startContestant(name, nodeProgram("own-json.ts", { lines: file, json })),
    ),
    python(TOKENIZERS, "", "tokenizer.json", true, files, file),
    python(TOKENIZERS, batchesOf(TOKENIZERS), "tokenizer.json", true, files, file),
    // SentencePiece adds scores in 32 bits and has a normalizer of its own, so some of its ids may differ.
    python("sentencepiece", "", "sentencepiece", false, files, file),
  ];
  return { name: `tokenizer.json of ${MODEL}`, entries, base: TOKENIZERS };
}

/** @param call describes calls for many lines; "" for calls of single ones */
function python(
  library: string,
  call: string,
  engine: string,
  exact: boolean,
  files: Files | undefined,
  lines: string,
): Entry {
  return entryOf(library + call, exact, files, async (_name, paths) => {
    const { executable } = await pythonEnvironment().catch((cause) => {
      throw new Skipped("no Python environment", "npm run fixtures", { cause });
    });
    const program = scriptProgram(executable, [], "unigram.py", { lines, engine, inBatches: call !== "", ...paths });
    return startContestant(`${library} ${await program.ask("version")} in Python${call}`, program);
  });
}

function entryOf(
  name: string,
  exact: boolean,
  files: Files | undefined,
  startWith: (name: string, files: Files) => ReturnType<Entry["start"]>,
): Entry {
  const start = async () => {
    if (files === undefined) throw new Skipped(`no ${MODEL}`, "TOHOKU_SHARED=FOLDER npm run bench");
    return startWith(name, files);
  };
  return { name, exact, start };
}
