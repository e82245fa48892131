/**
 * Runs examples for the commands runtimes and browsers. Each is built and run with the packed package, in a folder of its
 * own, and its ids and words are compared with the goldens.
 *
 * An example is a package.json with a script "start", and perhaps one "build". It prints a line of JSON for each answer of
 * programs/main.mjs or main.cjs; its "answers" is the number of these lines. Where "start" is for a person, a script
 * "check" prints them. A script that fails is a failure. Lines that begin with # are shown.
 */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = join(ROOT, "examples/runtimes/programs");
const TEXTS = 12;
const LONGEST_OUTPUT = 4000;
const MINUTES = 60_000;

export interface Example {
  readonly description: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly answers?: number;
  readonly slow?: boolean;
  /** True if its page needs no more than a browser that runs scripts, so that programs/page.mjs opens it. */
  readonly page?: boolean;
  /** The browsers that can run it; any, if it names none. */
  readonly browsers?: readonly string[];
}

/** A way to run examples: some runtime, or a browser. */
export interface Host {
  readonly name: string;
  /** The environment variables of the example's start. */
  readonly variables: Readonly<Record<string, string>>;
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

/** The example in a folder. */
export function readExample(folder: string): Example {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** The examples of a folder by their names. */
export function examplesIn(folder: string): Map<string, Example> {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "package.json")));
  return new Map(names.sort().map((name) => [name, readExample(join(folder, name))]));
}

/**
 * The examples that a command line chooses: those that it names, or else all but the slow ones. `--all` chooses all.
 *
 * @throws Error if it names an example that is not there
 */
export function chosen<Each extends Example>(examples: ReadonlyMap<string, Each>, args: readonly string[]) {
  const names = args.filter((arg) => arg !== "--all");
  const unknown = names.find((name) => !examples.has(name));
  if (unknown !== undefined) throw new Error(`no example ${unknown}; there are ${[...examples.keys()].join(", ")}`);
  if (names.length > 0) return [...examples].filter(([name]) => names.includes(name));
  return [...examples].filter(([, { slow }]) => args.includes("--all") || !slow);
}

async function npm(folder: string, variables: Host["variables"], ...args: string[]): Promise<string> {
  const options = { cwd: folder, timeout: 10 * MINUTES, maxBuffer: 2 ** 26, env: { ...process.env, ...variables } };
  return (await promisify(execFile)("npm", args, options)).stdout;
}

/** Runs examples with the packed package. */
export class Runner {
  readonly #folder = mkdtempSync(join(tmpdir(), "examples-"));
  readonly #given = givenTexts();
  #failures = 0;

  private constructor(private readonly dependencies: Example["dependencies"]) {}

  /** @param dependencies packages that every example needs */
  static async create(dependencies: Example["dependencies"] = {}): Promise<Runner> {
    const runner = new Runner(dependencies);
    await npm(ROOT, {}, "pack", "--ignore-scripts", "--silent", "--pack-destination", runner.#folder);
    return runner;
  }

  /** Builds the example of a folder once, runs it on each host, and prints the results. */
  async run(source: string, name: string, example: Example, hosts: readonly Host[]): Promise<void> {
    const place = join(this.#folder, name);
    const build = () => this.#build(source, place, example);
    if (!(await this.#report(`the build of ${name}`, example, build, false))) return;
    const results = [];
    for (const host of hosts) {
      const title = host.name === "" ? name : `${name} in ${host.name}`;
      results.push(await this.#report(title, example, () => this.#start(place, example, host), true));
    }
    if (results.every(Boolean)) rmSync(place, { recursive: true });
    else console.log(`in ${place}`);
  }

  /** Ends the process with an error if an example failed. */
  end(): void {
    if (this.#failures > 0) process.exit(1);
    rmSync(this.#folder, { recursive: true });
  }

  async #report(title: string, example: Example, work: () => Promise<void>, isShown: boolean): Promise<boolean> {
    const start = performance.now();
    const failure = await work().then(() => undefined, detailsOf);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    if (failure === undefined) {
      if (isShown) console.log(`ok     ${title} (${seconds} s): ${example.description}`);
      return true;
    }
    this.#failures++;
    console.log(`FAILED ${title} (${seconds} s): ${example.description}\n${failure.slice(-LONGEST_OUTPUT)}`);
    return false;
  }

  async #build(source: string, place: string, example: Example): Promise<void> {
    cpSync(PROGRAMS, place, { recursive: true });
    cpSync(source, place, { recursive: true });
    const [tarball] = readdirSync(this.#folder).filter((file) => file.endsWith(".tgz"));
    const own = { "tohoku-tokenizers": `file:${join(this.#folder, tarball)}` };
    const dependencies = { ...example.dependencies, ...this.dependencies, ...own };
    writeFileSync(join(place, "package.json"), JSON.stringify({ ...example, dependencies }));
    writeFileSync(join(place, "given.json"), JSON.stringify(this.#given));
    const values = Object.entries(this.#given).map(
      ([key, value]) => `export const ${key} = ${JSON.stringify(value)};\n`,
    );
    writeFileSync(join(place, "given.mjs"), values.join(""));
    await npm(place, {}, "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error");
    await npm(place, {}, "run", "--silent", "--if-present", "build");
  }

  /** @throws Error if the example fails, or an answer is wrong */
  async #start(place: string, example: Example, { variables }: Host): Promise<void> {
    const output = await npm(place, variables, "run", "--silent", example.scripts.check ? "check" : "start");
    const lines = output.split("\n");
    for (const line of lines) if (line.startsWith("# ")) console.log(line.slice(2));
    const answers = lines.filter((line) => line.startsWith("[{"));
    const count = example.answers ?? 1;
    if (answers.length !== count) throw new Error(`${answers.length} answers instead of ${count}: ${output}`);
    const wrong = answers.find((answer) => answer !== JSON.stringify(this.#given.expected));
    if (wrong !== undefined) throw new Error(`a wrong answer: ${wrong}`);
  }
}

/** The output of a failed program, or the message of another error. */
function detailsOf(error: Error & { readonly stdout?: string; readonly stderr?: string }): string {
  return `${error.stdout ?? ""}${error.stderr ?? ""}` || error.message;
}
