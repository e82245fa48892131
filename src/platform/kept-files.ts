import { ownBytes } from "../base/buffers.js";

const STORAGE = "tohoku-tokenizers";
/** The beginning of addresses that are never fetched: a file is kept under its own hash. */
const ADDRESS = "https://content.invalid/sha256/";

/**
 * The file that a page has kept under a SHA-256, in Cache Storage; undefined if there is none, or it is damaged.
 *
 * @param hash 64 hexadecimal digits
 */
export async function keptFile(hash: string): Promise<Uint8Array | undefined> {
  const buffer = await withStorage(async (storage) => (await storage.match(ADDRESS + hash))?.arrayBuffer());
  const bytes = buffer && ownBytes(new Uint8Array(buffer));
  return bytes && (await hasHash(bytes, hash)) ? bytes : undefined;
}

/** Keeps a file for the next visits, if it has the hash, and the browser has room and permits it. */
export async function keepFile(hash: string, bytes: Uint8Array): Promise<void> {
  if (!("caches" in globalThis) || !(await hasHash(bytes, hash))) return;
  await withStorage((storage) => storage.put(ADDRESS + hash, new Response(bytes as BodyInit)));
}

async function hasHash(bytes: Uint8Array, hash: string): Promise<boolean> {
  // As Cache Storage itself, it is there only in pages that came by https.
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", bytes as BufferSource);
  const digits = digest && Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return digits?.join("") === hash;
}

async function withStorage<Result>(use: (storage: Cache) => Promise<Result>): Promise<Result | undefined> {
  try {
    // A page without permission has no caches, or throws on access.
    return await use(await globalThis.caches.open(STORAGE));
  } catch {
    return undefined;
  }
}
