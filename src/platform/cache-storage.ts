const NAME = "tohoku-tokenizers";

/** Uses this library's cache in the browser's Cache Storage; undefined if there is none, it is full, or `use` fails. */
export async function withCacheStorage<Result>(use: (cache: Cache) => Promise<Result>): Promise<Result | undefined> {
  try {
    // A page without permission has no caches, or throws on access.
    return await use(await globalThis.caches.open(NAME));
  } catch {
    return undefined;
  }
}
