/**
 * The files of one model. Each file is read at most once, and all are of one commit. Names are relative to the model's
 * folder, with "/" between segments.
 */
export interface ModelFiles {
  /** The name or folder that the caller asked for. */
  readonly name: string;
  /** A file's bytes; undefined if the model has no such file, or if the hub is not asked and the cache holds none. */
  read(file: string): Promise<Uint8Array | undefined>;
  /**
   * The bytes of a file that the tokenizer cannot do without.
   *
   * @throws ResourceError if a folder or the package lacks it
   * @throws HubError if it is neither cached nor on the hub
   */
  readRequired(file: string): Promise<Uint8Array>;
  /** The path or address of a file, for messages. */
  locationOf(file: string): string;
}
