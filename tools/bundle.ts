/**
 * `npm run build`, after tsc: writes the modules that are published.
 *
 * Browsers and bundlers load the modules one by one. Constants of other modules are inlined in them, since V8 loads an
 * imported constant at each use and minifiers keep a variable for each. Comments are only in the declarations. The code
 * is ASCII.
 *
 * Node loads bundles of the package's exports, since finding and reading a hundred modules of a few kilobytes takes it
 * longer than everything else at start-up. Modules that several exports import are shared. The bundles are CommonJS,
 * which every version of Node can require; for `import` there is an ES module of each, which exports the same names.
 * So a process has one copy of the dictionaries and of the error classes, whoever loads them.
 *
 * The command line is bundled too.
 *
 * The declarations follow the same scheme: those of the modules are CommonJS, and an ES declaration of each export
 * names them.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, rolldown } from "rolldown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Modules locate data files relative to their own URL, so the bundles must be as deep in the package as the modules. */
const OUTPUT = "dist/node";

/** The bundles for pages, as deep in the package as the modules. */
const PAGES = "dist/pages";
const PAGE_BUNDLE = "tohoku-tokenizers";
const PAGE_WORKER = "worker.mjs";

/** The declarations, in the folders of their modules. */
const TYPES = "dist/types";

/** Packages that users install: those of the entry {@link PEER_ENTRY}, and those of some files' formats. */
const PEERS = /^(@huggingface\/|apache-arrow(\/|$)|csv-parse$|fzstd$|parquet-wasm(\/|$))/;
/**
 * The entry that imports such packages. Node has two copies of one: that of `import` and that of `require`. So this entry
 * alone is an ES module and a CommonJS one, and makes its exports with a function of the bundles, which gets the copy.
 */
const PEER_ENTRY = { bundle: "transformers-js", module: "transformers-js/index" };
const BINDING = { bundle: "transformers-js-bind", module: "transformers-js/bind" };
/** The folder of the command line, and its scripts. */
const COMMAND_LINE = "dist/cli";
const COMMAND_LINE_SCRIPTS = ["main", "line-worker", "demo"];
/** The script of the workers that the library starts. */
const WORKER_SCRIPT = { bundle: "worker-script", module: "worker/script" };

interface Entry {
  /** The name of the bundle. */
  readonly bundle: string;
  /** The path of the module in dist/, without its ending. */
  readonly module: string;
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly node: string; readonly default: string }>>;
}

/** The package's exports that are modules. */
function entryPoints(): Entry[] {
  const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Manifest;
  const entries = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : expand(target)));
  return [...new Map(entries.map((entry) => [entry.bundle, entry])).values()];
}

/** The entries of an export. A star in an export matches the name of any file. */
function expand(target: { readonly node: string; readonly default: string }): Entry[] {
  const bundle = target.node.slice(`./${OUTPUT}/`.length, -".mjs".length);
  const module = target.default.slice("./dist/".length, -".js".length);
  if (!bundle.includes("*")) return [{ bundle, module }];
  const [folder] = module.split("*");
  return readdirSync(`${ROOT}dist/${folder}`)
    .filter((name) => name.endsWith(".js"))
    .map((file) => basename(file, ".js"))
    .map((name) => ({ bundle: bundle.replace("*", name), module: module.replace("*", name) }));
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
  bert: /dist\/models\/(char-v3-(files|characters)|bert\/(ipadic|unidic-lite)-(wordpiece|character))\.js$/,
  "byte-models": /dist\/models\/byte\/(published-bytes|no-files)\.js$/,
  "sentencepiece-models": /dist\/models\/(roberta\/published-roberta|sentencepiece\/(t5|llama))\.js$/,
  fast: /dist\/models\/fast\/fast-family\.js$/,
  all: /dist\/index\.js$/,
};

/** Removes the files of earlier builds whose sources are gone, which would otherwise be published. */
function removeStale(): void {
  for (const file of readdirSync(`${ROOT}dist`, { recursive: true }).map(String)) {
    const [, source, ending] = /^(?:types\/)?(.*?)((?:\.d)?\.[cm]?[jt]s)$/.exec(file) ?? [];
    if (source === undefined) continue;
    const isOutput = ending === (file.startsWith("types/") ? ".d.ts" : ".js") && existsSync(`${ROOT}src/${source}.ts`);
    if (!isOutput) rmSync(`${ROOT}dist/${file}`);
  }
}

/** The comments to keep: only the marks that a call is pure, which bundlers read. */
const ONLY_MARKS = { annotation: true, jsdoc: false, legal: false };

