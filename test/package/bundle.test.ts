/** The modules and data that a bundler includes for an import of the built package. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { MODELS } from "../../src/pretrained/catalog.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Bundle {
  /** The paths of its modules, from dist/. */
  readonly modules: readonly string[];
  /** The names of the data files in its code. */
  readonly data: readonly string[];
  readonly bytes: number;
}

async function bundle(entry: string, platform: "browser" | "node"): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: `import * as all from ${JSON.stringify(entry)}; console.log(all);`, resolveDir: ROOT },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform,
    outdir: "out",
    splitting: true,
  });
  const modules = Object.keys(metafile.inputs).map((input) => input.replace(/^dist\//, ""));
  const text = outputFiles.map((file) => file.text).join("\n");
  const data = [...new Set([...text.matchAll(/[\w.-]+\.(?:dict|vocab\.txt)(?=["'`])/g)].map(([name]) => name))];
  return { modules, data: data.sort(), bytes: text.length };
}

const berts = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "BertJapaneseTokenizer");
const byteModels = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "ByteTokenizer");
const sentencePieceModels = MODELS.filter(({ tokenizer_class }) => /^(T5|Llama)Tokenizer$/.test(tokenizer_class ?? ""));
const robertas = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "RobertaJapaneseTokenizer");
const fastModels = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "PreTrainedTokenizerFast");

describe("a browser bundle of a BERT model has only its own dictionary and subwords", () => {
  it.each(berts)("$name", async ({ name, words, subwords, builtIn }) => {
    const { modules, data, bytes } = await bundle(`tohoku-tokenizers/models/${name}`, "browser");
    const dictionary = words.endsWith("IPADIC") ? "ipadic" : "unidic-lite";
    expect(data).toEqual([`${dictionary}.dict`]);
    const stages = modules.filter((module) =>
      /^(subwords|mecab|words)\/(wordpiece|character|ipadic|unidic-lite|basic)/.test(module),
    );
    const subword = subwords === "WordPiece" ? "wordpiece" : "character";
    expect(stages.sort()).toEqual([`mecab/${dictionary}.js`, `subwords/${subword}.js`]);
    expect(modules.filter((module) => module.startsWith("models/published/"))).toEqual([`models/published/${name}.js`]);
    expect(modules).not.toContain("pretrained/catalog.js");
    expect(modules).not.toContain("platform/node.js");
    // Of these, a fifth reads and checks what people give, and says what to do next. The built-in vocabulary is code.
    expect(bytes).toBeLessThan(builtIn ? 181_000 : 175_000);
  });
});

it.each(byteModels)("the bundle of $name has no dictionary and no other subwords", async ({ name }) => {
  const { modules, data } = await bundle(`tohoku-tokenizers/models/${name}`, "browser");
  expect(data).toEqual([]);
  expect(modules.filter((module) => /^(mecab|subwords\/(wordpiece|character))/.test(module))).toEqual([]);
});

it.each(sentencePieceModels)(
  "the bundle of $name has SentencePiece, no dictionary and no other subwords",
  async ({ name }) => {
    const { modules, data } = await bundle(`tohoku-tokenizers/models/${name}`, "browser");
    expect(data).toEqual([]);
    expect(modules).toContain("subwords/sentencepiece/sentencepiece.js");
    expect(modules.filter((module) => /^(mecab|words|subwords\/(wordpiece|character|bytes))/.test(module))).toEqual([]);
  },
);

it.each(robertas)("the bundle of $name has its dictionary, SentencePiece and no other subwords", async ({ name }) => {
  const { modules, data } = await bundle(`tohoku-tokenizers/models/${name}`, "browser");
  expect(data).toEqual(["unidic-lite.dict"]);
  expect(modules).toContain("subwords/sentencepiece/sentencepiece.js");
  expect(modules).not.toContain("pretrained/catalog.js");
  expect(modules.filter((module) => /^(mecab\/ipadic|subwords\/(wordpiece|character|bytes))/.test(module))).toEqual([]);
});

it.each(fastModels)("the bundle of $name has no dictionary and no other subwords", async ({ name }) => {
  const { modules, data } = await bundle(`tohoku-tokenizers/models/${name}`, "browser");
  expect(data).toEqual([]);
  expect(modules).toContain("tokenizer-json/tokenizer-json.js");
  expect(modules.filter((module) => /^(mecab|words|subwords\/(wordpiece|character|bytes))/.test(module))).toEqual([]);
});

it("the modules are ASCII, so that a script is right in a page that names no encoding", () => {
  const files = readdirSync(`${ROOT}dist`, { recursive: true }).map(String);
  const modules = files.filter((file) => file.endsWith(".js") && !file.startsWith("types/"));
  expect(modules.length).toBeGreaterThan(200);
  expect(modules.filter((file) => /[\u0080-\uffff]/.test(readFileSync(`${ROOT}dist/${file}`, "utf8")))).toEqual([]);
});

it("there is one entry module for each model", () => {
  const files = readdirSync(`${ROOT}dist/models/published`).filter((file) => file.endsWith(".js"));
  expect(files.sort()).toEqual(
    [...berts, ...byteModels, ...sentencePieceModels, ...robertas, ...fastModels]
      .map(({ name }) => `${name}.js`)
      .sort(),
  );
});

it.each(["wordpiece", "character", "normalize"])("the bundle of the stage %s has no dictionary", async (stage) => {
  const { modules, data } = await bundle(`tohoku-tokenizers/${stage}`, "browser");
  expect(data).toEqual([]);
  expect(modules.filter((module) => module.startsWith("mecab/") || module.startsWith("hub/"))).toEqual([]);
});

it("the whole package bundles for Node and for the browser", async () => {
  for (const platform of ["node", "browser"] as const) {
    const { data } = await bundle("tohoku-tokenizers", platform);
    expect(data).toEqual(["ipadic.dict", "unidic-lite.dict"]);
  }
});
