/** Tables of the built command line against single calls. The texts go through files of JSON lines, the rows through three formats. */
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tableFromIPC } from "apache-arrow";
import { readParquet } from "parquet-wasm";
import { AutoTokenizer } from "tohoku-tokenizers";
import type { Outcome } from "../../fixtures/reference.js";
import { sharedPath } from "../../fixtures/shared.js";
import { isBuiltIn, VOCABULARIES, vocabularyFile } from "../../fixtures/vocabularies.js";
import type { Part } from "./compare.js";
import type { PartMaker } from "./parts.js";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const FORMATS = ["parquet", "arrow", "jsonl"] as const;

export const TABLE_PARTS: readonly PartMaker[] = [
  ...VOCABULARIES.map((vocabulary): PartMaker => {
    const name = `tables:${vocabulary.name}`;
    const file = vocabularyFile(vocabulary);
    const files = file && !isBuiltIn(vocabulary) ? dirname(file) : undefined;
    return { name, make: async () => (file ? part(name, vocabulary.model, files) : undefined) };
  }),
  { name: "tables:byBERT", make: async () => part("tables:byBERT", "bybert-jp-100m", undefined) },
  { name: "tables:llm-jp", make: pieces },
];

/** The tokenizer of a .model file, which the command line reads from a folder. */
async function pieces(): Promise<Part | undefined> {
  const model = sharedPath("llm-jp", "llm-jp-tokenizer-100k.ver3.1.model");
  if (model === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "pieces-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  copyFileSync(model, join(folder, "tokenizer.model"));
  writeFileSync(join(folder, "tokenizer_config.json"), '{"tokenizer_class":"LlamaTokenizer","legacy":false}');
  return part("tables:llm-jp", undefined, folder);
}

/** The values of a row. */
type Row = Readonly<Record<string, unknown>>;

async function part(name: string, model: string | undefined, files: string | undefined): Promise<Part> {
  const settings = files === undefined ? {} : { files };
  const tokenizer = await AutoTokenizer.from_pretrained(model ?? files ?? "", model === undefined ? {} : settings);
  const args = [...(model === undefined ? [] : ["--model", model]), ...(files === undefined ? [] : ["--files", files])];
  let runs = 0;
  return {
    name,
    ours: (text) => ({ ...tokenizer(text, { verbose: false }) }),
    theirs: async (_, texts) => rowsOf(args, texts, FORMATS[runs++ % FORMATS.length]),
  };
}

async function rowsOf(args: readonly string[], texts: readonly string[], ending: string): Promise<Outcome<Row>[]> {
  const folder = mkdtempSync(join(tmpdir(), "tables-"));
  try {
    const [input, output] = [join(folder, "texts.jsonl"), join(folder, `rows.${ending}`)];
    // No file holds an unpaired surrogate. Single calls refuse it.
    const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);
    writeFileSync(
      input,
      texts
        .filter(isWhole)
        .map((text) => `${JSON.stringify({ text })}\n`)
        .join(""),
    );
    const line = [MAIN, "encode", ...args, "--jobs", "2", "--field", "text", "--output", output, input];
    await promisify(execFile)(process.execPath, line);
    const rows = read(output)[Symbol.iterator]();
    return texts.map((text) => (isWhole(text) ? (rows.next().value as Row) : { error: "TextError" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read(path: string): Row[] {
  const bytes = readFileSync(path);
  if (path.endsWith(".jsonl")) {
    const lines = bytes.toString().split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Row);
  }
  const table = tableFromIPC(path.endsWith(".arrow") ? bytes : readParquet(bytes).intoIPCStream());
  return JSON.parse(JSON.stringify(table.toArray())) as Row[];
}
