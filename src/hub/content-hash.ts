import { ownBytes } from "../base/buffers.js";

const SHA1 = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** True if an ETag is the content's hash: SHA-256 for a large file, git's blob SHA-1 for any other. */
export function isHash(etag: string | undefined): etag is string {
  return etag !== undefined && (SHA1.test(etag) || SHA256.test(etag));
}

/** True unless the ETag is a hash and the bytes have another one. */
export async function mayBeNamed(bytes: Uint8Array, etag: string): Promise<boolean> {
  // A web page has crypto.subtle only if it came by https.
  if (!isHash(etag) || !globalThis.crypto?.subtle) return true;
  return etag === (SHA256.test(etag) ? await digest("SHA-256", bytes) : await digest("SHA-1", gitBlob(bytes)));
}

/** A name for bytes without a known ETag: their SHA-256; undefined if hashing is not available. */
export async function nameFor(bytes: Uint8Array): Promise<string | undefined> {
  return globalThis.crypto?.subtle && digest("SHA-256", bytes);
}

/** The bytes that git hashes for a file. */
function gitBlob(bytes: Uint8Array): Uint8Array {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const blob = new Uint8Array(header.length + bytes.length);
  blob.set(header);
  blob.set(bytes, header.length);
  return blob;
}

async function digest(algorithm: string, bytes: Uint8Array): Promise<string> {
  const hash = ownBytes(new Uint8Array(await globalThis.crypto.subtle.digest(algorithm, bytes as BufferSource)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
