/**
 * Every example in the documents and the docstrings of src/, run as a reader would run it, and every link between the
 * documents. CONTRIBUTING.md describes how examples are written. Run `npm run build` first.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
  type Block,
  blocksOfMarkdown,
  blocksOfSource,
  docstringBlocks,
  documentBlocks,
  documentFiles,
  ROOT,
} from "./examples/blocks.js";
import { CHECK, missingImports, withChecks } from "./examples/checks.js";
import { brokenLinks } from "./examples/links.js";
import { ENVIRONMENT, entriesOfNames, FOLDER, makeSurroundings } from "./examples/surroundings.js";

const run = promisify(execFile);

/** A failed check: its line in the block, from 0. */
interface Failure {
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

makeSurroundings();
const entryOf = await entriesOfNames();
const documents = documentBlocks();
const programs = [...documents, ...docstringBlocks()].filter(({ language }) => language === "ts").map(toModule);
// Another process runs the examples while this one checks their types.
const running = runAll(programs.filter(({ block }) => block.isRun));
const complaints = typeCheck(programs);
const failures = await running;

describe("every TypeScript example", () => {
  for (const { place, path, block } of programs) {
    it(place, () => {
      expect(complaints.get(path) ?? []).toEqual([]);
      const failed = failures.get(path) ?? [];
      const at = failed.map((failure) => ({ ...failure, line: `${block.file}:${block.line + failure.line}` }));
      expect(at).toEqual([]);
    });
  }
});

describe("every command", () => {
  for (const { place, command, expected } of commandsOf(documents)) {
    it(`${place}: ${command}`, async () => {
      const ours = command.replaceAll("npx tohoku-tokenizers", `"${process.execPath}" "${ROOT}/dist/cli/main.js"`);
      const { stdout } = await run("sh", ["-c", ours], { cwd: FOLDER, env: ENVIRONMENT });
      if (expected !== undefined) expect(stdout).toBe(expected);
    });
  }
});

it.each(documentFiles())("every relative link of %s leads to a file and a heading of it", (file) => {
  expect(brokenLinks(file)).toEqual([]);
});

describe("the test of examples", () => {
  it("finds code blocks, with the lines on which they are", () => {
    const markdown = "# T\n\n```ts no-run\nconst a = 1;\n```\n```sh\nls\n```\n";
    const found = blocksOfMarkdown(markdown, "t.md").map(({ line, language, isRun, code }) => [
      line,
      language,
      isRun,
      code,
    ]);
    expect(found).toEqual([
      [4, "ts", false, "const a = 1;\n"],
      [7, "sh", true, "ls\n"],
    ]);
    const [{ line, code }] = blocksOfSource("/**\n * Text.\n *\n * @example\n * f(1); // 2\n * @throws E\n */", "t.ts");
    expect([line, code.trim()]).toEqual([5, "f(1); // 2"]);
  });

  it("makes checks of logged values, of values alone and of declared names", () => {
    const check = (code: string, isDocstring = false): string => withChecks(code, isDocstring);
    expect(check('console.log(f("a")); // => [1]')).toBe(`${CHECK}(f("a"), "[1]", 0); // => [1]`);
    expect(check("await f(); // => 1")).toBe(`${CHECK}(await f(), "1", 0); // => 1`);
    expect(check("const a = f(); // => 1")).toBe(`const a = f();${CHECK}(a, "1", 0); // => 1`);
    expect(check("f(); // 1")).toBe("f(); // 1");
    expect(check("f(); // 1", true)).toBe(`${CHECK}(f(), "1", 0); // 1`);
    expect(() => check("// => 1")).toThrow("no value");
  });

  it("fails if an example gives another value, throws, or does not type-check", async () => {
    const wrong = made(1, 'import { hanToZen } from "tohoku-tokenizers/normalize";\nhanToZen("ｱ"); // => "イ"\n');
    const thrown = made(5, 'throw new Error("no");\n');
    const untyped = made(9, 'export const a: number = "a";\n');
    const found = await runAll([wrong, thrown]);
    expect(found.get(wrong.path)).toEqual([{ line: 1, found: '"ア"', expected: '"イ"' }]);
    expect(found.get(thrown.path)?.[0].expected).toBe("no error");
    const message = "made.md:9: Type 'string' is not assignable to type 'number'.";
    expect([...typeCheck([wrong, untyped])]).toEqual([[untyped.path, [message]]]);
  });
});

function made(line: number, code: string): Program {
  return toModule({ file: "made.md", line, language: "ts", isRun: true, isDocstring: false, code });
}

/** An example as a module that runs and another that is type-checked, both on the lines of the example. */
interface Program {
  readonly block: Block;
  readonly place: string;
  readonly path: string;
}

function toModule(block: Block): Program {
  const place = `${block.file}:${block.line}`;
  const path = join(FOLDER, place.replace(/[^\w]+/g, "-"));
  const imports = block.isDocstring ? missingImports(block.code, entryOf) : "";
  writeFileSync(`${path}.mts`, `${imports}${block.code}\nexport {};\n`);
  const checked = `${imports}${withChecks(block.code, block.isDocstring)}`;
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  writeFileSync(`${path}.mjs`, ts.transpileModule(checked, { compilerOptions: options }).outputText);
  return { block, place, path };
}

/** Runs modules in one process; gives each one's failures by its path. */
async function runAll(modules: readonly Program[]): Promise<Map<string, Failure[]>> {
  const args = [join(ROOT, "test/examples/run.mjs"), ...modules.map(({ path }) => `${path}.mjs`)];
  // After an error in an example, a worker may keep the process running.
  const limits = { timeout: 60_000, killSignal: "SIGKILL" } as const;
  const { stdout } = await run(process.execPath, args, { cwd: FOLDER, env: ENVIRONMENT, ...limits });
  const lines = stdout.trimEnd().split("\n");
  return new Map(modules.map(({ path }, at) => [path, JSON.parse(lines[at])]));
}

/** The compiler's errors in the examples, by path. */
function typeCheck(modules: readonly Program[]): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const files = modules.map(({ path }) => `${path}.mts`);
  const lenient = { noUnusedLocals: false, noUnusedParameters: false };
  const program = ts.createProgram([...files, join(ROOT, "src/transformers-js/huggingface-transformers.d.ts")], {
    ...options,
    ...lenient,
  });
  const found = new Map<string, string[]>();
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const path = file?.fileName.replace(/\.mts$/, "") ?? "";
    const block = modules.find((module) => module.path === path)?.block;
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + (block?.line ?? 1);
    const message = `${block?.file ?? path}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    found.set(path, [...(found.get(path) ?? []), message]);
  }
  return found;
}

interface Command {
  readonly place: string;
  readonly command: string;
  readonly expected: string | undefined;
}

/** The commands of the package in sh blocks; of a block with one command and a text block after it, that output. */
function commandsOf(blocks: readonly Block[]): Command[] {
  return blocks.flatMap((block, at): Command[] => {
    if (block.language !== "sh" || !block.isRun) return [];
    const lines = block.code.replaceAll("\\\n", "").split("\n");
    const commands = lines.filter((line) => line.includes("npx tohoku-tokenizers"));
    const next = blocks[at + 1];
    const isFollowed = next?.language === "text" && next.file === block.file;
    if (commands.length === 0) return [];
    const place = `${block.file}:${block.line}`;
    if (!isFollowed) return commands.map((command) => ({ place, command, expected: undefined }));
    return [{ place, command: commands.join("\n"), expected: next.code }];
  });
}
