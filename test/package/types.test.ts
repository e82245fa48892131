/** The checks of publint, attw and the compiler on the package as published. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "package-"));
let tarball: string;

const runFile = promisify(execFile);
const runTool = (program: string, args: readonly string[]) =>
  runFile(process.execPath, [join(ROOT, "node_modules", program), ...args], { cwd: ROOT });

beforeAll(async () => {
  // The package's scripts would rebuild the files that other tests are using.
  await runFile("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  tarball = join(folder, readdirSync(folder)[0] ?? "");
});
afterAll(() => rmSync(folder, { recursive: true }));

it("publint reports nothing", async () => {
  const { stdout } = await runTool("publint/src/cli.js", ["run", tarball, "--strict"]);
  expect(stdout).toContain("All good!");
});

it("the types of every entry point resolve like its code, for import, require and node10", async () => {
  const models = ["--include-entrypoints", "./models/bert-base-japanese-v3", "./models/bert-large-japanese-char-v2"];
  const options = ["--format", "json", "--exclude-entrypoints", "./dictionaries/*"];
  const { stdout } = await runTool("@arethetypeswrong/cli/dist/index.js", [tarball, ...options, ...models]);
  const { analysis } = JSON.parse(stdout);
  expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining([".", "./models/bert-base-japanese-v3"]));
  const resolved = analysis.entrypoints["./models/bert-base-japanese-v3"].resolutions.bundler.resolution;
  expect(resolved.fileName).toContain("bert-base-japanese-v3.d.mts");
});

it("the declarations compile with the library es2022 alone", () => {
  const options: ts.CompilerOptions = {
    lib: ["lib.es2022.d.ts"],
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  // The example's text, as if it lay in the package's folder: there the package's name leads to the package.
  const use = join(ROOT, "use.ts");
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (path) => path === use || fileExists(path);
  host.readFile = (path) => readFile(path === use ? join(ROOT, "examples/runtimes/typescript/use.ts") : path);
  const program = ts.createProgram([use], options, host);
  const read = program.getSourceFiles().map(({ fileName }) => fileName.replaceAll("\\", "/"));
  expect(read.some((file) => file.endsWith("dist/types/index.d.ts"))).toBe(true);
  const found = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => [file?.fileName, messageText]);
  expect(found).toEqual([]);
});
