import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

/** The first token of each page. */
const PAGES = {
  characters: `import { from_vocabulary } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
    export const first = async (text) => (await from_vocabulary()).encode(text);`,
  pretrained: `import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
    export const first = async (text) => (await from_pretrained()).encode(text);`,
  "word-ids": `import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
    const options = { return_word_ids: true };
    export const first = async (text) => (await from_pretrained({ word_ids: true }))(text, options).word_ids;`,
  ipadic: `import { MeCab } from "tohoku-tokenizers/mecab";
    export const first = async (text) => (await MeCab.load("ipadic")).words(text);`,
  "unidic-lite": `import { MeCab } from "tohoku-tokenizers/mecab";
    export const first = async (text) => (await MeCab.load("unidic-lite")).words(text);`,
};

mkdirSync("build", { recursive: true });
for (const [name, code] of Object.entries(PAGES)) {
  writeFileSync(`${name}.mjs`, code);
  const contents = `import { first } from "./${name}.mjs";
    const result = await first("今日は晴れ");
    console.log(JSON.stringify({ time: performance.now(), result }));`;
  await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    outfile: `build/${name}.js`,
  });
  writeFileSync(
    `build/${name}.html`,
    `<!doctype html><meta charset="utf-8"><script type="module" src="${name}.js"></script>`,
  );
}
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
