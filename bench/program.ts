import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./contestant.js";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CONTESTANTS = new URL("./contestants/", import.meta.url);
const KEPT_OF_STDERR = 4000;

/**
 * A contestant in a process of its own, so that one contestant's garbage or optimizations cannot slow down another.
 *
 * The protocol has one JSON object a line: {"ask": ..., "with": ...} on standard input, {"answer": ...} on standard
 * output. The process exits when its input ends, or after it has reported an error on standard error.
 */
export class Program {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<string>;
  readonly #answers: AsyncIterator<string>;

  /** @param name its name in error messages */
  constructor(command: string, options: readonly string[], name: string) {
    this.#process = spawn(command, options, { cwd: ROOT });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    // A write to a dead process fails; its exit is reported below.
    this.#process.stdin.on("error", () => {});
    let complaints = "";
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaints = (complaints + text).slice(-KEPT_OF_STDERR);
    });
    this.#ended = new Promise((resolve) => {
      this.#process.on("error", ({ message }) => resolve(message));
      this.#process.on("close", (code, signal) => resolve(`${name} ended (${signal ?? code})\n${complaints}`));
    });
  }

  async ask(what: string, argument?: unknown): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify({ ask: what, with: argument })}\n`);
    const line = await this.#answers.next();
    if (line.done) throw new Error(await this.#ended);
    return (JSON.parse(line.value) as { answer: unknown }).answer;
  }

  async close(): Promise<void> {
    this.#process.stdin.end();
    await this.#ended;
  }
}

/** Starts a TypeScript program of bench/contestants. */
export function nodeProgram(file: string, settings: object): Program {
  return scriptProgram(process.execPath, ["--import", "tsx"], file, settings);
}

/** Starts a script of bench/contestants. */
export function scriptProgram(command: string, options: readonly string[], file: string, settings: object): Program {
  const script = fileURLToPath(new URL(file, CONTESTANTS));
  return new Program(command, [...options, script, JSON.stringify(settings)], file);
}

/** Waits until a program is ready and wraps it as a contestant. The program has to answer "output" and "run". */
export async function startContestant(name: string, program: Program): Promise<Contestant> {
  await program.ask("start");
  return {
    name,
    output: async () => (await program.ask("output")) as string[],
    run: async (part) => (await program.ask("run", part)) as number,
    close: () => program.close(),
  };
}
