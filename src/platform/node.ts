import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

/** Inflates raw DEFLATE data of at most `size` bytes. */
export async function inflate(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const { buffer, byteOffset, length } = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  // Views of wider integers need an aligned start.
  return byteOffset % 4 === 0
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(buffer, byteOffset, length).slice();
}

/** Reads a file given by a file: URL or a path, or what a web URL serves. */
export async function readResource(location: URL | string): Promise<Uint8Array> {
  const url =
    typeof location === "string" ? location : location.protocol === "file:" ? fileURLToPath(location) : location;
  if (url instanceof URL) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
  return new Uint8Array(await readFile(url));
}

/** Reads the files of the given names in a folder. */
export async function readFiles<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, Uint8Array>> {
  const entries = names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<Name, Uint8Array>;
}

/** Whether a path is that of a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

export { join as joinPath } from "node:path";
