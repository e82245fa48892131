import { type ProgressEvent, untilAborted, type Watch } from "./watch.js";

/** A load that all its callers share. It stops when all of them have aborted, and may be repeated if it fails. */
export class Shared<Result> {
  #result: Promise<Result> | undefined;
  #isDone = false;
  #controller: AbortController | undefined;
  readonly #watches = new Set<Watch>();

  /**
   * @param file the file's name in events
   * @param load loads the file; the watch it receives combines those of all waiting callers
   */
  constructor(
    private readonly file: string,
    private readonly load: (watch: Watch) => Promise<Result>,
  ) {}

  /** The result, when it is loaded; rejects with the reason of this caller's signal if it is aborted before. */
  async get(watch: Watch): Promise<Result> {
    watch.signal?.throwIfAborted();
    this.#join(watch);
    const result = this.#result ?? this.#start();
    try {
      return await untilAborted(result, watch.signal);
    } finally {
      this.#watches.delete(watch);
      if (this.#watches.size === 0 && !this.#isDone) this.#stop();
    }
  }

  /** Reports to a late caller the steps that are past: the start of the load, and perhaps its end. */
  #join(watch: Watch): void {
    const { name = this.file, progress_callback } = watch;
    if (this.#result) progress_callback?.({ status: "initiate", name, file: this.file });
    if (this.#isDone) progress_callback?.({ status: "done", name, file: this.file });
    else this.#watches.add(watch);
  }

  #start(): Promise<Result> {
    const controller = new AbortController();
    this.#controller = controller;
    const progress_callback = (event: ProgressEvent): void => {
      for (const { name = event.name, progress_callback: report } of this.#watches) report?.({ ...event, name });
    };
    const result = this.load({ progress_callback, signal: controller.signal });
    this.#result = result;
    result.then(
      () => {
        this.#isDone = true;
      },
      () => {
        if (this.#result === result) this.#result = undefined;
      },
    );
    return result;
  }

  #stop(): void {
    this.#result = undefined;
    this.#controller?.abort();
  }
}
