import { portOf, startWorker } from "#own-worker";
import { OptionError, ResourceError, type TokenizerError } from "../base/errors.js";
import { listOf, OBJECT, type OptionKind, orNull, POSITIVE, STRING, type TableOf } from "../base/options.js";
import { checkArguments, optional } from "../base/signatures.js";
import type { SignalLike } from "../base/web-types.js";
import { type ProgressCallback, untilAborted } from "../files/watch.js";
import type { FromPretrainedOptions } from "../pretrained/auto-tokenizer.js";
import { Client } from "./client.js";
import { Copies, type Copy } from "./copies.js";
import type { Facts, Port, Reply, Request } from "./messages.js";
import { type Sendable, sendable } from "./sendable.js";
import { type TokenizerInWorker, tokenizerInWorker } from "./tokenizer-in-worker.js";

export type { Facts } from "./messages.js";
export type { SettableFacts, TokenizerInWorker } from "./tokenizer-in-worker.js";

/** The options of {@link TokenizerWorker}. */
export interface WorkerOptions {
  /** The number of workers that this library starts, for batches on several cores. Default 1. */
  readonly workers?: number | null;
  /**
   * A worker whose script calls `serveTokenizers`, or a list of such workers: of the web, or of Node's worker_threads.
   * Default: workers that this library starts, with a script that loads tokenizers of all classes.
   */
  readonly worker?: object | readonly object[] | null;
}

const WORKER: OptionKind = {
  allows: (value) => portOf(value) !== undefined,
  expected: "a worker whose script calls serveTokenizers: new Worker(address)",
};
const WORKER_LIST = listOf(WORKER);

function isWorkerList(value: unknown): boolean {
  const workers = new Set(WORKER_LIST.allows(value) ? (value as readonly object[]) : []);
  return workers.size > 0 && workers.size === (value as readonly object[]).length;
}

const OPTIONS: TableOf<WorkerOptions> = {
  workers: orNull(POSITIVE),
  worker: orNull({
    allows: (value) => WORKER.allows(value) || isWorkerList(value),
    expected: `${WORKER.expected}; or a list of different workers`,
  }),
};

/**
 * Workers in which tokenizers load and run, so that the thread of the page is never busy with them. By default it is one.
 *
 * With several, each has a tokenizer and a dictionary of its own. The texts of a batch are divided among them, unless they are
 * padded to the longest, and any other call goes to the one that has the least to do. A tokenizer's answers come in the order of
 * the calls.
 *
 * @example
 * ```ts
 * import { TokenizerWorker } from "tohoku-tokenizers/worker";
 *
 * const worker = new TokenizerWorker();
 * const tokenizer = await worker.from_pretrained("bert-base-japanese-char-v3");
 * console.log(await tokenizer.encode("晴れ")); // => [2,2752,494,3]
 * worker.terminate();
 * ```
 */
export class TokenizerWorker {
  readonly #clients: readonly Client[];

  /** @throws OptionError if an option is unknown or has an impossible value, or both are given */
  constructor(options: WorkerOptions = {}, ...excess: never[]) {
    checkArguments("TokenizerWorker", [options, ...excess], { parameters: {}, options: OPTIONS });
    const { worker, workers } = options ?? {};
    if (worker && (workers ?? undefined) !== undefined) throw new OptionError("workers", workers, "none, with worker");
    const ports = worker ? [worker].flat().map(portOf) : Array.from({ length: workers ?? 1 }, startWorker);
    this.#clients = ports.map((port) => {
      return new Client(port as unknown as Port<Request, Reply>, (error) => this.#end(error));
    });
  }

  /**
   * Loads a tokenizer in the workers. Files, a dictionary and a vocabulary may be given in every form that AutoTokenizer
   * takes; what is relative is relative to the page.
   *
   * @param name a model's name or a folder, as for AutoTokenizer
   * @throws TokenizerError as AutoTokenizer.from_pretrained; ResourceError if a worker fails or is terminated; the
   * signal's reason if it is aborted
   */
  async from_pretrained(
    name: string,
    options: FromPretrainedOptions = {},
    ...excess: never[]
  ): Promise<TokenizerInWorker> {
    checkArguments("from_pretrained", [name, options, ...excess], {
      parameters: { name: STRING, options: optional(orNull(OBJECT)) },
    });
    const { progress_callback, signal, ...others } = options ?? {};
    signal?.throwIfAborted();
    const sent = await sendable(others);
    const loading = { name, options: sent };
    // The first load fills the caches for the others.
    const [first, ...rest] = this.#clients;
    const loaded = await load(first, loading, signal, progress_callback);
    const settled = await Promise.allSettled(rest.map((client) => load(client, loading, signal)));
    const copies = new Copies([loaded, ...settled.flatMap((each) => (each.status === "fulfilled" ? each.value : []))]);
    const failed = settled.find((each) => each.status === "rejected");
    if (!failed) return tokenizerInWorker(copies, loaded.facts);
    copies.free();
    throw failed.reason;
  }

  /** Ends the workers, also those that the caller gave. Calls that wait are rejected with a ResourceError. */
  terminate(): void {
    this.#end(new ResourceError("worker", "a terminated worker", "a new TokenizerWorker"));
  }

  #end(error: TokenizerError): void {
    for (const client of this.#clients) client.end(error);
  }
}

/** Loads a tokenizer in one worker. */
async function load(
  client: Client,
  { name, options }: { readonly name: string; readonly options: Sendable },
  signal: SignalLike | undefined,
  progress?: ProgressCallback,
): Promise<Copy & { readonly facts: Facts }> {
  const id = client.nextId;
  const abort = (): void => client.tell({ type: "abort", id });
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const asked = { type: "load", name, options, reports: progress !== undefined } as const;
    const answer = client.ask(asked, progress);
    // If the load ends before the abort reaches the worker, its tokenizer must be freed.
    const free = (): void => client.tell({ type: "free", tokenizer: id });
    if (signal) {
      answer.then(
        () => signal.aborted && free(),
        () => undefined,
      );
    }
    const { facts } = await untilAborted(answer, signal);
    return { client, tokenizer: id, facts: facts as Facts };
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
