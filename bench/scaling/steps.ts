/** The time of each step of the command line's work, in seconds, as JSON. Usage: steps.ts TEXTS FILES */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode_batch } from "../../src/batches/encode-batch.js";
import { LineReader } from "../../src/cli/lines.js";
import { AutoTokenizer } from "../../src/index.js";
import { ArrowFiles } from "../../src/tables/arrow.js";
import { tableOf } from "../../src/tables/batch-table.js";
import { JSON_LINES } from "../../src/tables/json-lines.js";
import { ParquetFiles } from "../../src/tables/parquet.js";

const [, , file, files] = process.argv;
const seconds: Record<string, number> = {};
/** The lines of about a block of a table. */
const BLOCK = 12_000;

function timed<Result>(name: string, work: () => Result): Result {
  const start = performance.now();
  const result = work();
  seconds[name] = (seconds[name] ?? 0) + (performance.now() - start) / 1000;
  return result;
}

const start = performance.now();
const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files });
const formats = { parquet: await ParquetFiles.load(), arrow: await ArrowFiles.load(), jsonl: JSON_LINES };
seconds.start = (performance.now() - start) / 1000;

const texts: string[] = [];
const bytes = timed("reading", () => readFileSync(file));
const reading = performance.now();
for await (const lines of new LineReader({ keepsCarriageReturn: false, keepsByteOrderMark: false }).batches([bytes])) {
  for (const line of lines) texts.push(line);
}
seconds.reading += (performance.now() - reading) / 1000;
const output = join(tmpdir(), `steps-${process.pid}`);
for (let first = 0; first < texts.length; first += BLOCK) {
  const batch = timed("encoding", () => encode_batch(tokenizer, texts.slice(first, first + BLOCK), { verbose: false }));
  const table = timed("encoding", () => tableOf(batch, "int32"));
  for (const [name, format] of Object.entries(formats)) {
    const block = timed(name, () => format.block(table));
    if (name === "parquet") timed("writing", () => writeFileSync(output, block.bytes, { flag: "a" }));
  }
}
rmSync(output, { force: true });
console.log(JSON.stringify(seconds));
