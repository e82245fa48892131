/** The library's byte encodings, or TextEncoder for comparison. */
import { AutoTokenizer } from "tohoku-tokenizers";
import { BYTE_WORK, type ByteSettings } from "../byte-work.js";
import { serveWork, type Work } from "./serve.js";

await serveWork<ByteSettings & { readonly lines: string }>(async ({ model, offset, does }): Promise<Work> => {
  const tokenizer = await AutoTokenizer.from_pretrained(model);
  const make = BYTE_WORK[does]({ tokenizer, offset });
  return { outputOf: (line) => Array.from(make(line)).join(" "), run: (line) => make(line).length };
});
