/**
 * `npm run runtimes -- [--all] [NAME…]`: builds and runs the examples of examples/runtimes with the packed package, each
 * in a folder of its own, and compares their ids and words with the goldens. Without names it takes those that are not
 * marked as slow.
 *
 * An example is a package.json with a script "start", and perhaps one "build". It prints a line of JSON for each answer of
 * programs/main.mjs or main.cjs. "answers" is the number of these lines.
 */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const EXAMPLES = join(ROOT, "examples/runtimes");
const PROGRAMS = join(EXAMPLES, "programs");
const TEXTS = 12;
const LONGEST_OUTPUT = 4000;
const MINUTES = 60_000;

interface Example {
  readonly description: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly answers?: number;
  readonly slow?: boolean;
}

interface Golden {
  readonly text: string;
  readonly ids?: readonly number[];
  readonly words?: readonly string[];
}

/** The texts that examples are given, and the answers that are right. */
function givenTexts() {
  const [characters, ipadic, unidicLite, pieces] = [
    "v3-char",
    "words.ipadic",
    "words.unidic-lite",
    "small.wordpiece-unidic-lite",
  ].map(readGoldens);
  const isIn = (text: string) => [ipadic, unidicLite, pieces].every((goldens) => goldens.has(text));
  const texts = [...characters.keys()].filter(isIn).slice(0, TEXTS);
  const expected = texts.map((text) => ({
    characters: characters.get(text)?.ids,
    ipadic: ipadic.get(text)?.words,
    unidicLite: unidicLite.get(text)?.words,
    pieces: pieces.get(text)?.ids,
  }));
  const vocabulary = readFileSync(join(ROOT, "fixtures/small-vocab.txt"), "utf8").trimEnd().split("\n");
  return { texts, vocabulary, characters: expected.map((one) => one.characters), expected };
}

function readGoldens(name: string): Map<string, Golden> {
  const lines = readFileSync(join(ROOT, `fixtures/golden/${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n");
  const goldens = lines.map((line) => JSON.parse(line) as Golden).filter(({ text }) => text !== undefined);
  return new Map(goldens.map((golden) => [golden.text, golden]));
}

const read = (name: string): Example => JSON.parse(readFileSync(join(EXAMPLES, name, "package.json"), "utf8"));

function chosen(names: readonly string[], all: boolean): string[] {
  const known = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "package.json")));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no example ${unknown}; there are ${known.join(", ")}`);
  return names.length > 0 ? [...names] : known.filter((name) => all || !read(name).slow);
}

async function npm(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("npm", args, { cwd: folder, timeout: 10 * MINUTES, maxBuffer: 2 ** 26 });
  return stdout;
}

/** Builds and runs an example in a folder. @throws Error if it fails, or an answer is wrong */
async function run(name: string, folder: string, tarball: string, given: ReturnType<typeof givenTexts>): Promise<void> {
  cpSync(PROGRAMS, folder, { recursive: true });
  cpSync(join(EXAMPLES, name), folder, { recursive: true });
  const example = read(name);
  const dependencies = { ...example.dependencies, "tohoku-tokenizers": `file:${tarball}` };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...example, dependencies }));
  writeFileSync(join(folder, "given.json"), JSON.stringify(given));
  const values = Object.entries(given).map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};\n`);
  writeFileSync(join(folder, "given.mjs"), values.join(""));
  await npm(folder, "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error");
  await npm(folder, "run", "--silent", "--if-present", "build");
  const output = await npm(folder, "run", "--silent", "start");
  const answers = output.split("\n").filter((line) => line.startsWith("[{"));
  const count = example.answers ?? 1;
  if (answers.length !== count) throw new Error(`${answers.length} answers instead of ${count}: ${output}`);
  const wrong = answers.find((answer) => answer !== JSON.stringify(given.expected));
  if (wrong !== undefined) throw new Error(`a wrong answer: ${wrong}`);
}

async function main(args: readonly string[]): Promise<void> {
  const names = chosen(
    args.filter((arg) => arg !== "--all"),
    args.includes("--all"),
  );
  const folder = mkdtempSync(join(tmpdir(), "runtimes-"));
  await npm(ROOT, "pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
  const tarball = join(folder, readdirSync(folder)[0]);
  const given = givenTexts();
  let failures = 0;
  for (const name of names) {
    const start = performance.now();
    const place = join(folder, name);
    const failure = await run(name, place, tarball, given).catch(detailsOf);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(`${failure === undefined ? "ok    " : "FAILED"} ${name} (${seconds} s): ${read(name).description}`);
    if (failure === undefined) {
      rmSync(place, { recursive: true });
      continue;
    }
    failures++;
    console.log(`${failure.slice(-LONGEST_OUTPUT)}\nin ${place}`);
  }
  if (failures > 0) process.exit(1);
  rmSync(folder, { recursive: true });
}

/** The output of a failed program, or the message of another error. */
function detailsOf(error: Error & { readonly stdout?: string; readonly stderr?: string }): string {
  return `${error.stdout ?? ""}${error.stderr ?? ""}` || error.message;
}

await main(process.argv.slice(2));
