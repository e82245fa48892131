/** The library's tokenizers, from text to ids. */
import { AutoTokenizer } from "tohoku-tokenizers";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly model: string;
  /** Folder of the model's vocab.txt; absent if the package contains it. */
  readonly files?: string;
  /** True to encode many lines in one call, with their masks. */
  readonly inBatches: boolean;
}

await serveWork<Settings>(async ({ model, files, inBatches }) => {
  const tokenizer = await AutoTokenizer.from_pretrained(model, files === undefined ? {} : { files });
  return {
    outputOf: (line) => tokenizer.encode(line).join(" "),
    run: (line) => tokenizer.encode(line).length,
    ...(inBatches && { runMany: (lines) => tokenizer(lines).input_ids.length }),
  };
});
