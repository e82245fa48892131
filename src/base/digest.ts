import { ownBytes } from "./buffers.js";

/**
 * The hash of bytes, in hexadecimal digits; undefined in web pages that did not come by https, which cannot compute one
 * (they have no crypto.subtle).
 */
export async function digest(algorithm: "SHA-1" | "SHA-256", bytes: Uint8Array): Promise<string | undefined> {
  const hash = await globalThis.crypto?.subtle?.digest(algorithm, bytes as BufferSource);
  if (!hash) return undefined;
  return Array.from(ownBytes(new Uint8Array(hash)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
