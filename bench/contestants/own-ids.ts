/** The library's tokenizers, from text to ids. */
import { AutoTokenizer } from "tohoku-tokenizers";
import { encode_batch } from "tohoku-tokenizers/batches";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly model: string;
  /** Folder of the model's vocab.txt; absent if the package contains it. */
  readonly files?: string;
  /** A call for each line, or for many lines with their masks, in lists or in typed arrays. */
  readonly call: "single" | "batches" | "arrays";
}

await serveWork<Settings>(async ({ model, files, call }) => {
  const tokenizer = await AutoTokenizer.from_pretrained(model, files === undefined ? {} : { files });
  return {
    outputOf: (line) => tokenizer.encode(line).join(" "),
    run: (line) => tokenizer.encode(line).length,
    ...(call === "batches" && { runMany: (lines) => tokenizer(lines).input_ids.length }),
    ...(call === "arrays" && { runMany: (lines) => encode_batch(tokenizer, lines).input_ids.length }),
  };
});
