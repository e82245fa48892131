import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./contestant.js";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CONTESTANTS = new URL("./contestants/", import.meta.url);
const KEPT_OF_STDERR = 4000;

/**
 * A contestant in a process of its own, so that nobody's garbage or optimizations weigh on another.
 *
 * It is asked line by line: {"ask": ..., "with": ...} on standard input, {"answer": ...}
 * on standard output. It ends with its input, or with an error that says why on standard error.
 */
export class Program {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<string>;
  readonly #answers: AsyncIterator<string>;

  /** @param name what to call it in errors */
  constructor(command: string, options: readonly string[], name: string) {
    this.#process = spawn(command, options, { cwd: ROOT });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    // A write to a process that has died; its end is told below.
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

/** A program in TypeScript. */
export function nodeProgram(file: string, settings: object): Program {
  return scriptProgram(process.execPath, ["--import", "tsx"], file, settings);
}

/** A script of the folder of contestants. */
export function scriptProgram(command: string, options: readonly string[], file: string, settings: object): Program {
  const script = fileURLToPath(new URL(file, CONTESTANTS));
  return new Program(command, [...options, script, JSON.stringify(settings)], file);
}

/** Starts a contestant whose program answers "output" and "run". */
export async function startContestant(name: string, program: Program): Promise<Contestant> {
  await program.ask("start");
  return {
    name,
    output: async () => (await program.ask("output")) as string[],
    run: async () => (await program.ask("run")) as number,
    close: () => program.close(),
  };
}
