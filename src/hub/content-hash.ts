import { digest } from "../base/digest.js";

const SHA1 = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** True if an ETag is the content's hash: SHA-256 for a large file, git's blob SHA-1 for any other. */
export function isHash(etag: string | undefined): etag is string {
  return etag !== undefined && (SHA1.test(etag) || SHA256.test(etag));
}

/** True unless the ETag is a hash and the bytes have another one. */
export async function mayBeNamed(bytes: Uint8Array, etag: string): Promise<boolean> {
  if (!isHash(etag)) return true;
  const hash = SHA256.test(etag) ? await digest("SHA-256", bytes) : await digest("SHA-1", gitBlob(bytes));
  return hash === undefined || hash === etag;
}

/** A name for bytes without a known ETag: their SHA-256; undefined if hashing is not available. */
export function nameFor(bytes: Uint8Array): Promise<string | undefined> {
  return digest("SHA-256", bytes);
}

/** The bytes that git hashes for a file. */
function gitBlob(bytes: Uint8Array): Uint8Array {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const blob = new Uint8Array(header.length + bytes.length);
  blob.set(header);
  blob.set(bytes, header.length);
  return blob;
}
