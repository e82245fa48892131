import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import { type Contestant, type Lines, linesIn } from "./contestant.js";
import { type MecabCommand, mecabCommand } from "./mecab-command.js";
import { linesOf, type Texts } from "./texts.js";

/** Largest input buffer that MeCab accepts, in bytes; its default of 8 KB would cut long lines. */
const INPUT_BUFFER = 8192 * 640;

/**
 * The mecab command, which reads lines from a file and writes words to a file. Every run starts a new process, so its own
 * seconds are those for the text minus those for an empty file.
 */
export class NativeMecab implements Contestant {
  readonly name: string;
  readonly #command: MecabCommand;
  readonly #options: readonly string[];
  readonly #text: string;
  readonly #empty: string;
  readonly #words: string;

  private constructor(command: MecabCommand, dictionary: string, texts: Texts) {
    this.#command = command;
    this.name = `native MeCab ${command.version} (text output, start-up time subtracted)`;
    const settings = join(dictionary, "mecabrc");
    const rcFile = existsSync(settings) ? settings : devNull;
    this.#options = ["-O", "wakati", "-r", rcFile, "-d", dictionary, "-b", String(INPUT_BUFFER)];
    this.#text = texts.file;
    this.#empty = join(texts.folder, "empty.txt");
    this.#words = join(texts.folder, "words.txt");
  }

  static async start(dictionary: string, texts: Texts): Promise<NativeMecab> {
    const mecab = new NativeMecab(await mecabCommand(), dictionary, texts);
    await writeFile(mecab.#empty, "");
    return mecab;
  }

  async output(): Promise<string[]> {
    this.#seconds(this.#text);
    // The wakati format puts a space after every word, also after the last.
    return linesOf(await readFile(this.#words, "utf8")).map((line) => line.replace(/ $/, ""));
  }

  async run(part: Lines): Promise<number> {
    const file = `${this.#words}.${part.first}.${part.step}`;
    if (!existsSync(file)) {
      const lines = linesIn(linesOf(await readFile(this.#text, "utf8")), part);
      await writeFile(file, lines.map((line) => `${line}\n`).join(""));
    }
    const startUp = this.#seconds(this.#empty);
    return this.#seconds(file) - startUp;
  }

  async close(): Promise<void> {}

  #seconds(file: string): number {
    const { executable, environment: env } = this.#command;
    const options = [...this.#options, "-o", this.#words, file];
    const start = performance.now();
    const { status, stderr } = spawnSync(executable, options, { encoding: "utf8", env });
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0) throw new Error(`mecab failed: ${stderr.trim()}`);
    return seconds;
  }
}
