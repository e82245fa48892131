/** What publint and attw say of the package as it would be published. */
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
  // Its scripts would build anew what other tests are running.
  await runFile("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  tarball = join(folder, readdirSync(folder)[0] ?? "");
});
afterAll(() => rmSync(folder, { recursive: true }));

it("publint finds nothing to say", async () => {
  const { stdout } = await runTool("publint/src/cli.js", ["run", tarball, "--strict"]);
  expect(stdout).toContain("All good!");
});

it("every entry's types resolve as its code does", async () => {
  const models = ["--include-entrypoints", "./models/bert-base-japanese-v3", "./models/bert-large-japanese-char-v2"];
  const options = ["--profile", "esm-only", "--format", "json", "--exclude-entrypoints", "./dictionaries/*"];
  const { stdout } = await runTool("@arethetypeswrong/cli/dist/index.js", [tarball, ...options, ...models]);
  const { analysis } = JSON.parse(stdout);
  expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining([".", "./models/bert-base-japanese-v3"]));
  const resolved = analysis.entrypoints["./models/bert-base-japanese-v3"].resolutions.bundler.resolution;
  expect(resolved.fileName).toContain("bert-base-japanese-v3.d.ts");
});
