/** The files that Node loads from the built package. They are bundled from the modules that browsers load. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { MODELS } from "../../src/pretrained/catalog.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
  exports: Record<string, string | { node: string; default: string }>;
};

async function inNode(source: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", source], { cwd: ROOT });
  return JSON.parse(stdout);
}

const published = MODELS.filter(({ tokenizer_class }) => tokenizer_class !== undefined).map(({ name }) => name);
const entries = Object.entries(exports).flatMap(([name, target]) => {
  // transformers.js is not installed here: its example runs that entry, by import and by require.
  if (typeof target === "string" || name === "./transformers-js") return [];
  return name.includes("*")
    ? published.map((model) => ({ name: name.replace("*", model), module: target.default.replace("*", model) }))
    : [{ name, module: target.default }];
});

it("Node loads its own files, which export the same names as the modules", async () => {
  const source = `
    const entries = ${JSON.stringify(entries)};
    const found = [];
    for (const { name, module } of entries) {
      const self = name.replace(".", "tohoku-tokenizers");
      const [bundle, modules] = await Promise.all([import(self), import("./" + module)]);
      found.push([name, import.meta.resolve(self).includes("/dist/node/"), Object.keys(bundle), Object.keys(modules)]);
    }
    console.log(JSON.stringify(found));
  `;
  const found = (await inNode(source)) as [string, boolean, string[], string[]][];
  expect(found.map(([name]) => name)).toContain("./models/bert-base-japanese");
  for (const [name, isOwn, bundle, modules] of found) {
    expect(isOwn, name).toBe(true);
    expect(bundle.sort(), name).toEqual(modules.sort());
  }
});

it("require and import give the same functions, classes and dictionaries", async () => {
  const source = `
    import { createRequire } from "node:module";
    const require = createRequire(process.cwd() + "/here");
    const names = ${JSON.stringify(entries)}.map(({ name }) => name.replace(".", "tohoku-tokenizers"));
    const different = [];
    for (const name of names) {
      const [required, imported] = [require(name), await import(name)];
      for (const key of new Set([...Object.keys(required), ...Object.keys(imported)])) {
        if (required[key] !== imported[key]) different.push(name + ": " + key);
      }
    }
    console.log(JSON.stringify([names.length, different]));
  `;
  expect(await inNode(source)).toEqual([entries.length, []]);
});

it("Node's files find the dictionaries and share one copy of the error classes", async () => {
  const source = `
    import { TextError } from "tohoku-tokenizers";
    import { MeCab } from "tohoku-tokenizers/mecab";
    import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
    const mecabs = await Promise.all(["ipadic", "unidic-lite"].map((name) => MeCab.load(name)));
    const tokenizer = await from_pretrained();
    let isShared = false;
    try { mecabs[0].words("\\ud800"); } catch (error) { isShared = error instanceof TextError; }
    console.log(JSON.stringify([...mecabs.map((mecab) => mecab.words("猫だ")), tokenizer.tokenize("猫だ"), isShared]));
  `;
  expect(await inNode(source)).toEqual([["猫", "だ"], ["猫", "だ"], ["猫", "だ"], true]);
});
