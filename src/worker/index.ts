import { portOf, startWorker } from "#own-worker";
import { OBJECT, type OptionKind, orNull, STRING, type TableOf } from "../base/options.js";
import { checkArguments, optional } from "../base/signatures.js";
import { untilAborted } from "../files/watch.js";
import type { FromPretrainedOptions } from "../pretrained/auto-tokenizer.js";
import { Client } from "./client.js";
import type { Facts, Port, Reply, Request } from "./messages.js";
import { sendable } from "./sendable.js";
import { type TokenizerInWorker, tokenizerInWorker } from "./tokenizer-in-worker.js";

export type { Facts } from "./messages.js";
export type { SettableFacts, TokenizerInWorker } from "./tokenizer-in-worker.js";

/** The options of {@link TokenizerWorker}. */
export interface WorkerOptions {
  /**
   * A worker whose script calls `serveTokenizers`: of the web, or of Node's worker_threads. Default: one that this library
   * starts, with a script that loads tokenizers of all classes.
   */
  readonly worker?: object | null;
}

const WORKER: OptionKind = {
  allows: (value) => portOf(value) !== undefined,
  expected: "a worker whose script calls serveTokenizers: new Worker(address)",
};
const OPTIONS: TableOf<WorkerOptions> = { worker: orNull(WORKER) };

/**
 * A worker in which tokenizers load and run, so that the thread of the page is never busy with them. It answers its callers in
 * order.
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
  readonly #client: Client;

  /** @throws OptionError if an option is unknown, or the worker is not a worker */
  constructor(options: WorkerOptions = {}, ...excess: never[]) {
    checkArguments("TokenizerWorker", [options, ...excess], { parameters: {}, options: OPTIONS });
    const port = (options?.worker ? portOf(options.worker) : undefined) ?? startWorker();
    this.#client = new Client(port as unknown as Port<Request, Reply>);
  }

  /**
   * Loads a tokenizer in the worker. Files, a dictionary and a vocabulary may be given in every form that AutoTokenizer
   * takes; what is relative is relative to the page.
   *
   * @param name a model's name or a folder, as for AutoTokenizer
   * @throws TokenizerError as AutoTokenizer.from_pretrained; ResourceError if the worker fails or is terminated; the
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
    const id = this.#client.nextId;
    const abort = (): void => this.#client.tell({ type: "abort", id });
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const asked = { type: "load", name, options: sent, reports: progress_callback !== undefined } as const;
      const { facts } = await untilAborted(this.#client.ask(asked, progress_callback), signal);
      return tokenizerInWorker(this.#client, id, facts as Facts);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends the worker, also one that the caller gave. Calls that wait are rejected with a ResourceError. */
  terminate(): void {
    this.#client.terminate();
  }
}
