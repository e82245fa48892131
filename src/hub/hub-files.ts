import { HubError } from "../errors.js";
import type { RepositoryCache } from "./cache.js";
import type { Content } from "./download.js";
import type { Description, Hub, RemoteFile } from "./hub.js";
import type { ModelFiles } from "./model-files.js";
import { checkedPath, isCommit } from "./names.js";
import type { ProgressCallback, ProgressEvent } from "./progress.js";
import type { HubSettings } from "./settings.js";

/** A name that the model's repository may have, and what is cached under it. */
export interface Place {
  readonly repository: string;
  readonly cache: RepositoryCache;
}

export interface HubFilesParts {
  readonly name: string;
  /** "" where there is none. */
  readonly subfolder: string;
  readonly settings: HubSettings;
  readonly hub: Hub;
  /** The likeliest first. */
  readonly places: readonly Place[];
  readonly report: ProgressCallback | undefined;
}

/** What is known of a file at a commit. */
interface Known {
  readonly place: Place;
  readonly commit: string;
  /** Undefined where there is no such file. */
  readonly bytes: Uint8Array | undefined;
}

/** The files of a repository: cached ones, and those of the hub, which are cached then. */
export class HubFiles implements ModelFiles {
  readonly name: string;
  readonly #parts: HubFilesParts;
  readonly #reads = new Map<string, Promise<Uint8Array | undefined>>();
  readonly #locations = new Map<string, string>();
  /** Cached files with bytes that are not theirs, and where they are. */
  readonly #damaged = new Map<string, string>();
  /** Files of which only the hub could tell whether they exist. */
  readonly #uncertain = new Set<string>();
  /** The names that the repository may have; once it has answered to one, that one. */
  #candidates: readonly Place[];
  /** The commit of all files: the first one decides it, unless the revision is a commit. */
  #commit: string | undefined;
  /** Why the hub is no longer asked. */
  #outage: HubError | undefined;
  /** Reads wait for one another until the commit is known. */
  #lastRead: Promise<unknown> = Promise.resolve();

  constructor(parts: HubFilesParts) {
    const { name, places, settings } = parts;
    this.name = name;
    this.#parts = parts;
    this.#candidates = places;
    this.#commit = isCommit(settings.revision) ? settings.revision : undefined;
  }

  async read(file: string): Promise<Uint8Array | undefined> {
    const path = this.#pathOf(file);
    const started = this.#reads.get(path);
    if (started) return started;
    const bytes = this.#commit === undefined ? this.#lastRead.then(() => this.#find(path)) : this.#find(path);
    this.#reads.set(path, bytes);
    // What failed may be tried again.
    this.#lastRead = bytes.catch(() => this.#reads.delete(path));
    return bytes;
  }

  async readRequired(file: string): Promise<Uint8Array> {
    const path = this.#pathOf(file);
    let bytes = await this.read(file);
    if (!bytes && this.#outage && this.#uncertain.has(path)) {
      // The outage may have passed, and here nothing but patience helps.
      this.#outage = undefined;
      this.#reads.delete(path);
      bytes = await this.read(file);
    }
    if (bytes) return bytes;
    if (this.#uncertain.has(path)) throw this.#notCached(path);
    throw new HubError(this.name, `no ${path}`, "a model that has it", { reason: "file-not-found" });
  }

  locationOf(file: string): string {
    const path = this.#pathOf(file);
    return this.#locations.get(path) ?? this.#parts.hub.urlOf(this.#remote(this.#candidates[0], path));
  }

  #pathOf(file: string): string {
    const { subfolder } = this.#parts;
    return checkedPath(subfolder === "" ? file : `${subfolder}/${file}`, "file");
  }

  #remote({ repository }: Place, path: string): RemoteFile {
    return { repository, revision: this.#commit ?? this.#parts.settings.revision, path };
  }

