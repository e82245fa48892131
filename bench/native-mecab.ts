import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import type { Contestant } from "./contestant.js";
import { type MecabCommand, mecabCommand } from "./mecab-command.js";
import { linesOf, type Texts } from "./texts.js";

/** The largest that MeCab takes; its default of 8 KB would cut long lines. */
const INPUT_BUFFER = 8192 * 640;

/**
 * The mecab command, which reads the lines from a file and writes words to a file. It starts anew for each run, so the
 * seconds of its own work are those of the text less those of an empty file.
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
    this.name = `native MeCab ${command.version} (text; less the time of an empty file)`;
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
    // Wakati puts a space after each word, the last one included.
    return linesOf(await readFile(this.#words, "utf8")).map((line) => line.replace(/ $/, ""));
  }

  async run(): Promise<number> {
    const startUp = this.#seconds(this.#empty);
    return this.#seconds(this.#text) - startUp;
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
