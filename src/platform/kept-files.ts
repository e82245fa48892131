import { ownBytes } from "../base/buffers.js";
import { digest } from "../base/digest.js";
import { withCacheStorage } from "./cache-storage.js";

/** The beginning of addresses that are never fetched: a file is kept under its own hash. */
const ADDRESS = "https://content.invalid/sha256/";

/**
 * The file that a page has kept under a SHA-256, in Cache Storage; undefined if there is none, or it is damaged.
 *
 * @param hash 64 hexadecimal digits
 */
export async function keptFile(hash: string): Promise<Uint8Array | undefined> {
  const buffer = await withCacheStorage(async (storage) => (await storage.match(ADDRESS + hash))?.arrayBuffer());
  const bytes = buffer && ownBytes(new Uint8Array(buffer));
  return bytes && (await digest("SHA-256", bytes)) === hash ? bytes : undefined;
}

/** Keeps a file for the next visits, if it has the hash, and the browser has room and permits it. */
export async function keepFile(hash: string, bytes: Uint8Array): Promise<void> {
  if (!("caches" in globalThis) || (await digest("SHA-256", bytes)) !== hash) return;
  await withCacheStorage((storage) => storage.put(ADDRESS + hash, new Response(bytes as BodyInit)));
}
