import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { runPageInBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

/** The repository. */
const ROOT = resolve(process.env.FIXTURES, "..");
const TESTS = [
  "golden",
  "subwords/bytes/codec",
  "subwords/sentencepiece/golden",
  "tokenizer/encoding-view",
  "tokenizer-json/characters",
  "tokenizer-json/golden",
  "tokenizer-json/normalizers",
  "tokenizer-json/trained",
];
const FEWEST = 300;

/** The places in which a page can run code, with policies that allow WebAssembly and others that do not. */
const PLACES = [
  ["page", ""],
  ["worker", ""],
  ["service", ""],
  ["page", "connect-src 'self'; script-src 'self'"],
  ["page", "connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'"],
];

const HERE = { vitest: "vitest.mjs", "node:fs": "node/fs.mjs", "node:crypto": "node/crypto.mjs" };
const NODE = { ...HERE, "node:path": "node/path.mjs", "node:url": "node/url.mjs" };

/** Puts the built modules in place of the sources that the tests import, and this folder's in place of Node's. */
const places = {
  name: "places",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(vitest|node:.*)$/ }, ({ path }) => ({ path: resolve(NODE[path] ?? "node/none.cjs") }));
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const name = relative(ROOT, join(resolveDir, path));
      if (name.startsWith("src/")) return { path: join(ROOT, "dist", name.slice("src/".length)) };
      const source = join(ROOT, name.replace(/\.js$/, ".ts"));
      return /^(test|fixtures)\//.test(name) && existsSync(source) ? { path: source } : undefined;
    });
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const address = JSON.stringify(`file:///${relative(ROOT, path)}`);
      return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", address), loader: "ts" };
    });
  },
};

const lines = TESTS.map((name) => `"test/${name}": () => import(${JSON.stringify(`${ROOT}/test/${name}.test.ts`)}),`);
writeFileSync("tests.mjs", `export const TESTS = {\n${lines.join("\n")}\n};\n`);
await build({
  entryPoints: ["page.mjs", "worker.mjs"],
  bundle: true,
  format: "esm",
  outdir: "build",
  inject: ["node/globals.mjs"],
  plugins: [places],
  logLevel: "error",
});

const data = ["fixtures/golden", "fixtures/sentencepiece"].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
);
const files = [...data.filter((name) => /\.(jsonl|model)$/.test(name)), "fixtures/small-vocab.txt"];
files.push("dictionaries/char-v3.vocab.txt", "dictionaries/ipadic.dict", "dictionaries/unidic-lite.dict");
const copy = (from, name) => {
  mkdirSync(dirname(`build/${name}`), { recursive: true });
  cpSync(from, `build/${name}`);
};
for (const name of files) copy(join(ROOT, name), name);
// Published vocabularies, where they are: beside the repository.
const vocabularies = join(ROOT, "../shared/data/vocab");
for (const folder of existsSync(vocabularies) ? readdirSync(vocabularies) : []) {
  const name = `shared/data/vocab/${folder}/vocab.txt`;
  if (!existsSync(join(ROOT, "..", name))) continue;
  copy(join(ROOT, "..", name), name);
  files.push(name);
}
const isDictionary = (name) => name.endsWith(".dict");
writeFileSync(
  "build/files.json",
  JSON.stringify(files.filter((name) => !isDictionary(name)).map((name) => `/${name}`)),
);
writeFileSync("build/index.html", '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>');

for (const [kind, policy] of PLACES) {
  const headers = policy === "" ? {} : { "Content-Security-Policy": policy };
  const start = performance.now();
  const { passed, skipped, failed } = JSON.parse(
    await runPageInBrowser(`${await serve("build", headers)}?kind=${kind}`),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  if (failed.length > 0) throw new Error(`${kind} ${policy}: ${JSON.stringify(failed, null, 1)}`);
  if (passed.length < FEWEST) throw new Error(`${kind} ${policy}: only ${passed.length} tests passed`);
  const left = skipped.map((name) => `; ${name.replace(/^.* > /, "")}`).join("");
  console.log(`# ${kind} ${policy}: ${passed.length} tests passed in ${seconds} s${left}`);
}
process.exit();
