import { type CachedFile, type Candidate, Candidates } from "./candidates.js";
import { isHash, nameFor } from "./content-hash.js";
import type { Hub } from "./hub.js";
import { HubError } from "./hub-error.js";
import type { ModelFiles } from "./model-files.js";
import { checkedPath, isCommit } from "./names.js";
import type { ProgressCallback, ProgressEvent } from "./progress.js";
import type { Content, Description, RemoteFile } from "./remote-file.js";
import { A_MODEL_THAT_HAS_IT } from "./responses.js";
import type { HubSettings } from "./settings.js";

export interface HubFilesParts {
  readonly name: string;
  /** "" if there is none. */
  readonly subfolder: string;
  readonly settings: HubSettings;
  readonly hub: Hub;
  /** The names that the repository may have, the likeliest first. */
  readonly candidates: readonly Candidate[];
  readonly report: ProgressCallback | undefined;
}

/** The files of a repository, from the cache or the hub. Files of the hub come into the cache. */
export class HubFiles implements ModelFiles {
  readonly name: string;
  readonly #subfolder: string;
  readonly #settings: HubSettings;
  readonly #hub: Hub;
  readonly #candidates: Candidates;
  readonly #progress: ProgressCallback | undefined;

  readonly #reads = new Map<string, Promise<Uint8Array | undefined>>();
  /** Pending while one file is searched to learn the commit; then its failure, if any. */
  #leader: Promise<unknown> | undefined;
  #endTurn: (failure: unknown) => void = () => undefined;
  readonly #locations = new Map<string, string>();
  /** Files of unknown existence: not cached, and the hub was not asked. */
  readonly #uncertain = new Set<string>();
  /** The commit of all files. The first file decides it, unless the revision is a commit. */
  #commit: string | undefined;
  /** True when the commit is known, or it is known that the hub's answers hide it. */
  #isDecided: boolean;
  /** The candidate that the hub knows; before it is known, all candidates. */
  #remaining: readonly Candidate[];
  /** The reason that the hub is not asked any more. */
  #outage: HubError | undefined;

  constructor({ name, subfolder, settings, hub, candidates, report }: HubFilesParts) {
    this.name = name;
    this.#subfolder = subfolder;
    this.#settings = settings;
    this.#hub = hub;
    this.#candidates = new Candidates(candidates, settings.revision);
    this.#progress = report;
    this.#commit = isCommit(settings.revision) ? settings.revision : undefined;
    this.#isDecided = this.#commit !== undefined;
    this.#remaining = candidates;
  }

  async read(file: string): Promise<Uint8Array | undefined> {
    const path = this.#pathOf(file);
    const started = this.#reads.get(path);
    if (started) return started;
    const bytes = this.#inTurn(path);
    this.#reads.set(path, bytes);
    // A failed read may be repeated.
    bytes.catch(() => this.#reads.delete(path));
    return bytes;
  }

  async readRequired(file: string): Promise<Uint8Array> {
    const path = this.#pathOf(file);
    let bytes = await this.read(file);
    if (!bytes && this.#outage && this.#uncertain.has(path)) {
      // The outage may be over, and without the file loading cannot go on.
      this.#outage = undefined;
      this.#reads.delete(path);
      bytes = await this.read(file);
    }
    if (bytes) return bytes;
    if (this.#uncertain.has(path)) throw this.#notCached(path);
    throw new HubError(this.name, `no ${path}`, A_MODEL_THAT_HAS_IT, { reason: "file-not-found" });
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

  /** Until the commit is known, one file is searched at a time; then all at once. */
  async #inTurn(path: string): Promise<Uint8Array | undefined> {
    while (!this.#isDecided && this.#leader) {
      const failure = await this.#leader;
      // Each of the waiting files would fail after retries of its own.
      if (failure && concernsAllFiles(failure)) throw failure;
    }
    if (this.#isDecided) return this.#find(path);
    const bytes = this.#find(path);
    this.#leader = new Promise((resolve) => {
      this.#endTurn = (failure) => {
        this.#leader = undefined;
        resolve(failure);
      };
    });
    bytes.then(() => this.#endTurn(undefined), this.#endTurn);
    return bytes;
  }

  /** Lets all files be searched at once, at a commit; undefined if the hub's answers hide it. */
  #decide(commit: string | undefined): void {
    this.#commit = commit ?? this.#commit;
    this.#isDecided = true;
    this.#endTurn(undefined);
  }

