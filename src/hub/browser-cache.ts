import { ownBytes } from "../base/buffers.js";
import { withCacheStorage } from "../platform/cache-storage.js";
import type { Cached, CacheLocation, RepositoryCache } from "./cache.js";
import { mayBeNamed } from "./content-hash.js";
import { isCommit } from "./names.js";

/** The next steps for a user whose hub is out of reach, in the words of an error's `expected`, in browsers. */
export function adviceFor(_url: URL, _code: string | undefined): string {
  return (
    "the page's Content-Security-Policy (connect-src) and the server's CORS headers must allow the request; " +
    "without it: the option files, endpoint for a mirror, or bert-base-japanese-char-v3, which is in the package"
  );
}

/** Opens the cache of a repository in the browser's Cache Storage. */
export function openCache({ endpoint }: CacheLocation, repository: string): RepositoryCache {
  return new BrowserCache(`${endpoint}/${repository}`);
}

/**
 * The layout described at {@link RepositoryCache}, under addresses that are never fetched. A snapshot's entry holds the
 * ETag of its blob.
 *
 * If there is no Cache Storage, or it is full, nothing is cached.
 */
class BrowserCache implements RepositoryCache {
  constructor(private readonly base: string) {}

  async readRef(revision: string): Promise<string | undefined> {
    const commit = await this.#readText(`refs/${revision}`);
    return commit !== undefined && isCommit(commit) ? commit : undefined;
  }

  async writeRef(revision: string, commit: string): Promise<void> {
    if (revision !== commit) await this.#put(`refs/${revision}`, commit);
  }

  async hasSnapshot(commit: string): Promise<boolean> {
    const entries = await withCacheStorage((storage) => storage.keys());
    return (entries ?? []).some(({ url }) => url.startsWith(this.#address(`snapshots/${commit}/`)));
  }

  async read(commit: string, path: string): Promise<Cached> {
    const etag = await this.#readText(`snapshots/${commit}/${path}`);
    const bytes = etag && (await this.#readBytes(`blobs/${etag}`));
    if (etag && bytes) return (await mayBeNamed(bytes, etag)) ? bytes : "damaged";
    return (await this.#readText(`.no_exist/${commit}/${path}`)) === undefined ? undefined : "absent";
  }

  async readBlob(etag: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#readBytes(`blobs/${etag}`);
    return bytes && (await mayBeNamed(bytes, etag)) ? bytes : undefined;
  }

  async write(commit: string, path: string, etag: string, bytes: Uint8Array): Promise<void> {
    await this.#put(`blobs/${etag}`, bytes);
    await this.#put(`snapshots/${commit}/${path}`, etag);
  }

  async writeAbsence(commit: string, path: string): Promise<void> {
    await this.#put(`.no_exist/${commit}/${path}`, "");
  }

  locationOf(commit: string, path: string): string {
    return this.#address(`resolve/${commit}/${path}`);
  }

  #address(path: string): string {
    return new URL(`${this.base}/${path.split("/").map(encodeURIComponent).join("/")}`).href;
  }

  async #readText(path: string): Promise<string | undefined> {
    const bytes = await this.#readBytes(path);
    return bytes && new TextDecoder().decode(bytes);
  }

  async #readBytes(path: string): Promise<Uint8Array | undefined> {
    const buffer = await withCacheStorage(async (storage) => (await storage.match(this.#address(path)))?.arrayBuffer());
    return buffer && ownBytes(new Uint8Array(buffer));
  }

  async #put(path: string, body: string | Uint8Array): Promise<void> {
    await withCacheStorage((storage) => storage.put(this.#address(path), new Response(body as BodyInit)));
  }
}
