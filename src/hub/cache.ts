/** What a cache tells of a file: its bytes; that the hub has none; that its bytes are not those of their hash; nothing. */
export type Cached = Uint8Array | "absent" | "damaged" | undefined;

/**
 * What is kept of one repository between runs, laid out as Python's huggingface_hub does it:
 *
 * | path | content |
 * |---|---|
 * | refs/REVISION | the commit that a branch or tag was when it was last asked for |
 * | blobs/ETAG | a file's bytes, under a name that for most is their hash |
 * | snapshots/COMMIT/PATH | points to the blob |
 * | .no_exist/COMMIT/PATH | notes that the hub has no such file |
 *
 * Names are checked before they come here.
 */
export interface RepositoryCache {
  readRef(revision: string): Promise<string | undefined>;
  writeRef(revision: string, commit: string): Promise<void>;
  /** Whether anything of a commit is cached. */
  hasSnapshot(commit: string): Promise<boolean>;
  read(commit: string, path: string): Promise<Cached>;
  /** A blob that is whole. */
  readBlob(etag: string): Promise<Uint8Array | undefined>;
  write(commit: string, path: string, etag: string, bytes: Uint8Array): Promise<void>;
  /** A note that only saves a request: that it cannot be written is no error. */
  writeAbsence(commit: string, path: string): Promise<void>;
  /** Where a file is, for messages. */
  locationOf(commit: string, path: string): string;
}

/** Where caches are. */
export interface CachePlace {
  /** Of all repositories, in Node. */
  readonly cacheFolder: string | undefined;
  /** The hub's address. */
  readonly endpoint: string;
}
