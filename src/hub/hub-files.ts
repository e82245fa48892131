import { HubError } from "../base/errors.js";
import { type CachedFile, type Candidate, Candidates } from "./candidates.js";
import { nameFor } from "./content-hash.js";
import type { Content } from "./download.js";
import type { Hub, RemoteFile } from "./hub.js";
import type { ModelFiles } from "./model-files.js";
import { checkedPath, isCommit } from "./names.js";
import type { ProgressCallback, ProgressEvent } from "./progress.js";
import type { Description } from "./responses.js";
import type { HubSettings } from "./settings.js";

export interface HubFilesParts {
  readonly name: string;
  /** "" where there is none. */
  readonly subfolder: string;
  readonly settings: HubSettings;
  readonly hub: Hub;
  /** The names that the repository may have, the likeliest first. */
  readonly candidates: readonly Candidate[];
  readonly report: ProgressCallback | undefined;
}

/** The files of a repository: cached ones, and those of the hub, which are cached then. */
export class HubFiles implements ModelFiles {
  readonly name: string;
  readonly #subfolder: string;
  readonly #settings: HubSettings;
  readonly #hub: Hub;
  readonly #candidates: Candidates;
  readonly #report: ProgressCallback | undefined;

  readonly #reads = new Map<string, Promise<Uint8Array | undefined>>();
  /** The last of the reads that wait for one another, as they do until the commit is known. */
  #lastRead: Promise<unknown> = Promise.resolve();
  readonly #locations = new Map<string, string>();
  /** Files of which only the hub could tell whether they exist. */
  readonly #uncertain = new Set<string>();
  /** The commit of all files: the first one decides it, unless the revision is a commit. */
  #commit: string | undefined;
  /** Where the hub has the model; before it told, where it may. */
  #remaining: readonly Candidate[];
  /** Why the hub is no longer asked. */
  #outage: HubError | undefined;

  constructor({ name, subfolder, settings, hub, candidates, report }: HubFilesParts) {
    this.name = name;
    this.#subfolder = subfolder;
    this.#settings = settings;
    this.#hub = hub;
    this.#candidates = new Candidates(candidates, settings.revision);
    this.#report = report;
    this.#commit = isCommit(settings.revision) ? settings.revision : undefined;
    this.#remaining = candidates;
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
    return this.#locations.get(path) ?? this.#hub.urlOf(this.#remote(this.#remaining[0], path));
  }

  #pathOf(file: string): string {
    return checkedPath(this.#subfolder === "" ? file : `${this.#subfolder}/${file}`, "file");
  }

  #remote({ repository }: Candidate, path: string): RemoteFile {
    return { repository, revision: this.#commit ?? this.#settings.revision, path };
  }

  async #find(path: string): Promise<Uint8Array | undefined> {
    this.#tell({ status: "initiate", file: path });
    const bytes = await this.#findQuietly(path);
    this.#tell({ status: "done", file: path });
    return bytes;
  }

  async #findQuietly(path: string): Promise<Uint8Array | undefined> {
    const mayAsk = this.#settings.offline === undefined && this.#outage === undefined;
    const known = await this.#recall(path);
    const isSound = known !== undefined && known.cached !== "damaged";
    // A commit does not change: what is known of it needs no request.
    if (isSound && (this.#commit !== undefined || !mayAsk)) return this.#settle(path, known);
    if (!mayAsk) return this.#doWithout(path, known);
    let description: Description;
    try {
      // To learn of something newer is worth one attempt; to get what is not there at all, patience.
      description = await this.#describe(path, isSound ? 0 : undefined);
    } catch (error) {
      if (!isSound || !isOutage(error)) throw error;
      this.#outage = error;
      return this.#settle(path, known);
    }
    return this.#take(path, description);
  }

  async #recall(path: string): Promise<CachedFile | undefined> {
    return this.#settings.force ? undefined : this.#candidates.recall(path, this.#commit);
  }

  #settle(path: string, { candidate, commit, cached }: CachedFile): Uint8Array | undefined {
    this.#commit = commit;
    this.#locations.set(path, candidate.cache.locationOf(commit, path));
    return cached instanceof Uint8Array ? cached : undefined;
  }

  /** Without the hub, a file that is not cached beside others counts as one that does not exist. */
  async #doWithout(path: string, known: CachedFile | undefined): Promise<undefined> {
    if (known) {
      const location = known.candidate.cache.locationOf(known.commit, path);
      throw new HubError(location, "bytes of another hash", "those of its hash, fetched anew", { reason: "damaged" });
    }
    if (!(await this.#candidates.holdAnything(this.#commit))) throw this.#notCached(path);
    this.#uncertain.add(path);
    return undefined;
  }

  #notCached(path: string): HubError {
    if (this.#outage) return this.#outage;
    const expected = `a cached file, since ${this.#settings.offline} forbids asking the hub`;
    return new HubError(`${this.name}: ${path}`, "nothing in the cache", expected, { reason: "offline" });
  }

  /** Asks the hub, under the other name too where it does not know the one. */
  async #describe(path: string, retries: number | undefined): Promise<Description> {
    let unknown: HubError | undefined;
    for (const candidate of this.#remaining) {
      try {
        const description = await this.#hub.describe(this.#remote(candidate, path), retries);
        this.#remaining = [candidate];
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
    const [candidate] = this.#remaining;
    this.#uncertain.delete(path);
    // Where a browser does not show the commit there is nothing to cache by.
    if (commit === undefined) return content && this.#download(path, candidate, content);
    this.#commit = commit;
    if (!content) {
      await candidate.cache.writeAbsence(commit, path);
      await candidate.cache.writeRef(this.#settings.revision, commit);
      return undefined;
    }
    const known = await this.#recall(path);
    if (known?.cached instanceof Uint8Array) {
      await known.candidate.cache.writeRef(this.#settings.revision, commit);
      return this.#settle(path, known);
    }
    const bytes = (await this.#recallBlob(candidate, content)) ?? (await this.#download(path, candidate, content));
    const etag = content.etag ?? (await nameFor(bytes));
    if (etag !== undefined) {
      await candidate.cache.write(commit, path, etag, bytes);
      await candidate.cache.writeRef(this.#settings.revision, commit);
      this.#locations.set(path, candidate.cache.locationOf(commit, path));
    }
    return bytes;
  }

  /** The same bytes may be cached for another commit. */
  async #recallBlob({ cache }: Candidate, { etag }: Content): Promise<Uint8Array | undefined> {
    return this.#settings.force || etag === undefined ? undefined : cache.readBlob(etag);
  }

  #download(path: string, candidate: Candidate, content: Content): Promise<Uint8Array> {
    this.#tell({ status: "download", file: path });
    return this.#hub.download(this.#remote(candidate, path), content, (loaded) => {
      const total = Math.max(content.size ?? 0, loaded);
      this.#tell({ status: "progress", file: path, loaded, total, progress: (100 * loaded) / total });
    });
  }

  #tell(event: Omit<ProgressEvent, "name">): void {
    this.#report?.({ name: this.name, ...event });
  }
}

/** Whether an error of the hub leaves what is cached as good as it was. */
function isOutage(error: unknown): error is HubError {
  return error instanceof HubError && error.reason !== "revision-not-found";
}
