/** One step in loading a file, in the shape of transformers.js's events. */
export interface ProgressEvent {
  /**
   * "initiate": the search for the file starts; "download": the download starts; "progress": a piece came; "done": the
   * file is loaded, or does not exist.
   */
  readonly status: "initiate" | "download" | "progress" | "done";
  /** The model's name, as the caller gave it. */
  readonly name: string;
  readonly file: string;
  /** For "progress": the bytes so far. */
  readonly loaded?: number;
  /** For "progress": all bytes, as far as the hub reports them. */
  readonly total?: number;
  /** For "progress": percent, 0 to 100. */
  readonly progress?: number;
}

/** A function that is called for each step of loading a model's files. */
export type ProgressCallback = (event: ProgressEvent) => void;
