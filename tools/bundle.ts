/**
 * `npm run build`, after tsc: writes the modules that are published.
 *
 * Browsers and bundlers load the modules one by one. Constants of other modules are inlined in them, since V8 loads an
 * imported constant at each use and minifiers keep a variable for each. Comments are only in the declarations.
 *
 * Node loads bundles of the package's exports, since finding and reading a hundred modules of a few kilobytes takes it
 * longer than everything else at start-up. Modules that several exports import are shared.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Plugin, rolldown } from "rolldown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Modules locate data files relative to their own URL, so the bundles must be as deep in the package as the modules. */
const OUTPUT = "dist/node";

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly node: string; readonly default: string }>>;
}

/** The module of each of the package's exports, by the name of its bundle. */
function entryPoints(): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Manifest;
  const entries = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : expand(target)));
  return Object.fromEntries(entries);
}

/** The (bundle, module) pairs of an export. A star in an export matches the name of any file. */
function expand(target: { readonly node: string; readonly default: string }): [bundle: string, module: string][] {
  const bundle = target.node.replace(`./${OUTPUT}/`, "").replace(/\.js$/, "");
  if (!bundle.includes("*")) return [[bundle, target.default]];
  const [folder, ending] = target.default.split("*");
  return readdirSync(`${ROOT}${folder}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => [bundle.replace("*", name.slice(0, -ending.length)), `${folder}${name}`]);
}

/**
 * The shared files. Each holds the modules that a stage imports and no stage listed before it does. There are few,
 * because loading a file takes a millisecond, and each holds little that its users do not need.
 */
const STAGES = {
  base: /dist\/base\/(errors|buffers|logger|double-array)\.js$/,
  platform: /dist\/platform\/node\.js$/,
  files: /dist\/files\/(packaged|shared)\.js$/,
  text: /dist\/text\/index\.js$/,
  words: /dist\/words\/index\.js$/,
  subwords: /dist\/(subwords\/(wordpiece|character)|tokenizer\/sequence)\.js$/,
  bytes: /dist\/subwords\/bytes\/index\.js$/,
  mecab: /dist\/mecab\/index\.js$/,
  pieces: /dist\/subwords\/(unigram\/unigram|bpe\/merge-queue|sentencepiece\/charsmap)\.js$/,
  sentencepiece: /dist\/subwords\/sentencepiece\/index\.js$/,
  tokenizer: /dist\/(tokenizer\/slow\/tokenizer|pretrained\/published)\.js$/,
  "tokenizer-json": /dist\/tokenizer-json\/index\.js$/,
  bert: /dist\/models\/(char-v3-files|bert\/(ipadic|unidic-lite)-(wordpiece|character))\.js$/,
  "byte-models": /dist\/models\/byte\/(published-bytes|no-files)\.js$/,
  "sentencepiece-models": /dist\/models\/(roberta\/published-roberta|sentencepiece\/(t5|llama))\.js$/,
  fast: /dist\/models\/fast\/fast-family\.js$/,
  all: /dist\/index\.js$/,
};

/** Removes the files of earlier builds whose sources are gone, which would otherwise be published. */
function removeStale(): void {
  for (const file of readdirSync(`${ROOT}dist`, { recursive: true }).map(String)) {
    const source = `${ROOT}src/${file.replace(/(\.d)?\.[jt]s$/, ".ts")}`;
    if (/\.[jt]s$/.test(file) && !existsSync(source)) rmSync(`${ROOT}dist/${file}`);
  }
}

/** Rewrites the modules that tsc wrote, each in its place. */
async function writeModules(): Promise<void> {
  const files = readdirSync(`${ROOT}dist`, { recursive: true }).map(String);
  const modules = files.filter((file) => file.endsWith(".js"));
  const build = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(modules.map((file) => [file.slice(0, -".js".length), `./dist/${file}`])),
    platform: "neutral",
    external: /^(#|node:)/,
    optimization: { inlineConst: true },
    plugins: [withoutBareImports],
  });
  await build.write({ dir: `${ROOT}dist`, format: "esm", preserveModules: true, comments: false });
  await build.close();
}

/** Removes the imports that remain of inlined constants. No module of the package has side effects. */
const withoutBareImports: Plugin = {
  name: "without-bare-imports",
  generateBundle: (_, output) => {
    for (const chunk of Object.values(output)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/^(?:import "[^"]+";|\/\/ dist\/.*)\n/gm, "");
    }
  },
};

/** Bundles the exports for Node. */
async function writeBundles(): Promise<void> {
  const bundle = await rolldown({ cwd: ROOT, input: entryPoints(), platform: "node" });
  const { output } = await bundle.write({
    dir: `${ROOT}${OUTPUT}`,
    format: "esm",
    chunkFileNames: "shared-[name].js",
    comments: false,
    codeSplitting: {
      groups: Object.entries(STAGES).map(([name, test], index, { length }) => ({
        name,
        test,
        priority: length - index,
      })),
    },
  });
  await bundle.close();
  const files = output.map(({ fileName }) => fileName);
  const missing = Object.keys(STAGES).find((name) => !files.includes(`shared-${name}.js`));
  if (missing !== undefined) throw new Error(`stage ${missing} of tools/bundle.ts: it has no module of its own`);
}

rmSync(`${ROOT}${OUTPUT}`, { recursive: true, force: true });
removeStale();
await writeModules();
await writeBundles();
