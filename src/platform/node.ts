import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import { ResourceError } from "../base/errors.js";
import type { UrlLike } from "../base/web-types.js";

/** DEFLATE expands a byte to at most this many bytes. */
const LARGEST_EXPANSION = 1032;
/** The smallest chunk size that zlib accepts. */
const SMALLEST_CHUNK = 64;
/** Views of 32-bit integers must start at a multiple of this. */
const ALIGNMENT = 4;

/** Inflates raw DEFLATE data. Rejects if the result has more than `size` bytes. */
export async function inflate(packed: Uint8Array, size: number): Promise<Uint8Array> {
  // One chunk of the full size needs no concatenation. The bound keeps a false size from allocating much memory.
  const chunkSize = Math.max(Math.min(size, LARGEST_EXPANSION * packed.length), SMALLEST_CHUNK);
  const options = { maxOutputLength: Math.max(size, 1), chunkSize };
  const { buffer, byteOffset, length } = zlib.inflateRawSync(packed, options);
  return byteOffset % ALIGNMENT === 0
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(buffer, byteOffset, length).slice();
}

/** Decodes base64. */
export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** True: the files of the package are on the disk. */
export const HAS_FILES_AT_HAND = true;

/** The CRC-32 of gzip; undefined before Node 20.15. */
export const crc32: ((bytes: Uint8Array) => number) | undefined = zlib.crc32;

/** The addresses among strings; any other string is a path. A drive of Windows has one letter. */
const ADDRESS = /^(https?|file|blob|data):/i;

/** The path of a location on this machine; undefined if it is another address. */
export function pathOf(location: UrlLike | string): string | undefined {
  if (typeof location !== "string") return location.protocol === "file:" ? fileURLToPath(location.href) : undefined;
  return ADDRESS.test(location) ? pathOf(new URL(location)) : location;
}

/** The URL of an address; a relative one needs a page. */
export function urlOf(address: UrlLike | string): URL {
  return new URL(typeof address === "string" ? address : address.href);
}

/** Reads a file, given by a path or a file: URL; for another address the response of its server. */
export async function openResource(location: UrlLike | string, signal: AbortSignal): Promise<Uint8Array | Response> {
  const path = pathOf(location);
  if (path === undefined) return fetch(urlOf(location), { signal });
  return readWhole(path);
}

/** The error of a path that leads to something other than a file that can be read whole. */
class UnreadableError extends Error {
  constructor(
    readonly path: string,
    readonly code: string,
    found: string,
  ) {
    super(`${code}: ${found}`);
  }
}

/** Node reads no larger file at once. */
const LARGEST_FILE = 2 ** 31 - 1;

/** Reads a regular file. A pipe or a device could give bytes without end, or none for ever. */
async function readWhole(path: string): Promise<Uint8Array> {
  const found = await stat(path);
  if (found.isDirectory()) throw new UnreadableError(path, "EISDIR", "a folder");
  if (!found.isFile()) throw new UnreadableError(path, "ENOTFILE", "a pipe, a socket or a device");
  if (found.size > LARGEST_FILE) {
    throw new UnreadableError(path, "EFBIG", `${found.size} bytes, where ${LARGEST_FILE} are the most`);
  }
  const { buffer, byteOffset, length } = await readFile(path);
  return new Uint8Array(buffer, byteOffset, length);
}

/** The names of a folder's files and folders; none if it cannot be read. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

const NOT_THERE: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

/** Reads a file. Returns undefined if there is no file at the path. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readWhole(path);
  } catch (error) {
    // Where Jest runs the code, the class Error is not the one of the file system's errors.
    if (NOT_THERE.has((error as { readonly code?: unknown }).code)) return undefined;
    throw error;
  }
}

/** Reads the named files of a folder. */
export async function readFiles<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, Uint8Array>> {
  const entries = names.map(async (name) => [name, await readWhole(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<Name, Uint8Array>;
}

/**
 * Writes files into a folder and returns their paths. Creates the folder if it does not exist. If the process dies,
 * each file is either complete or as it was before.
 *
 * @throws ResourceError if the folder cannot be written to
 */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<string[]> {
  const paths = [...files.keys()].map((name) => join(folder, name));
  // Several calls may write into one folder at the same time.
  const suffix = `.${randomUUID()}.incomplete`;
  const partial = (path: string): string => path + suffix;
  try {
    await makeFolder(folder);
    const contents = [...files.values()];
    await Promise.all(paths.map((path, at) => writeFile(partial(path), contents[at])));
    for (const path of paths) await rename(partial(path), path);
  } catch (cause) {
    await Promise.all(paths.map((path) => rm(partial(path), { force: true }).catch(() => {})));
    throw new ResourceError("folder", folder, "a folder that can be written to", { cause });
  }
  return paths;
}

/** Creates a folder, and those that it lies in. Node's own way to do it never ends below /proc. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "EEXIST" && (await isFolder(path))) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path) throw error;
    await makeFolder(parent);
    await mkdir(path).catch((failure: { readonly code?: unknown }) => {
      // Another process was faster.
      if (failure.code !== "EEXIST") throw failure;
    });
  }
}

/** True if there is a folder at the path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/** The process's environment variables and the user's home folder at the time of the call. */
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
    // homedir() throws if the system's user list has no entry for the user.
    return undefined;
  }
}

/** Always undefined: in Node the files of the package are on the disk. */
export async function keptFile(_hash: string): Promise<Uint8Array | undefined> {
  return undefined;
}

/** Does nothing, as there is nothing to keep. */
export async function keepFile(_hash: string, _bytes: Uint8Array): Promise<void> {}

export { join as joinPath } from "node:path";
export { placesOf } from "./places-node.js";
