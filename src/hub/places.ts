import type { Cached, RepositoryCache } from "./cache.js";

/** A name that a model's repository may have, and what is cached under it. */
export interface Place {
  readonly repository: string;
  readonly cache: RepositoryCache;
}

/** What is cached of a file at a commit. */
export interface Known {
  readonly place: Place;
  readonly commit: string;
  readonly cached: Exclude<Cached, undefined>;
}

/** What is cached of a model at a revision, under whichever of its names. */
export class Places {
  constructor(
    /** The likeliest first. */
    readonly all: readonly Place[],
    private readonly revision: string,
  ) {}

  /**
   * What is cached of a file; of several places the first where it is not damaged.
   *
   * @param commit undefined: each place's own, that the revision was when it was last asked for
   */
  async recall(path: string, commit: string | undefined): Promise<Known | undefined> {
    let damaged: Known | undefined;
    for (const place of this.all) {
      const itsCommit = commit ?? (await place.cache.readRef(this.revision));
      if (itsCommit === undefined) continue;
      const cached = await place.cache.read(itsCommit, path);
      if (cached === undefined) continue;
      const known = { place, commit: itsCommit, cached };
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