/** Rewrites the modules that tsc wrote, each in its place. */
async function writeModules(): Promise<void> {
  const files = readdirSync(`${ROOT}dist`, { recursive: true }).map(String);
  const modules = files.filter((file) => file.endsWith(".js"));
  const build = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(modules.map((file) => [file.slice(0, -".js".length), `./dist/${file}`])),
    platform: "neutral",
    external: [/^(#|node:)/, PEERS],
    optimization: { inlineConst: true },
    plugins: [withoutBareImports, withAsciiOnly],
  });
  await build.write({ dir: `${ROOT}dist`, format: "esm", preserveModules: true, comments: ONLY_MARKS });
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

/**
 * Escapes the characters that are not ASCII. Scripts that are not modules have the encoding of their page, which is not
 * UTF-8 if the page names none, and esbuild escapes strings but not regular expressions.
 */
const withAsciiOnly: Plugin = {
  name: "with-ascii-only",
  generateBundle: (_, output) => {
    const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    for (const chunk of Object.values(output)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/[\u0080-\uffff]/g, escaped);
    }
  },
};

/**
 * Binds what CommonJS files share to constants. Rolldown exports getters, so that each use would call one. The files
 * import each other in one direction, which is checked, and no module exports a variable that changes.
 */
const withFixedExports: Plugin = {
  name: "with-fixed-exports",
  generateBundle: (_, output) => {
    const chunks = Object.values(output).filter((one) => one.type === "chunk");
    const imports = new Map(chunks.map((chunk) => [chunk.fileName, chunk.imports]));
    for (const chunk of chunks) {
      expectNoCircle(imports, [chunk.fileName]);
      chunk.code = withConstants(withValues(chunk.code));
    }
  },
};

/** @throws Error if files that the last one of a path imports lead back to the path */
function expectNoCircle(imports: ReadonlyMap<string, readonly string[]>, path: readonly string[]): void {
  for (const file of imports.get(path.at(-1) ?? "") ?? []) {
    if (path.includes(file)) throw new Error(`a circle of bundles: ${[...path, file].join(" → ")}`);
    expectNoCircle(imports, [...path, file]);
  }
}

/** Exports values instead of getters. */
function withValues(code: string): string {
  const getter =
    /^Object\.defineProperty\(exports, "(\w+)", \{\n\tenumerable: true,\n\tget: function\(\) \{\n\t\treturn ([\w$]+);\n\t\}\n\}\);$/gm;
  return code.replace(getter, "exports.$1 = $2;");
}

/** Reads each export of a required file once. */
function withConstants(code: string): string {
  return [...code.matchAll(/^const (require_\w+) = (require\("\.\/.+"\));$/gm)].reduce((text, [line, file, call]) => {
    const names = new Set(Array.from(text.matchAll(new RegExp(`\\b${file}\\.(\\w+)`, "g")), ([, name]) => name));
    const constants = [...names].map((name) => `${name}: ${file}$${name}`).join(", ");
    return text
      .replace(line, () => `const { ${constants} } = ${call};`)
      .replace(new RegExp(`\\(0, ${file}\\.(\\w+)\\)`, "g"), `${file}$$$1`)
      .replace(new RegExp(`\\b${file}\\.(\\w+)`, "g"), `${file}$$$1`);
  }, code);
}

/** Bundles the exports for Node. */
async function writeBundles(entries: readonly Entry[]): Promise<void> {
  const input = Object.fromEntries(entries.map(({ bundle, module }) => [bundle, `./dist/${module}.js`]));
  const build = await rolldown({ cwd: ROOT, input, platform: "node", plugins: [withFixedExports] });
  const { output } = await build.write({
    dir: `${ROOT}${OUTPUT}`,
    format: "cjs",
    strict: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "shared-[name].cjs",
    comments: false,
    codeSplitting: {
      groups: Object.entries(STAGES).map(([name, test], index, { length }) => ({
        name,
        test,
        priority: length - index,
      })),
    },
  });
  await build.close();
  const files = output.map(({ fileName }) => fileName);
  const missing = Object.keys(STAGES).find((name) => !files.includes(`shared-${name}.cjs`));
  if (missing !== undefined) throw new Error(`stage ${missing} of tools/bundle.ts: it has no module of its own`);
  for (const chunk of output) {
    if (chunk.type !== "chunk" || !chunk.isEntry) continue;
    const names = [...chunk.exports].sort().join(", ");
    writeFileSync(`${ROOT}${OUTPUT}/${chunk.name}.mjs`, `export { ${names} } from "./${chunk.fileName}";\n`);
  }
}

