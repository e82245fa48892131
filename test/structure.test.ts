/**
 * The structure of the source: which file may import which, how long a file may be, and where the layout of raw
 * memory may show.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../", import.meta.url);
const SOURCE_FOLDERS = ["src", "kernel", "dictionaries", "tools"];

/**
 * The folders of src/ with the folders that their files may import, themselves always included. A file belongs to the
 * longest path of this table that is a prefix of its own. "name/*" is a folder with every folder below it.
 *
 * Package imports count as the folders that package.json maps them to: "#platform" is platform, "#hub-cache" is hub.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  platform: ["base"],
  // Files that a caller gives, in any form; everything that is loaded from a file imports it.
  files: ["base", "platform"],
  text: ["base"],
  words: ["base", "text", "mecab"],

  "mecab/memory": ["base"],
  "mecab/kernel": ["base", "platform", "mecab/memory"],
  "mecab/matrix": ["base", "mecab/memory", "mecab/kernel"],
  "mecab/file": ["base", "platform", "mecab/matrix"],
  "mecab/dictionary": ["base", "mecab/memory", "mecab/kernel", "mecab/matrix", "mecab/file"],
  "mecab/lattice": ["base", "text", "mecab/memory", "mecab/kernel", "mecab/dictionary", "mecab/file"],
  "mecab/compiler": [
    "base",
    "platform",
    "text",
    "mecab/memory",
    "mecab/kernel",
    "mecab/matrix",
    "mecab/file",
    "mecab/dictionary",
  ],
  mecab: [
    "base",
    "platform",
    "files",
    "text",
    "mecab/memory",
    "mecab/kernel",
    "mecab/matrix",
    "mecab/file",
    "mecab/dictionary",
    "mecab/lattice",
  ],

  subwords: ["base", "text"],
  "subwords/bytes": ["base", "text", "subwords"],
  "subwords/pieces": ["base", "text", "subwords"],
  "subwords/unigram": ["base", "text", "subwords", "subwords/pieces"],
  "subwords/bpe": ["base", "text", "subwords", "subwords/pieces"],
  // Models are read from files, which only the platform can do.
  "subwords/sentencepiece": [
    "base",
    "files",
    "text",
    "subwords",
    "subwords/pieces",
    "subwords/unigram",
    "subwords/bpe",
  ],

  tokenizer: ["base", "platform", "text"],
  "tokenizer-json": ["base", "text", "subwords/*", "tokenizer"],
  "tokenizer/slow": ["base", "platform", "text", "subwords", "tokenizer"],
  "tokenizer/fast": ["base", "platform", "text", "tokenizer", "tokenizer-json"],

  hub: ["base", "platform", "files"],
  models: ["base", "files", "hub"],
  // MeCab's options name files of the machine: a mecabrc, a dictionary's dicrc.
  "models/bert": [...modelFamily(), "platform"],
  "models/byte": modelFamily(),
  // The fast classes are converted from the slow ones, whose arguments they share.
  "models/fast": [...modelFamily(), "models/sentencepiece"],
  "models/sentencepiece": modelFamily(),
  // RobertaJapanese finds words as BertJapanese does and pieces as T5 and Llama do.
  "models/roberta": [...modelFamily(), "models/bert", "models/sentencepiece"],
  pretrained: [
    "base",
    "platform",
    "files",
    "text",
    "hub",
    "subwords",
    "subwords/bytes",
    "mecab",
    "tokenizer/*",
    "models",
    "models/bert",
    "models/byte",
    "models/fast",
    "models/roberta",
    "models/sentencepiece",
  ],
  // Nothing else may import the package that its users install.
  "transformers-js": ["base", "platform", "files", "tokenizer/*", "pretrained"],
  batches: ["base", "tokenizer", "tokenizer/slow"],
  // Tables of rows as files of other formats. Nothing but the command line may import it: it needs packages.
  tables: ["base", "text", "batches"],
  worker: ["base", "platform", "files", "hub", "tokenizer", "pretrained", "batches"],
  "models/published": ["pretrained", "models/*", "tokenizer/*"],
  cli: ["*"],
};

/** A family of models reads files, composes the stages and hands over a tokenizer. */
function modelFamily(): string[] {
  const stages = ["text", "words", "subwords/*", "mecab", "mecab/dictionary", "tokenizer/*", "tokenizer-json"];
  return ["base", "files", "hub", "models", ...stages];
}

/** The one way into mecab/compiler from outside: Node resolves it to the compiler, browsers to a stub. */
const COMPILER_DOOR = { folder: "mecab", specifier: "#folder-dictionary" };

const LONGEST_FILE = 400;
const LONG_FILES: ReadonlySet<string> = new Set([
  // Generated tables.
  "src/text/unicode-14.ts",
  "src/mecab/kernel/kernel-module.ts",
  "src/tokenizer-json/unknown-characters.ts",
  // The readable specification of the kernel, one algorithm in one file.
  "src/mecab/lattice/search-typescript.ts",
]);

/** Files that turn a position in bytes into one in 32-bit integers; all others use their named accessors. */
const BYTE_ARITHMETIC: ReadonlySet<string> = new Set([
  "src/mecab/lattice/search-typescript.ts",
  "src/mecab/memory/records.ts",
]);

