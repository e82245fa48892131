import type { Cached, RepositoryCache } from "./cache.js";

/** A name that a model's repository may have, and what is cached under it. */
export interface Candidate {
  readonly repository: string;
  readonly cache: RepositoryCache;
}

/** What is cached of a file at a commit. */
export interface CachedFile {
  readonly candidate: Candidate;
  readonly commit: string;
  readonly cached: Exclude<Cached, undefined>;
}

/** What is cached of a model at a revision, under whichever of its names. */
export class Candidates {
  constructor(
    /** The likeliest first. */
    readonly all: readonly Candidate[],
    private readonly revision: string,
  ) {}

  /**
   * What is cached of a file; of several candidates the first where it is not damaged.
   *
   * @param commit undefined: each candidate's own, that the revision was when it was last asked for
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

  /** Whether any file is cached, at a commit or as in {@link recall}. */
  async holdAnything(commit: string | undefined): Promise<boolean> {
    for (const { cache } of this.all) {
      const itsCommit = commit ?? (await cache.readRef(this.revision));
      if (itsCommit !== undefined && (await cache.hasSnapshot(itsCommit))) return true;
    }
    return false;
  }
}