  async #find(path: string): Promise<Uint8Array | undefined> {
    this.#report({ status: "initiate", file: path });
    const bytes = await this.#findQuietly(path);
    this.#report({ status: "done", file: path });
    return bytes;
  }

  async #findQuietly(path: string): Promise<Uint8Array | undefined> {
    this.#settings.abortion.throwIfAborted();
    const mayAsk = this.#settings.offline === undefined && this.#outage === undefined;
    const known = await this.#recall(path);
    const isSound = known !== undefined && known.cached !== "damaged";
    // The files of a commit never change, so a known one needs no request.
    if (isSound && (this.#commit !== undefined || !mayAsk)) return this.#settle(path, known);
    if (!mayAsk) return this.#doWithout(path, known);
    let description: Description;
    try {
      // A cached file needs one attempt only, to look for a newer one; a missing file is worth all retries.
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
    this.#decide(commit);
    this.#locations.set(path, candidate.cache.locationOf(commit, path));
    return cached instanceof Uint8Array ? cached : undefined;
  }

  /** Without the hub, an uncached file counts as missing if other files of the model are cached. */
  async #doWithout(path: string, known: CachedFile | undefined): Promise<undefined> {
    if (known) {
      const location = known.candidate.cache.locationOf(known.commit, path);
      throw new HubError(location, "bytes of another hash", "those of its hash: download it again", {
        reason: "damaged",
      });
    }
    if (!(await this.#candidates.holdAnything(this.#commit))) throw this.#notCached(path);
    this.#uncertain.add(path);
    return undefined;
  }

  #notCached(path: string): HubError {
    if (this.#outage) return this.#outage;
    const { offline } = this.#settings;
    const expected = `a cached file, since ${offline} forbids asking the hub; load it once without ${offline}, or give files: FOLDER`;
    return new HubError(`${this.name}: ${path}`, "nothing in the cache", expected, { reason: "offline" });
  }

  /** Asks the hub for a description, under each name of the repository until it knows one. */
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

  /** The bytes of a described file, from the cache if it has them. */
  async #take(path: string, { commit, content }: Description): Promise<Uint8Array | undefined> {
    const [candidate] = this.#remaining;
    this.#uncertain.delete(path);
    this.#decide(commit);
    // Without the commit, which browsers may hide, nothing can be cached.
    if (commit === undefined) return content && this.#download(path, candidate, content);
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
    // Another server may give two files one ETag, such as their version.
    const etag = isHash(content.etag) ? content.etag : await nameFor(bytes);
    if (etag !== undefined) {
      await candidate.cache.write(commit, path, etag, bytes);
      await candidate.cache.writeRef(this.#settings.revision, commit);
      this.#locations.set(path, candidate.cache.locationOf(commit, path));
    }
    return bytes;
  }

  /** The bytes of a blob, which may be cached for another commit. */
  async #recallBlob({ cache }: Candidate, { etag }: Content): Promise<Uint8Array | undefined> {
    return this.#settings.force || !isHash(etag) ? undefined : cache.readBlob(etag);
  }

  #download(path: string, candidate: Candidate, content: Content): Promise<Uint8Array> {
    this.#report({ status: "download", file: path });
    return this.#hub.download(this.#remote(candidate, path), content, (loaded) => {
      const total = Math.max(content.size ?? 0, loaded);
      this.#report({ status: "progress", file: path, loaded, total, progress: (100 * loaded) / total });
    });
  }

  #report(event: Omit<ProgressEvent, "name">): void {
    this.#progress?.({ name: this.name, ...event });
  }
}

/** True if a cached file is still good in spite of an error of the hub. */
function isOutage(error: unknown): error is HubError {
  return error instanceof HubError && error.reason !== "revision-not-found";
}

/** True if a file's error says nothing about the file itself. */
function concernsAllFiles(error: unknown): boolean {
  return error instanceof HubError && !/^(file-not-found|damaged|unexpected-answer|offline)$/.test(error.reason);
}
