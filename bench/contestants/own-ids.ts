/** The library's tokenizers, from text to ids. */
import { AutoTokenizer } from "tohoku-tokenizers";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly model: string;
  /** Folder of the model's vocab.txt; absent if the package contains it. */
  readonly files?: string;
}

await serveWork<Settings>(async ({ model, files }) => {
  const tokenizer = await AutoTokenizer.from_pretrained(model, files === undefined ? {} : { files });
  return {
    outputOf: (line) => tokenizer.encode(line).join(" "),
    run: (line) => tokenizer.encode(line).length,
  };
});
