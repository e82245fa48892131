/** Files that a page keeps for its next visit. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { IPADIC } from "../../src/mecab/ipadic.js";
import { UNIDIC_LITE } from "../../src/mecab/unidic-lite.js";
import { keepFile, keptFile } from "../../src/platform/web.js";

const BYTES = new TextEncoder().encode("some file");
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const HASH = hashOf(BYTES);

/** A Cache Storage of one cache. */
function storage(): { open(name: string): Promise<object>; readonly entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  const cache = {
    match: async (url: string) => (entries.has(url) ? new Response(entries.get(url) as BodyInit) : undefined),
    put: async (url: string, response: Response) => void entries.set(url, new Uint8Array(await response.arrayBuffer())),
  };
  return { open: async () => cache, entries };
}

afterEach(() => vi.unstubAllGlobals());

describe("a file that is kept", () => {
  it("is found under its hash, and no other", async () => {
    vi.stubGlobal("caches", storage());
    expect(await keptFile(HASH)).toBeUndefined();
    await keepFile(HASH, BYTES);
    expect(await keptFile(HASH)).toEqual(BYTES);
    expect(await keptFile(hashOf(new Uint8Array(1)))).toBeUndefined();
  });

  it("is one with that hash", async () => {
    const caches = storage();
    vi.stubGlobal("caches", caches);
    await keepFile(HASH, BYTES.slice(1));
    expect(caches.entries.size).toBe(0);
    await keepFile(HASH, BYTES);
    for (const address of caches.entries.keys()) caches.entries.set(address, BYTES.slice(1));
    expect(await keptFile(HASH)).toBeUndefined();
  });

  it("is not kept where there is no storage, or no room", async () => {
    await keepFile(HASH, BYTES);
    expect(await keptFile(HASH)).toBeUndefined();
    const fails = (): never => {
      throw new DOMException("no room", "QuotaExceededError");
    };
    vi.stubGlobal("caches", { open: async () => ({ put: fails, match: fails }) });
    await keepFile(HASH, BYTES);
    expect(await keptFile(HASH)).toBeUndefined();
  });
});

it.each([IPADIC, UNIDIC_LITE])(
  "the hash of $name.dict is that of the file; write it to src/mecab/",
  ({ name, hash }) => {
    expect(hash).toBe(hashOf(readFileSync(new URL(`../../dictionaries/${name}.dict`, import.meta.url))));
  },
);
