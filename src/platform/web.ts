import { ResourceError } from "../base/errors.js";

/** Inflates raw DEFLATE data. */
export async function inflate(packed: Uint8Array, _size: number): Promise<Uint8Array> {
  const stream = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The web has no CRC-32 to offer. */
export const crc32: ((bytes: Uint8Array) => number) | undefined = undefined;

/** Files are written in Node only. */
export async function writeFiles(folder: string, _files: ReadonlyMap<string, string | Uint8Array>): Promise<string[]> {
  throw new ResourceError("folder", folder, "Node: there are no folders on the web");
}

/** Fetches what a URL serves. */
export async function readResource(location: URL | string): Promise<Uint8Array> {
  const response = await fetch(location);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** There are no files of paths on the web. */
export async function readIfThere(_path: string): Promise<Uint8Array | undefined> {
  return undefined;
}

/** There are no folders on the web. */
export async function isFolder(_path: string): Promise<boolean> {
  return false;
}

/** Nothing is set on the web. */
export function environment(): {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string | undefined;
} {
  return { variables: {}, homeFolder: undefined };
}

export function joinPath(folder: string, name: string): string {
  return `${folder}/${name}`;
}