  async #find(path: string): Promise<Uint8Array | undefined> {
    this.#tell({ status: "initiate", file: path });
    const bytes = await this.#findQuietly(path);
    this.#tell({ status: "done", file: path });
    return bytes;
  }

  async #findQuietly(path: string): Promise<Uint8Array | undefined> {
    const { offline } = this.#parts.settings;
    const mayAsk = offline === undefined && this.#outage === undefined;
    const known = await this.#recall(path);
    // A commit does not change: what is known of it needs no request.
    if (known && (this.#commit !== undefined || !mayAsk)) return this.#settle(path, known);
    if (!mayAsk) return this.#doWithout(path);
    let description: Description;
    try {
      // To learn of something newer is worth one attempt; to get what is not there at all, patience.
      description = await this.#describe(path, known ? 0 : undefined);
    } catch (error) {
      if (!known || !isOutage(error)) throw error;
      this.#outage = error;
      return this.#settle(path, known);
    }
    return this.#take(path, description);
  }

  /** What is cached of a file: at the commit, or while that is not known at what the revision was last. */
  async #recall(path: string): Promise<Known | undefined> {
    const { force, revision } = this.#parts.settings;
    if (force) return undefined;
    for (const place of this.#parts.places) {
      const commit = this.#commit ?? (await place.cache.readRef(revision));
      if (commit === undefined) continue;
      const cached = await place.cache.read(commit, path);
      if (cached === "damaged") this.#damaged.set(path, place.cache.locationOf(commit, path));
      else if (cached !== undefined) return { place, commit, bytes: cached === "absent" ? undefined : cached };
    }
    return undefined;
  }

  #settle(path: string, { place, commit, bytes }: Known): Uint8Array | undefined {
    this.#commit = commit;
    this.#locations.set(path, place.cache.locationOf(commit, path));
    return bytes;
  }

  /** Without the hub, a file that is not cached beside others counts as one that does not exist. */
  async #doWithout(path: string): Promise<undefined> {
    const damaged = this.#damaged.get(path);
    if (damaged !== undefined) {
      throw new HubError(damaged, "bytes of another hash", "those it was cached with; remove it", {
        reason: "damaged",
      });
    }
    if (!(await this.#isAnythingCached())) throw this.#notCached(path);
    this.#uncertain.add(path);
    return undefined;
  }

  async #isAnythingCached(): Promise<boolean> {
    for (const { cache } of this.#parts.places) {
      const commit = this.#commit ?? (await cache.readRef(this.#parts.settings.revision));
      if (commit !== undefined && (await cache.hasSnapshot(commit))) return true;
    }
    return false;
  }

  #notCached(path: string): HubError {
    if (this.#outage) return this.#outage;
    const expected = `a cached file, since ${this.#parts.settings.offline} forbids asking the hub`;
    return new HubError(`${this.name}: ${path}`, "nothing in the cache", expected, { reason: "offline" });
  }

  /** Asks the hub, under the other name too where it does not know the one. */
  async #describe(path: string, retries: number | undefined): Promise<Description> {
    let unknown: HubError | undefined;
    for (const place of this.#candidates) {
      try {
        const description = await this.#parts.hub.describe(this.#remote(place, path), retries);
        this.#candidates = [place];
        return description;
      } catch (error) {
        if (!(error instanceof HubError) || error.reason !== "repository-not-found") throw error;
        unknown ??= error;
      }
    }
    throw unknown;
  }

  /** Takes what the hub described: from the cache where it is there already. */
  async #take(path: string, { commit, content }: Description): Promise<Uint8Array | undefined> {
    const [place] = this.#candidates;
    this.#uncertain.delete(path);
    // Where a browser does not show the commit there is nothing to cache by.
    if (commit === undefined) return content && this.#download(path, place, content);
    this.#commit = commit;
    const { revision } = this.#parts.settings;
    if (!content) {
      await place.cache.writeAbsence(commit, path);
      await place.cache.writeRef(revision, commit);
      return undefined;
    }
    const known = await this.#recall(path);
    if (known?.bytes) {
      await known.place.cache.writeRef(revision, commit);
      return this.#settle(path, known);
    }
    const bytes = (await this.#recallBlob(place, content)) ?? (await this.#download(path, place, content));
    if (content.etag !== undefined) {
      await place.cache.write(commit, path, content.etag, bytes);
      await place.cache.writeRef(revision, commit);
      this.#locations.set(path, place.cache.locationOf(commit, path));
    }
    return bytes;
  }

  /** The same bytes may be cached for another commit. */
  async #recallBlob({ cache }: Place, { etag }: Content): Promise<Uint8Array | undefined> {
    return this.#parts.settings.force || etag === undefined ? undefined : cache.readBlob(etag);
  }

  async #download(path: string, place: Place, content: Content): Promise<Uint8Array> {
    this.#tell({ status: "download", file: path });
    return this.#parts.hub.download(this.#remote(place, path), content, (loaded) => {
      const total = Math.max(content.size ?? 0, loaded);
      this.#tell({ status: "progress", file: path, loaded, total, progress: (100 * loaded) / total });
    });
  }

  #tell(event: Omit<ProgressEvent, "name">): void {
    this.#parts.report?.({ name: this.name, ...event });
  }
}

/** Whether an error of the hub leaves what is cached as good as it was. */
function isOutage(error: unknown): error is HubError {
  return error instanceof HubError && error.reason !== "revision-not-found";
}
