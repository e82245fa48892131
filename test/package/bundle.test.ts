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
}

/** @param names the exports that the bundle uses; default all */
async function bundle(entry: string, platform: "browser" | "node", names = "* as all"): Promise<Bundle> {
  const used = names.replace("* as ", "").replace(/[{}]/g, "");
  const { metafile, outputFiles } = await build({
    stdin: { contents: `import ${names} from ${JSON.stringify(entry)}; console.log(${used});`, resolveDir: ROOT },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform,
    outdir: "out",
    splitting: true,
  });
  const outputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const modules = outputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^dist\//, ""));
  const text = outputFiles.map((file) => file.text).join("\n");
  const data = [...new Set([...text.matchAll(/[\w.-]+\.(?:dict|vocab\.txt)(?=["'`])/g)].map(([name]) => name))];
  return { modules, data: data.sort() };
}

const berts = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "BertJapaneseTokenizer");
const byteModels = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "ByteTokenizer");
const sentencePieceModels = MODELS.filter(({ tokenizer_class }) => /^(T5|Llama)Tokenizer$/.test(tokenizer_class ?? ""));
const robertas = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "RobertaJapaneseTokenizer");
const fastModels = MODELS.filter(({ tokenizer_class }) => tokenizer_class === "PreTrainedTokenizerFast");

describe("a browser bundle of a BERT model has only its own dictionary and subwords", () => {
  it.each(berts)("$name", async ({ name, words, subwords }) => {
    const { modules, data } = await bundle(`tohoku-tokenizers/models/${name}`, "browser", "{ from_pretrained }");
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
  });
});

describe("from_vocabulary brings no code for the hub and for configuration files, and for characters none for MeCab", () => {
  it.each(berts)("$name", async ({ name, words, subwords }) => {
    const { modules, data } = await bundle(`tohoku-tokenizers/models/${name}`, "browser", "{ from_vocabulary }");
    const isOfWords = subwords === "WordPiece";
    const dictionary = words.endsWith("IPADIC") ? "ipadic" : "unidic-lite";
    expect(data).toEqual(isOfWords ? [`${dictionary}.dict`] : []);
    expect(modules).toContain(`subwords/${isOfWords ? "wordpiece" : "character"}.js`);
    expect(
      modules.filter((module) => /^hub\/|^pretrained\/configuration\.|tokenizer\/saved-configuration/.test(module)),
    ).toEqual([]);
    if (!isOfWords) expect(modules.filter((module) => module.startsWith("mecab/"))).toEqual([]);
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
