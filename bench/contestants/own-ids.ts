/** The library's tokenizers. */
import { AutoTokenizer } from "tohoku-tokenizers";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly model: string;
  /** The folder of its vocab.txt, where the library does not carry it. */
  readonly files?: string;
}

await serveWork<Settings>(async ({ model, files }) => {
  const tokenizer = await AutoTokenizer.from_pretrained(model, files === undefined ? {} : { files });
  return {
    outputOf: (line) => tokenizer.encode(line).join(" "),
    run: (line) => tokenizer.encode(line).length,
  };
});
