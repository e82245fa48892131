import { existsSync, readFileSync, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { OptionError, ResourceError } from "../base/errors.js";
import type { Block } from "../tables/table.js";
import { takeLock } from "./lock.js";
import { notWritable, WriteError } from "./output.js";
import type { Carry } from "./pack.js";
import type { InputPlace } from "./parallel.js";

/** The data of the rows so far are on the disk after this many milliseconds. A killed run repeats no more work than that. */
const SAVING_INTERVAL = 1000;

/** The state after some blocks. */
export interface Progress {
  /** The place after the texts of the blocks. */
  readonly end: InputPlace;
  /** The numbers that wait for the end of their row. */
  readonly carry: Carry;
}

/** A line of the journal: the blocks since the line before it, and the state after them. */
interface Entry extends Progress {
  /** The length of the output, in bytes. */
  readonly length: number;
  /** The information about the blocks that the end of the file needs. */
  readonly about: readonly unknown[];
}

/** The complete lines of a journal after the first, and the length of all complete lines in bytes. */
interface Journal {
  readonly entries: readonly Entry[];
  readonly length: number;
}

const NO_JOURNAL: Journal = { entries: [], length: 0 };

/** The first line of the journal: everything that the rows depend on, by the names that a message can show. */
export type Conditions = Readonly<Record<string, unknown>>;

/**
 * The file of a table while it is written. It has another name until it is complete. A journal beside it says how much of it is
 * certain, so that a run that was killed at any moment can go on.
 */
export class TableFile {
  /** The state that an earlier run reached; undefined at the start of a file. */
  readonly reached: Progress | undefined;
  readonly #path: string;
  readonly #output: FileHandle;
  readonly #journal: FileHandle;
  readonly #about: unknown[];
  /** The lengths of both files, in bytes. */
  #length: number;
  #journalLength: number;
  #unsaved: unknown[] = [];
  #lastSaving = performance.now();
  /** True if the journal has a state to resume. */
  #isCertain: boolean;

  readonly #unlock: () => void;

  private constructor(
    path: string,
    output: FileHandle,
    journal: FileHandle,
    { entries, length }: Journal,
    unlock: () => void,
  ) {
    this.#unlock = unlock;
    this.#path = path;
    this.#output = output;
    this.#journal = journal;
    this.reached = entries.at(-1);
    this.#isCertain = entries.length > 0;
    this.#length = entries.at(-1)?.length ?? 0;
    this.#journalLength = length;
    this.#about = entries.flatMap(({ about }) => about);
  }

  /**
   * Opens the file for a new table, or for one that an earlier run began. Returns undefined if that run completed it.
   *
   * @param start the bytes before the first block
   * @throws ResourceError if there is a file of that name, or without `resume` an unfinished one
   * @throws OptionError if an unfinished table was begun under other conditions
   */
  static async open(
    path: string,
    conditions: Conditions,
    start: Uint8Array,
    resume: boolean,
  ): Promise<TableFile | undefined> {
    const [partial, journal] = [partialOf(path), journalOf(path)];
    const isComplete = existsSync(path);
    const hasJournal = existsSync(journal);
    const isBegun = hasJournal && isComplete !== existsSync(partial);
    if (isComplete && !(resume && isBegun)) {
      throw new ResourceError("--output", path, "a name that is free: this file is there, and complete");
    }
    if (!hasJournal && existsSync(partial)) {
      throw new ResourceError("--output", `a file ${partial} without a journal`, "another name: this one is in use");
    }
    if (isBegun && !resume) {
      const expected = `--resume to go on, or another name; to begin anew, remove it and ${journal}`;
      throw new ResourceError("--output", `an unfinished ${partial}`, expected);
    }
    const before = isBegun ? readJournal(journal, conditions) : NO_JOURNAL;
    if (isComplete) {
      await rm(journal);
      return undefined;
    }
    const unlock = takeLock(lockOf(path));
    try {
      if (before.entries.length === 0) return await TableFile.#begin(path, conditions, start, unlock);
      return await TableFile.#resume(path, before, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** @throws ResourceError if the unfinished file is shorter than its journal says */
  static async #resume(path: string, before: Journal, unlock: () => void): Promise<TableFile> {
    const [partial, journal] = [partialOf(path), journalOf(path)];
    const { size } = statSync(partial);
    const { length } = before.entries[before.entries.length - 1];
    if (size < length) {
      const expected = `at least ${length}, as ${journal} says; without both files the run begins anew`;
      throw new ResourceError(partial, `${size} bytes`, expected);
    }
    const file = new TableFile(path, await opened(partial, "r+"), await opened(journal, "r+"), before, unlock);
    // What is after the last certain state is written again.
    await file.#output.truncate(file.#length);
    await file.#journal.truncate(file.#journalLength);
    return file;
  }

  static async #begin(path: string, conditions: Conditions, start: Uint8Array, unlock: () => void): Promise<TableFile> {
    // The journal comes first: a file without one belongs to somebody else.
    const journal = await opened(journalOf(path), "w");
    const file = new TableFile(path, await opened(partialOf(path), "w"), journal, NO_JOURNAL, unlock);
    await file.#writeLine(conditions);
    await file.#write(start);
    return file;
  }

  /** The files beside a table while it is written. */
  static filesOf(path: string): readonly string[] {
    return [partialOf(path), journalOf(path), lockOf(path)];
  }

  /** Adds blocks, after which the table has reached a state. */
  async add(blocks: readonly Uint8Array[], about: readonly unknown[], progress: Progress): Promise<void> {
    for (const block of blocks) await this.#write(block);
    for (const each of about) {
      this.#about.push(each);
      this.#unsaved.push(each);
    }
    if (performance.now() - this.#lastSaving >= SAVING_INTERVAL) await this.#save(progress);
  }

  /**
   * Writes the end of the file and gives the file its name.
   *
   * @param last the last block, if there is one more
   * @param makeEnd makes the end from the information about all blocks
   */
  async finish(last: Block | undefined, makeEnd: (about: readonly unknown[]) => Uint8Array): Promise<void> {
    if (last) {
      await this.#write(last.bytes);
      this.#about.push(last.about);
    }
    await this.#write(makeEnd(this.#about));
    await writing(this.#output.sync());
    await this.close();
    if (existsSync(this.#path)) {
      throw new ResourceError(
        "--output",
        `a new ${this.#path}`,
        `no other file of that name; ${partialOf(this.#path)} is complete`,
      );
    }
    await writing(rename(partialOf(this.#path), this.#path));
    await rm(journalOf(this.#path));
  }

  /** Closes the file after an error. A run that is to be resumed finds it; one without a certain state leaves nothing. */
  async abandon(): Promise<void> {
    await this.close();
    if (this.#isCertain) return;
    await rm(partialOf(this.#path));
    await rm(journalOf(this.#path));
  }

  async close(): Promise<void> {
    await this.#output.close();
    await this.#journal.close();
    this.#unlock();
  }

  /** Writes the state into the journal, after the blocks before it are on the disk. */
  async #save({ end, carry }: Progress): Promise<void> {
    const entry: Entry = { length: this.#length, end, carry, about: this.#unsaved };
    await writing(this.#output.datasync());
    await this.#writeLine(entry);
    await writing(this.#journal.datasync());
    this.#unsaved = [];
    this.#isCertain = true;
    this.#lastSaving = performance.now();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await writeAll(this.#output, bytes, this.#length);
    this.#length += bytes.length;
  }

  async #writeLine(value: Conditions | Entry): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    await writeAll(this.#journal, bytes, this.#journalLength);
    this.#journalLength += bytes.length;
  }
}

function partialOf(path: string): string {
  return `${path}.partial`;
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

function journalOf(path: string): string {
  return `${path}.journal`;
}

/** Reads the complete lines of a journal. @throws OptionError if the conditions were others */
function readJournal(path: string, conditions: Conditions): Journal {
  const text = readFileSync(path, "utf8");
  // After the last "\n" there is nothing, or a line that was being written.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const [first, ...lines] = whole.split("\n").slice(0, -1);
  if (first === undefined) return NO_JOURNAL;
  const before = parsed(path, first) as Conditions;
  const other = Object.keys({ ...before, ...conditions }).find(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(conditions[name]),
  );
  if (other !== undefined) {
    const expected = `the same ${other} as in the run to resume: ${JSON.stringify(before[other])}`;
    throw new OptionError("--resume", `other ${other}: ${JSON.stringify(conditions[other])}`, expected);
  }
  return { entries: lines.map((line) => parsed(path, line) as Entry), length: Buffer.byteLength(whole) };
}

function parsed(path: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ResourceError(path, "a line that is not JSON", "an undamaged journal; without it the run begins anew", {
      cause,
    });
  }
}

/** Runs a step that writes to the disk. @throws WriteError if it fails */
async function writing<Result>(step: Promise<Result>): Promise<Result> {
  return step.catch((error: Error) => {
    throw new WriteError(error, "output");
  });
}

function opened(path: string, mode: "r+" | "w"): Promise<FileHandle> {
  return open(path, mode).catch((cause: unknown) => {
    throw notWritable(path, cause);
  });
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  try {
    for (let at = 0; at < bytes.length; ) {
      at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
    }
  } catch (error) {
    throw error instanceof Error ? new WriteError(error, "output") : error;
  }
}
