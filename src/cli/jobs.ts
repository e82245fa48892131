import { Worker } from "node:worker_threads";
import { ResourceError } from "../base/errors.js";
import { errorOf, type Failure } from "../base/failure.js";
import type { Done, Job, JobConverter, Opening, Warning } from "./job.js";
import type { Request } from "./parse.js";
import type { Terminal } from "./progress.js";

/** The data that a worker starts with. */
export interface JobSetting {
  readonly request: Request;
  /** The width of the terminal that progress is shown on; undefined if none is shown. */
  readonly columns: number | undefined;
}

/** A message to a worker: first "load", then jobs. */
export type JobRequest = "load" | Job;

/** The end of a load. */
export interface Ready {
  readonly warnings: readonly Warning[];
  readonly failure: Failure | undefined;
  readonly opening: Opening | undefined;
}

/** A message from a worker: output for the terminal, the end of its load, or the results of the next job. */
export type JobReply =
  | { readonly type: "terminal"; readonly text: string }
  | { readonly type: "ready"; readonly ready: Ready }
  | { readonly type: "done"; readonly done: Done };

/** Workers that convert lines. Each has the dictionary and the tokenizer that a command needs. */
export class Jobs implements JobConverter {
  readonly #workers: readonly JobWorker[];
  #opening: Opening | undefined;

  private constructor(workers: readonly JobWorker[]) {
    this.#workers = workers;
  }

  get opening(): Opening | undefined {
    return this.#opening;
  }

  /**
   * Starts workers. If files may have to be downloaded, the first one loads alone and fills the cache, and the others load while it
   * converts.
   *
   * @param terminal shows the progress of downloads; undefined for none
   * @throws TokenizerError if the first worker cannot load the dictionary or the tokenizer
   */
  static async start(
    count: number,
    request: Request,
    terminal: Terminal | undefined,
    warn: (warning: Warning) => void,
  ): Promise<Jobs> {
    const columns = terminal && (terminal.columns || 80);
    const first = new JobWorker({ request, columns }, terminal);
    const others = Array.from({ length: count - 1 }, () => new JobWorker({ request, columns: undefined }, undefined));
    const jobs = new Jobs([first, ...others]);
    try {
      first.load();
      const mayDownload = request.options.has("model") && !request.options.has("files");
      if (!mayDownload) for (const other of others) other.load();
      const { warnings, opening } = await first.ready;
      warnings.forEach(warn);
      jobs.#opening = opening;
      if (mayDownload) for (const other of others) other.load();
      return jobs;
    } catch (error) {
      jobs.end();
      throw error;
    }
  }

  get room(): number {
    return 2 * this.#workers.length;
  }

  /** Gives a job to the worker that has the least to do. */
  convert(job: Job): Promise<Done> {
    return this.#workers.reduce((least, worker) => (worker.waiting < least.waiting ? worker : least)).convert(job);
  }

  end(): void {
    for (const worker of this.#workers) worker.end();
  }
}

interface Waiting {
  readonly resolve: (done: Done) => void;
  readonly reject: (reason: unknown) => void;
}

class JobWorker {
  readonly ready: Promise<Ready>;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  /** The error that ended the worker. */
  #failure: { readonly reason: unknown } | undefined;

  constructor(setting: JobSetting, terminal: Terminal | undefined) {
    this.#worker = new Worker(new URL("./line-worker.js", import.meta.url), { workerData: setting });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("message", (reply: JobReply) => {
        if (reply.type === "terminal") terminal?.write(reply.text);
        else if (reply.type === "done") this.#waiting.shift()?.resolve(reply.done);
        else if (reply.ready.failure) fail(errorOf(reply.ready.failure));
        else resolve(reply.ready);
      });
      const fail = (reason: unknown): void => {
        this.#failure ??= { reason };
        reject(reason);
        for (const waiting of this.#waiting.splice(0)) waiting.reject(reason);
      };
      this.#worker.on("error", fail);
      this.#worker.on("exit", (code) => fail(new ResourceError("worker", `exit code ${code}`, "a running worker")));
    });
    // Without a handler, a rejection that nobody awaits yet would count as unhandled.
    this.ready.catch(() => undefined);
  }

  /** The number of jobs whose results are not there yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Starts the load in the worker, which takes jobs before it is ready. */
  load(): void {
    this.#worker.postMessage("load" satisfies JobRequest);
  }

  convert(job: Job): Promise<Done> {
    const buffers = "bytes" in job ? [job.bytes.buffer as ArrayBuffer] : [];
    return new Promise((resolve, reject) => {
      if (this.#failure) throw this.#failure.reason;
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(job satisfies JobRequest, buffers);
    });
  }

  end(): void {
    this.#worker.removeAllListeners();
    // Without a listener, an error during the termination would end the process.
    this.#worker.on("error", () => undefined);
    void this.#worker.terminate();
  }
}