/**
 * Bundles the command line in its folder: a process and each of its workers load a few files in place of two hundred, which takes
 * half the time.
 */
async function writeCommandLine(): Promise<void> {
  const folder = `${ROOT}${COMMAND_LINE}`;
  const input = Object.fromEntries(COMMAND_LINE_SCRIPTS.map((name) => [name, `./${COMMAND_LINE}/${name}.js`]));
  const build = await rolldown({ cwd: ROOT, input, platform: "node", external: PEERS, plugins: [withAsciiOnly] });
  const { output } = await build.write({
    dir: folder,
    format: "esm",
    chunkFileNames: "shared-[hash].js",
    comments: false,
  });
  await build.close();
  const written: ReadonlySet<string> = new Set(output.map(({ fileName }) => fileName));
  for (const file of readdirSync(folder)) if (!written.has(file)) rmSync(`${folder}/${file}`);
}

/** Writes the entry that imports what the user installs. */
async function writePeerEntry(): Promise<void> {
  const { bundle, module } = PEER_ENTRY;
  const build = await rolldown({
    cwd: ROOT,
    input: { [bundle]: `./dist/${module}.js` },
    platform: "node",
    external: PEERS,
    plugins: [{ name: "with-binding", resolveId: (id) => (id === "./bind.js" ? BOUND : null) }],
  });
  for (const [format, ending] of [
    ["esm", "mjs"],
    ["cjs", "cjs"],
  ] as const) {
    await build.write({ dir: `${ROOT}${OUTPUT}`, format, entryFileNames: `[name].${ending}`, comments: false });
  }
  await build.close();
}

const BOUND = { id: `./${BINDING.bundle}.cjs`, external: true } as const;

/** Bundles everything for pages without a bundler: a module, a script with a global variable, and a worker's script. */
async function writeForPages(): Promise<void> {
  const folder = `${ROOT}${PAGES}`;
  const options = { cwd: ROOT, input: { [PAGE_BUNDLE]: "./dist/bundle.js" }, platform: "browser" } as const;
  const module = await rolldown({ ...options, plugins: [withWorkerScript, withAsciiOnly] });
  await module.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", minify: true, comments: false });
  await module.close();
  const script = await rolldown({ ...options, plugins: [withWorkerScript, withScriptAddress, withAsciiOnly] });
  const intro = "const scriptAddress = globalThis.document?.currentScript?.src ?? globalThis.location?.href;";
  const global = { name: "tohokuTokenizers", intro };
  await script.write({
    dir: folder,
    format: "iife",
    entryFileNames: "[name].js",
    minify: true,
    comments: false,
    ...global,
  });
  await script.close();
  const worker = `import { serveTokenizers } from "./${PAGE_BUNDLE}.mjs";\n\nserveTokenizers();\n`;
  writeFileSync(`${folder}/${PAGE_WORKER}`, worker);
  writeFileSync(`${folder}/${PAGE_BUNDLE}.d.mts`, 'export * from "../types/bundle.js";\n');
}

/** Lets the bundle start the worker's script that lies beside it. */
const withWorkerScript: Plugin = {
  name: "with-worker-script",
  transform: (code, id) => (id.endsWith("own-worker-web.js") ? code.replace("./script.js", `./${PAGE_WORKER}`) : null),
};

/** A script has no import.meta: its element knows its address. */
const withScriptAddress: Plugin = {
  name: "with-script-address",
  transform: (code) => code.replaceAll("import.meta.url", "scriptAddress"),
};

/** Makes the modules' declarations those of CommonJS, and writes the ES declarations of the exports. */
function writeDeclarations(entries: readonly Entry[]): void {
  writeFileSync(`${ROOT}${TYPES}/package.json`, `${JSON.stringify({ type: "commonjs" })}\n`);
  for (const { module } of entries) {
    writeFileSync(`${ROOT}${TYPES}/${module}.d.mts`, `export * from "./${basename(module)}.js";\n`);
  }
}

for (const folder of [OUTPUT, PAGES]) rmSync(`${ROOT}${folder}`, { recursive: true, force: true });
removeStale();
await writeModules();
const entries = entryPoints();
await writeBundles([...entries.filter(({ bundle }) => bundle !== PEER_ENTRY.bundle), BINDING, WORKER_SCRIPT]);
await writePeerEntry();
await writeCommandLine();
await writeForPages();
writeDeclarations(entries);
