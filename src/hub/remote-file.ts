/** A file of a repository at a branch, tag or commit. */
export interface RemoteFile {
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

/** The hub's description of a file's bytes, which comes before the bytes. */
export interface Content {
  /** Undefined only if a browser does not show it. */
  readonly etag: string | undefined;
  /** In bytes; undefined if the hub does not report it. */
  readonly size: number | undefined;
  /** The address of the bytes; for a large file often on another host. */
  readonly location: URL;
  /** True if pieces that do not fit together would be noticed. */
  readonly resumable: boolean;
}

/** The hub's description of a file. */
export interface Description {
  /** Undefined only if a browser does not show it. */
  readonly commit: string | undefined;
  /** Undefined if the file does not exist. */
  readonly content: Content | undefined;
}
