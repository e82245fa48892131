import { ownBytes } from "../base/buffers.js";
import { ResourceError } from "../base/errors.js";
import type { UrlLike } from "../base/web-types.js";

/** Inflates raw DEFLATE data. Rejects if the result has more than `size` bytes, before more is taken from the stream. */
export async function inflate(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const stream = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const bytes = new Uint8Array(size);
  let length = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (length + piece.value.length > size) {
      await reader.cancel();
      throw new RangeError(`more than ${size} bytes`);
    }
    bytes.set(ownBytes(piece.value), length);
    length += piece.value.length;
  }
  return bytes.subarray(0, length);
}

/** Decodes base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** False: a page has to fetch the files of the package. */
export const HAS_FILES_AT_HAND = false;

/** Browsers offer no CRC-32. */
export const crc32: ((bytes: Uint8Array) => number) | undefined = undefined;

/**
 * Always rejects: browsers have no folders.
 *
 * @throws ResourceError always
 */
export async function writeFiles(folder: string, _files: ReadonlyMap<string, string | Uint8Array>): Promise<string[]> {
  throw new ResourceError("folder", folder, "Node.js: browsers have no folders");
}

/** Always undefined: a browser has no paths. */
export function pathOf(_location: UrlLike | string): string | undefined {
  return undefined;
}

/** The URL of an address; a relative one is resolved against the page's, or the worker's. */
export function urlOf(address: UrlLike | string): URL {
  const { document, location } = globalThis as Partial<Pick<typeof globalThis, "document" | "location">>;
  return new URL(typeof address === "string" ? address : address.href, document?.baseURI ?? location?.href);
}

/** The response of the server of an address. */
export async function openResource(location: UrlLike | string, signal: AbortSignal): Promise<Uint8Array | Response> {
  return fetch(urlOf(location), { signal });
}

/** Always none: browsers have no folders. */
export async function namesIn(_folder: string): Promise<string[]> {
  return [];
}

/** Always undefined: a browser reads no files by path. */
export async function readIfThere(_path: string): Promise<Uint8Array | undefined> {
  return undefined;
}

/** Always false: browsers have no folders. */
export async function isFolder(_path: string): Promise<boolean> {
  return false;
}

/** An empty environment: browsers have no environment variables. */
export function environment(): {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string | undefined;
} {
  return { variables: {}, homeFolder: undefined };
}

/** Joins a folder's path and a file's name with a slash. */
export function joinPath(folder: string, name: string): string {
  return `${folder}/${name}`;
}

export { keepFile, keptFile } from "./kept-files.js";
export { placesOf } from "./places-web.js";
