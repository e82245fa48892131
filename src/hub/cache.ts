/**
 * The state of a file in a cache: its bytes; "absent" if the hub has no such file; "damaged" if the bytes do not have
 * their hash; undefined if nothing is known.
 */
export type Cached = Uint8Array | "absent" | "damaged" | undefined;

/**
 * The files of one repository that are kept between runs, in the layout of Python's huggingface_hub:
 *
 * | path | content |
 * |---|---|
 * | refs/REVISION | the commit of a branch or tag at the last request |
 * | blobs/ETAG | a file's bytes; for most files the ETag is their hash |
 * | snapshots/COMMIT/PATH | a pointer to the blob |
 * | .no_exist/COMMIT/PATH | a note that the hub has no such file |
 *
 * Callers check the names.
 */
export interface RepositoryCache {
  readRef(revision: string): Promise<string | undefined>;
  writeRef(revision: string, commit: string): Promise<void>;
  /** True if any file of a commit is cached. */
  hasSnapshot(commit: string): Promise<boolean>;
  read(commit: string, path: string): Promise<Cached>;
  /** The bytes of a blob; undefined if it is missing or damaged. */
  readBlob(etag: string): Promise<Uint8Array | undefined>;
  write(commit: string, path: string, etag: string, bytes: Uint8Array): Promise<void>;
  /** Notes that the hub has no such file. The note only saves a request, so a failure to write it is not an error. */
  writeAbsence(commit: string, path: string): Promise<void>;
  /** The path or address of a file, for messages. */
  locationOf(commit: string, path: string): string;
}

/** The location of the caches. */
export interface CacheLocation {
  /** The folder of all repositories' caches, in Node. */
  readonly cacheFolder: string | undefined;
  /** The hub's address. */
  readonly endpoint: string;
}
