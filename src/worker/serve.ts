import { parentPort } from "#own-worker";
import { ofRows, ResourceError } from "../base/errors.js";
import { failureOf } from "../base/failure.js";
import { encode_batch } from "../batches/encode-batch.js";
import type { ProgressEvent } from "../files/watch.js";
import { type AnyTokenizer, AutoTokenizer } from "../pretrained/auto-tokenizer.js";
import { FACT_NAMES, type Facts, type Port, type Reply, type Request } from "./messages.js";
import { pack } from "./packing.js";

/** A loader of a worker's tokenizers, such as AutoTokenizer. */
export interface Loader {
  /**
   * Loads a tokenizer.
   *
   * @param name the name that the caller gave
   * @param options those that the caller gave, which the loader checks, with `progress_callback` and `signal`
   */
  from_pretrained(name: string, options: object): Promise<AnyTokenizer>;
}

/** The methods that change what a caller reads without waiting. */
const CHANGING: ReadonlySet<string> = new Set(["add_tokens", "add_special_tokens"]);

/**
 * Answers the `TokenizerWorker` of the thread that started this worker. The script of a worker of one's own calls it: of one
 * with the code of a single model, for example, or one that does other work too.
 *
 * @param loader loads the tokenizers; default AutoTokenizer, which has all classes
 * @param port the way to the caller; default that to the thread that started this worker
 *
 * @example
 * ```ts no-run
 * // The script of a worker, which a page gives to new TokenizerWorker({ worker }).
 * import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
 * import { serveTokenizers } from "tohoku-tokenizers/worker/serve";
 *
 * serveTokenizers({ from_pretrained: (_name, options) => from_pretrained(options) });
 * ```
 */
export function serveTokenizers(loader: Loader = AutoTokenizer, port: Port<Reply, Request> = parentPort()): void {
  const server = new Server(loader, port);
  port.listen(
    (request) => server.receive(request),
    () => undefined,
  );
}

class Server {
  readonly #tokenizers = new Map<number, AnyTokenizer>();
  /** For each load that goes on, the controller that can abort it. */
  readonly #aborts = new Map<number, AbortController>();

  constructor(
    private readonly loader: Loader,
    private readonly port: Port<Reply, Request>,
  ) {}

  receive(request: Request): void {
    switch (request.type) {
      case "load":
        void this.#load(request);
        break;
      case "abort":
        this.#aborts.get(request.id)?.abort();
        break;
      case "free":
        this.#tokenizers.delete(request.tokenizer);
        break;
      default:
        this.#work(request);
    }
  }

  async #load({ id, name, options, reports }: Request & { readonly type: "load" }): Promise<void> {
    const controller = new AbortController();
    this.#aborts.set(id, controller);
    const progress_callback = (event: ProgressEvent): void => this.port.post({ type: "progress", id, event });
    try {
      const watch = reports ? { progress_callback } : {};
      const tokenizer = await this.loader.from_pretrained(name, { ...options, ...watch, signal: controller.signal });
      this.#tokenizers.set(id, tokenizer);
      this.port.post({ type: "done", id, result: undefined, facts: factsOf(tokenizer) });
    } catch (error) {
      this.port.post({ type: "failed", id, error: failureOf(error) });
    } finally {
      this.#aborts.delete(id);
    }
  }

  #work(request: Request & { readonly type: "call" | "set" }): void {
    const { id } = request;
    try {
      const tokenizer = this.#tokenizers.get(request.tokenizer);
      if (!tokenizer) throw new ResourceError("tokenizer", "a tokenizer after free()", "one from from_pretrained");
      const buffers: ArrayBufferLike[] = [];
      if (request.type === "set") {
        setAll(tokenizer, request.values);
        this.port.post({ type: "done", id, result: undefined, facts: factsOf(tokenizer) });
      } else {
        const { method } = request;
        const result = pack(call(tokenizer, request), buffers);
        const facts = CHANGING.has(method) ? factsOf(tokenizer) : undefined;
        this.port.post({ type: "done", id, result, facts }, buffers);
      }
    } catch (error) {
      this.port.post({ type: "failed", id, error: failureOf(error) });
    }
  }
}

/** Calls a method of the tokenizer, or {@link encode_batch} with it. */
function call(tokenizer: AnyTokenizer, { method, given, firstRow = 0 }: Request & { readonly type: "call" }): unknown {
  try {
    if (method === "encode_batch") return encode_batch(tokenizer, ...(given as [readonly string[]]));
    return (Reflect.get(tokenizer, method) as (...given: unknown[]) => unknown).apply(tokenizer, [...given]);
  } catch (error) {
    throw ofRows(error, firstRow);
  }
}

/** Sets all of the properties, or none of them if one has an impossible value. */
function setAll(tokenizer: AnyTokenizer, values: Readonly<Record<string, unknown>>): void {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, Reflect.get(tokenizer, name)]));
  const done: string[] = [];
  try {
    for (const [name, value] of Object.entries(values)) {
      Reflect.set(tokenizer, name, value);
      done.push(name);
    }
  } catch (error) {
    for (const name of done.reverse()) Reflect.set(tokenizer, name, before[name]);
    throw error;
  }
}

function factsOf(tokenizer: AnyTokenizer): Facts {
  return Object.fromEntries(FACT_NAMES.map((name) => [name, Reflect.get(tokenizer, name)])) as unknown as Facts;
}
