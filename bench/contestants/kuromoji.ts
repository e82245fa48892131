/** @patdx/kuromoji, the maintained fork of kuromoji, with the IPADIC that it contains. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Folder of the installed package. */
  readonly folder: string;
}

interface Kuromoji {
  readonly TokenizerBuilder: new (options: {
    loader: object;
  }) => {
    build(): Promise<{ tokenize(text: string): { readonly surface_form: string }[] }>;
  };
}

interface Loader {
  readonly default: new (options: { dic_path: string }) => object;
}

await serveWork<Settings>(async ({ folder }) => {
  const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, "build", file)).href);
  const { TokenizerBuilder } = (await load("index.mjs")) as Kuromoji;
  const { default: NodeDictionaryLoader } = (await load("node.mjs")) as Loader;
  const loader = new NodeDictionaryLoader({ dic_path: join(folder, "dict") });
  const tokenizer = await new TokenizerBuilder({ loader }).build();
  return {
    outputOf: (line) =>
      tokenizer
        .tokenize(line)
        .map(({ surface_form }) => surface_form)
        // MeCab outputs no words of whitespace.
        .filter((word) => !/^[ \t\v]+$/.test(word))
        .join(" "),
    run: (line) => tokenizer.tokenize(line).length,
  };
});
