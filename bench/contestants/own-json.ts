/** The library's tokenizer.json engine. */
import { readFileSync } from "node:fs";
import { TokenizerJson, Tokens } from "tohoku-tokenizers/tokenizer-json";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Path of a tokenizer.json. */
  readonly json: string;
}

await serveWork<Settings>(async ({ json }) => {
  const tokenizer = TokenizerJson.parse(readFileSync(json), json);
  const idsOf = (line: string): readonly number[] => {
    const tokens = new Tokens(false, () => -1);
    tokenizer.encode(line, tokens);
    return tokens.ids;
  };
  return { outputOf: (line) => idsOf(line).join(" "), run: (line) => idsOf(line).length };
});
