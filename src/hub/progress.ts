/** What happens to one file, in the shape of transformers.js's events. */
export interface ProgressEvent {
  /**
   * "initiate": the file is looked for; "download": it is being fetched; "progress": a piece came; "done": it is there,
   * or known not to be.
   */
  readonly status: "initiate" | "download" | "progress" | "done";
  /** The model, as asked for. */
  readonly name: string;
  readonly file: string;
  /** Of "progress": bytes so far. */
  readonly loaded?: number;
  /** Of "progress": bytes in all, as far as the hub tells. */
  readonly total?: number;
  /** Of "progress": percent, 0 to 100. */
  readonly progress?: number;
}

export type ProgressCallback = (event: ProgressEvent) => void;
