import { accessSync, constants, createReadStream, fstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ResourceError } from "../base/errors.js";
import { proposal } from "../base/nearest.js";
import type { RandomAccess } from "../tables/reading.js";
import { PROGRAM } from "./commands.js";

const INPUT_DESCRIPTOR = 0;
/** The name of standard input in messages. */
export const STANDARD_INPUT = "standard input";
const FOLDER_GIVEN = "a file: this is a folder";

/** A file, or standard input. */
export interface Input {
  /** Its name in messages. */
  readonly name: string;
  /** The number of its bytes; undefined if it is not known before reading. */
  readonly size: number | undefined;
  /** The time of its last change, in milliseconds; undefined for standard input. */
  readonly changed: number | undefined;
  /** Reads it from a place on, by default from its start. A failure is a {@link ResourceError}. */
  readonly chunks: (from?: number) => AsyncIterable<Uint8Array>;
  /** Opens it for reading at any place; undefined if it is no regular file. */
  readonly open: (() => Promise<OpenFile>) | undefined;
}

/** A file that is open for reading at any place. */
export interface OpenFile extends RandomAccess {
  close(): Promise<void>;
}

/**
 * Finds the inputs before any of them is read: "-" or none at all is standard input.
 *
 * @throws ResourceError for a file that is missing, is a folder, or may not be read
 */
export function findInputs(paths: readonly string[]): Input[] {
  return (paths.length === 0 ? ["-"] : paths).map((path) => (path === "-" ? standardInput() : fileInput(path)));
}

function standardInput(): Input {
  const name = STANDARD_INPUT;
  let found: Stats | undefined;
  try {
    found = fstatSync(INPUT_DESCRIPTOR);
  } catch {
    // It is closed, which reads as empty.
  }
  // Node reads a folder there as empty.
  if (found?.isDirectory()) throw new ResourceError("file", name, FOLDER_GIVEN);
  const chunks = (): AsyncIterable<Uint8Array> => reporting(process.stdin, name);
  return { name, size: sizeOf(found), changed: undefined, chunks, open: undefined };
}

function fileInput(path: string): Input {
  let found: Stats;
  try {
    found = statSync(path);
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw readError(error, path);
  }
  if (found.isDirectory()) throw new ResourceError("file", path, FOLDER_GIVEN);
  const size = sizeOf(found);
  return {
    name: path,
    size,
    changed: found.mtimeMs,
    chunks: (start = 0) => reporting(createReadStream(path, start === 0 ? {} : { start }), path),
    open: size === undefined ? undefined : () => openFile(path, size),
  };
}

async function openFile(path: string, size: number): Promise<OpenFile> {
  const file = await open(path).catch((error: unknown) => {
    throw readError(error, path);
  });
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw new ResourceError("file", path, "a file that does not become shorter");
      at += bytesRead;
    }
    return bytes;
  };
  return { size, read, close: () => file.close() };
}

/** Only a regular file's size is known. */
function sizeOf(found: Stats | undefined): number | undefined {
  return found?.isFile() ? found.size : undefined;
}

async function* reporting(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = await source.next().catch((error: unknown) => {
      throw readError(error, name);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

/** The end of a message about a missing file: a file beside it, or the way to give a text. */
function proposalFor(path: string): string {
  const near = namesBeside(path);
  if (near !== "")
    return near.replace("did you mean ", `did you mean ${path.slice(0, path.length - basename(path).length)}`);
  return `; a text goes to standard input: echo TEXT | ${PROGRAM} …`;
}

function namesBeside(path: string): string {
  try {
    return proposal(basename(path), readdirSync(dirname(path)));
  } catch {
    return "";
  }
}

/** The error of the system in our words. */
function readError(error: unknown, name: string): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  const expected =
    error.code === "ENOENT" || error.code === "ENOTDIR"
      ? `a file that exists${proposalFor(name)}`
      : error.code === "EISDIR"
        ? FOLDER_GIVEN
        : error.code === "EACCES" || error.code === "EPERM"
          ? "a file that you are permitted to read"
          : `a file that can be read (${String(error.code)})`;
  return new ResourceError("file", name, expected, { cause: error });
}