interface Import {
  readonly from: string;
  readonly to: string;
  readonly specifier: string;
}

const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");
const packageImports: Readonly<Record<string, object>> = JSON.parse(read("package.json")).imports;
const files = SOURCE_FOLDERS.filter((folder) => existsSync(new URL(folder, ROOT))).flatMap(typescriptFiles);
const texts: ReadonlyMap<string, string> = new Map(files.map((file) => [file, read(file)]));
const imports = files.flatMap(importsOf);

function typescriptFiles(folder: string): string[] {
  return readdirSync(new URL(folder, ROOT), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : typescriptFiles(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

/** The imports of a file that lead to files of this repository, type-only and dynamic ones included. */
function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(texts.get(from) ?? "", true, true);
  return importedFiles.flatMap(({ fileName: specifier }) =>
    targetsOf(from, specifier).map((to) => ({ from, to, specifier })),
  );
}

function targetsOf(from: string, specifier: string): string[] {
  if (specifier.startsWith(".")) {
    const path = posix.join(posix.dirname(from), specifier);
    // The kernel's AssemblyScript names files without an extension.
    return [/\.\w+$/.test(path) ? path.replace(/\.js$/, ".ts") : `${path}.ts`];
  }
  if (!specifier.startsWith("#")) return [];
  const built = JSON.stringify(packageImports[specifier]).matchAll(/"\.\/dist\/([^"]+)\.js"/g);
  return Array.from(built, ([, path]) => `src/${path}.ts`);
}

/** The row of the table that a file of src/ belongs to; "" for the files beside the folders, undefined if there is none. */
function folderOf(file: string): string | undefined {
  if (file === "src/index.ts" || file === "src/bundle.ts") return "";
  let folder = posix.dirname(file.slice("src/".length));
  while (folder !== "." && !(folder in MAY_IMPORT)) folder = posix.dirname(folder);
  return folder === "." ? undefined : folder;
}

function mayImport(from: string, to: string): boolean {
  if (from === to || from === "") return true;
  return MAY_IMPORT[from].some((allowed) => {
    if (allowed === "*") return true;
    if (!allowed.endsWith("/*")) return to === allowed;
    const parent = allowed.slice(0, -"/*".length);
    return to === parent || to.startsWith(`${parent}/`);
  });
}

function isAllowed({ from, to, specifier }: Import): boolean {
  const [fromFolder, toFolder] = [folderOf(from), folderOf(to)];
  if (fromFolder === COMPILER_DOOR.folder && specifier === COMPILER_DOOR.specifier) return true;
  return fromFolder !== undefined && toFolder !== undefined && mayImport(fromFolder, toFolder);
}

const arrow = ({ from, to }: Import): string => `${from} → ${to}`;
const isUnder = (file: string, ...folders: string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`));

/** The circles of imports: for each set of files that reach each other, one way around. */
function circles(): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of next.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of files) visit(file);
  return found;
}

describe("the structure of the source", () => {
  it("reads imports of every kind", () => {
    expect(files.length).toBeGreaterThan(100);
    const specifiers = new Set(imports.map(({ specifier }) => specifier));
    for (const specifier of Object.keys(packageImports)) expect(specifiers).toContain(specifier);
    expect(imports.filter(({ to }) => isUnder(to, ...SOURCE_FOLDERS) && !texts.has(to)).map(arrow)).toEqual([]);
  });

  it("has no circle of imports, type-only imports included", () => {
    expect(circles()).toEqual([]);
  });

  it("has a row in the table for every folder of src/", () => {
    expect(files.filter((file) => isUnder(file, "src") && folderOf(file) === undefined)).toEqual([]);
  });

  it("lets a folder import only the folders that its row in the table names", () => {
    const within = imports.filter(({ from, to }) => isUnder(from, "src") && isUnder(to, "src"));
    expect(within.filter((one) => !isAllowed(one)).map(arrow)).toEqual([]);
  });

  it("keeps src/ free of everything outside it", () => {
    expect(imports.filter(({ from, to }) => isUnder(from, "src") && !isUnder(to, "src")).map(arrow)).toEqual([]);
  });

  it("imports nothing of bench/ or test/", () => {
    expect(imports.filter(({ to }) => isUnder(to, "bench", "test")).map(arrow)).toEqual([]);
  });

  it(`has no file in src/ of more than ${LONGEST_FILE} lines, except the listed ones`, () => {
    const lengths = files.map((file) => [file, (texts.get(file) ?? "").trimEnd().split("\n").length] as const);
    const tooLong = lengths.filter(([file, length]) => isUnder(file, "src") && length > LONGEST_FILE);
    expect(tooLong.filter(([file]) => !LONG_FILES.has(file)).map(([file, length]) => `${file}: ${length}`)).toEqual([]);
  });

  it("shifts positions from bytes to integers only in the accessor files", () => {
    const shifting = files.filter((file) => isUnder(file, "src") && />>>? 2\b/.test(texts.get(file) ?? ""));
    expect(shifting.filter((file) => !BYTE_ARITHMETIC.has(file))).toEqual([]);
  });
});
