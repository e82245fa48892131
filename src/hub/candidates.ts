import type { Cached, RepositoryCache } from "./cache.js";

/** A name that a model's repository may have, and the cache of that name. */
export interface Candidate {
  readonly repository: string;
  readonly cache: RepositoryCache;
}

/** The state of a file in the cache, at a commit. */
export interface CachedFile {
  readonly candidate: Candidate;
  readonly commit: string;
  readonly cached: Exclude<Cached, undefined>;
}

/** The cached files of a model at a revision, under any of its names. */
export class Candidates {
  constructor(
    /** The likeliest first. */
    readonly all: readonly Candidate[],
    private readonly revision: string,
  ) {}

  /**
   * The cached state of a file: the first that is not damaged, else the first.
   *
   * @param commit if undefined, each candidate's own commit of the revision at the last request
   */
  async recall(path: string, commit: string | undefined): Promise<CachedFile | undefined> {
    let damaged: CachedFile | undefined;
    for (const candidate of this.all) {
      const itsCommit = commit ?? (await candidate.cache.readRef(this.revision));
      if (itsCommit === undefined) continue;
      const cached = await candidate.cache.read(itsCommit, path);
      if (cached === undefined) continue;
      const known = { candidate, commit: itsCommit, cached };
      if (cached !== "damaged") return known;
      damaged ??= known;
    }
    return damaged;
  }

  /** True if any file is cached at a commit, which may be undefined as in {@link recall}. */
  async holdAnything(commit: string | undefined): Promise<boolean> {
    for (const { cache } of this.all) {
      const itsCommit = commit ?? (await cache.readRef(this.revision));
      if (itsCommit !== undefined && (await cache.hasSnapshot(itsCommit))) return true;
    }
    return false;
  }
}
