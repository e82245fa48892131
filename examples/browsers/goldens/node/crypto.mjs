/** Hashes as Node's crypto makes them. */
import { sha256 } from "@noble/hashes/sha2.js";

const HASHES = { sha256 };

export function createHash(name) {
  const hash = HASHES[name].create();
  return {
    update(data) {
      hash.update(typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data));
      return this;
    },
    digest: (encoding) => Buffer.from(hash.digest()).toString(encoding),
  };
}
