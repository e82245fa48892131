/** lindera compiled for Node, with IPADIC inside. */
import { createRequire } from "node:module";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Where the package is. */
  readonly folder: string;
}

interface Lindera {
  readonly TokenizerBuilder: new () => {
    setDictionary(uri: string): void;
    setMode(mode: "normal" | "decompose"): void;
    setKeepWhitespace(keep: boolean): void;
    build(): { tokenize(text: string): { readonly surface: string }[] };
  };
}

await serveWork<Settings>(async ({ folder }) => {
  const { TokenizerBuilder } = createRequire(import.meta.url)(folder) as Lindera;
  const builder = new TokenizerBuilder();
  builder.setDictionary("embedded://ipadic");
  builder.setMode("normal");
  // To MeCab, spaces between words are no words.
  builder.setKeepWhitespace(false);
  const tokenizer = builder.build();
  return {
    outputOf: (line) =>
      tokenizer
        .tokenize(line)
        .map(({ surface }) => surface)
        .join(" "),
    run: (line) => tokenizer.tokenize(line).length,
  };
});
