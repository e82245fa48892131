/** lindera compiled to WebAssembly for Node, with IPADIC built in. */
import { createRequire } from "node:module";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Folder of the installed package. */
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
  // MeCab outputs no words of whitespace.
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
