/** The library's workers: the seconds of one call for all lines. */
import { readFileSync } from "node:fs";
import { TokenizerWorker } from "tohoku-tokenizers/worker";
import { linesOf } from "../texts.js";
import { serve, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly model: string;
  /** Folder of the model's vocab.txt; absent if the package contains it. */
  readonly files?: string | undefined;
  readonly workers: number;
  /** The number of lines in the call. The text is repeated to reach it. */
  readonly count: number;
}

const WARM_LINES = 30_000;

await serve<Settings>(async ({ lines: file, model, files, workers, count }) => {
  const given = linesOf(readFileSync(file, "utf8"));
  const lines = Array.from({ length: count }, (_, at) => given[at % given.length]);
  const worker = new TokenizerWorker({ workers });
  const tokenizer = await worker.from_pretrained(model, files === undefined ? {} : { files });
  const options = { verbose: false };
  return {
    start: () => {},
    run: async () => {
      await tokenizer.encode_batch(lines.slice(0, WARM_LINES), options);
      const start = performance.now();
      const { row_ends } = await tokenizer.encode_batch(lines, options);
      const seconds = (performance.now() - start) / 1000;
      if (row_ends.length !== count) throw new Error(`${row_ends.length} rows of ${count} lines`);
      return seconds;
    },
    end: () => worker.terminate(),
  };
});
