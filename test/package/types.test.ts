/** The checks of publint and attw on the packed package. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

it("the types of every entry point resolve like its code", async () => {
  const models = ["--include-entrypoints", "./models/bert-base-japanese-v3", "./models/bert-large-japanese-char-v2"];
  const options = ["--profile", "esm-only", "--format", "json", "--exclude-entrypoints", "./dictionaries/*"];
  const { stdout } = await runTool("@arethetypeswrong/cli/dist/index.js", [tarball, ...options, ...models]);
  const { analysis } = JSON.parse(stdout);
  expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining([".", "./models/bert-base-japanese-v3"]));
  const resolved = analysis.entrypoints["./models/bert-base-japanese-v3"].resolutions.bundler.resolution;
  expect(resolved.fileName).toContain("bert-base-japanese-v3.d.ts");
});
