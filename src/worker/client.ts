import { ResourceError, registerErrors, type TokenizerError } from "../base/errors.js";
import { errorOf } from "../base/failure.js";
import type { ProgressCallback } from "../files/watch.js";
import { HubError } from "../hub/hub-error.js";
import type { Facts, Port, Reply, Request } from "./messages.js";
import { unpack } from "./packing.js";

// Workers send these errors even if the page's own code does not use the class.
registerErrors("HubError", HubError);

/** A request that waits for its answer. */
interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly progress: ProgressCallback | undefined;
}

/** An answer: the result of the request, and the tokenizer's properties if it may have changed them. */
export interface Answer {
  readonly result: unknown;
  readonly facts: Facts | undefined;
}

/** A request to call a method. */
export type Call = Request & { readonly type: "call" };

/** A request without its number. */
type Asked = Request extends infer Each ? (Each extends { readonly id: number } ? Omit<Each, "id"> : never) : never;

/** The caller's end of a worker: sends requests, and gives each answer to the one that waits for it. */
export class Client {
  readonly #port: Port<Request, Reply>;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  /** The reason why there are no more answers. */
  #ended: TokenizerError | undefined;

  /** @param failed is called if the worker fails */
  constructor(port: Port<Request, Reply>, failed: (error: TokenizerError) => void) {
    this.#port = port;
    port.listen(
      (reply) => this.#receive(reply),
      (cause) => {
        if (this.#ended) return;
        const error = new ResourceError("worker", reasonOf(cause), "a worker that runs", { cause });
        this.end(error);
        failed(error);
      },
    );
  }

  /** The number of requests that wait for their answers. */
  get load(): number {
    return this.#waiting.size;
  }

  /** The number that the next request gets. */
  get nextId(): number {
    return this.#next;
  }

  /**
   * Sends a request; resolves with the answer.
   *
   * @throws TokenizerError as the tokenizer in the worker; ResourceError if the worker fails or is terminated
   */
  ask(asked: Asked, progress?: ProgressCallback): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended) throw this.#ended;
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject, progress });
      try {
        this.#port.post({ ...asked, id } as Request);
      } catch (error) {
        // A value that cannot be sent, such as a function among the options.
        this.#waiting.delete(id);
        reject(error);
      }
    });
  }

  /** Sends a request that has no answer. */
  tell(request: Request): void {
    if (!this.#ended) this.#port.post(request);
  }

  /** Ends the worker. Requests that wait are rejected with the error, and so are all later ones. */
  end(error: TokenizerError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#port.terminate();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (reply.type === "progress") {
      waiting?.progress?.(reply.event);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.type === "failed") waiting?.reject(errorOf(reply.error));
    else waiting?.resolve({ result: unpack(reply.result), facts: reply.facts });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
