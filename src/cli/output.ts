import { once } from "node:events";
import { fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { ResourceError, TokenizerError } from "../base/errors.js";

/** The length in code units from which a block is written. */
const FLUSH_AT = 1 << 16;
const STANDARD_OUTPUT = 1;

/** Error for output that cannot be written: a full disk, a limit on files, a device that fails. */
export class WriteError extends TokenizerError {
  override readonly name = "WriteError";

  constructor(cause: Error, output = "standard output") {
    const reason = cause.message.replace(/, write$/, "");
    super(output, reason, "a file or a pipe that takes all that is written", { cause });
  }
}

/** The error for a file that cannot be opened to write the output of a command. */
export function notWritable(path: string, cause: unknown): ResourceError {
  const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
  const expected = isMissing ? "a file in a folder that exists" : "a place that you are permitted to write to";
  return new ResourceError("--output", path, expected, { cause });
}

/** Writes a block, as text or as UTF-8 bytes. Waits while the destination takes no more. */
export type WriteBlock = (block: string | Uint8Array) => void | Promise<void>;

/** Writes lines in blocks. */
export class Output {
  readonly #write: WriteBlock;
  #block = "";

  constructor(write: WriteBlock) {
    this.#write = write;
  }

  /** True if enough lines have come together for a block. */
  get isFull(): boolean {
    return this.#block.length >= FLUSH_AT;
  }

  /** Adds a line. */
  add(line: string): void {
    this.#block += `${line}\n`;
  }

  /** Adds a piece of a line, without its end. */
  addPiece(piece: string): void {
    this.#block += piece;
  }

  /** Writes whole lines in UTF-8. @throws WriteError if they cannot be written */
  async write(lines: Uint8Array): Promise<void> {
    await this.flush();
    await this.#write(lines);
  }

  /** @throws WriteError if the block cannot be written */
  async flush(): Promise<void> {
    const block = this.#block;
    this.#block = "";
    if (block !== "") await this.#write(block);
  }
}

/** Writes to standard output. A pipe reports its failures through the stream's event "error". */
export function toStandardOutput(): WriteBlock {
  if (isPlainFile()) return writeWhole;
  return async (block) => {
    if (!process.stdout.write(block)) await once(process.stdout, "drain");
  };
}

function isPlainFile(): boolean {
  if (isatty(STANDARD_OUTPUT)) return false;
  try {
    const found = fstatSync(STANDARD_OUTPUT);
    return found.isFile() || found.isCharacterDevice();
  } catch {
    return false;
  }
}

/** Node's stream writes once and loses the rest of a block that only fits in part, as on a disk that becomes full. */
function writeWhole(block: string | Uint8Array): void {
  const bytes = typeof block === "string" ? Buffer.from(block) : block;
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(STANDARD_OUTPUT, bytes, at);
  } catch (error) {
    throw error instanceof Error ? new WriteError(error) : error;
  }
}
