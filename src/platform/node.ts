import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import { ResourceError } from "../base/errors.js";

/** DEFLATE makes at most this much of a byte, and zlib takes no smaller chunks than these. */
const LARGEST_EXPANSION = 1032;
const SMALLEST_CHUNK = 64;

/** Inflates raw DEFLATE data of at most `size` bytes. */
export async function inflate(packed: Uint8Array, size: number): Promise<Uint8Array> {
  // In one chunk, which need not be put together; a size that cannot be is not believed.
  const chunkSize = Math.max(Math.min(size, LARGEST_EXPANSION * packed.length), SMALLEST_CHUNK);
  const options = { maxOutputLength: Math.max(size, 1), chunkSize };
  const { buffer, byteOffset, length } = zlib.inflateRawSync(packed, options);
  // Views of wider integers need an aligned start.
  return byteOffset % 4 === 0
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(buffer, byteOffset, length).slice();
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** CRC-32 as gzip has it, from Node 20.15 on. */
export const crc32: ((bytes: Uint8Array) => number) | undefined = zlib.crc32;

/** Reads a file given by a file: URL or a path, or what a web URL serves. */
export async function readResource(location: URL | string): Promise<Uint8Array> {
  const url =
    typeof location === "string" ? location : location.protocol === "file:" ? fileURLToPath(location) : location;
  if (url instanceof URL) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
  const { buffer, byteOffset, length } = await readFile(url);
  return new Uint8Array(buffer, byteOffset, length);
}

const NOT_THERE: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

/** Reads a file; undefined where there is none of that path. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof Error && "code" in error && NOT_THERE.has(error.code)) return undefined;
    throw error;
  }
}

/** Reads the files of the given names in a folder. */
export async function readFiles<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, Uint8Array>> {
  const entries = names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<Name, Uint8Array>;
}

/** Writes files into a folder, which is made if need be; each is there whole or as it was. Returns their paths. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<string[]> {
  const paths = [...files.keys()].map((name) => join(folder, name));
  const partial = (path: string): string => `${path}.${process.pid}.incomplete`;
  try {
    await mkdir(folder, { recursive: true });
    const contents = [...files.values()];
    await Promise.all(paths.map((path, at) => writeFile(partial(path), contents[at])));
    for (const path of paths) await rename(partial(path), path);
  } catch (cause) {
    await Promise.all(paths.map((path) => rm(partial(path), { force: true }).catch(() => {})));
    throw new ResourceError("folder", folder, "a folder that can be written to", { cause });
  }
  return paths;
}

/** Whether a path is that of a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/** The process's environment and the user's home folder, as they are now. */
export function environment(): {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string | undefined;
} {
  return { variables: process.env, homeFolder: homeFolder() };
}

function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    // A user without an entry in the system's list has none.
    return undefined;
  }
}

export { join as joinPath } from "node:path";
