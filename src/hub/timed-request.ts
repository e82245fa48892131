import { HubError } from "../base/errors.js";

/** One request and its response. It is aborted if nothing comes for some time. */
export class TimedRequest {
  private constructor(
    readonly response: Response,
    private readonly deadline: Deadline,
    private readonly shownUrl: string,
  ) {}

  /**
   * Sends a request and waits for the headers of the response.
   *
   * @param shownUrl the address in errors; redirects lead to addresses that hold secrets
   * @param timeout in milliseconds, for the headers and for each piece of the body
   * @throws HubError ("unreachable") if no response comes
   */
  static async begin(url: URL, init: RequestInit, shownUrl: string, timeout: number): Promise<TimedRequest> {
    const deadline = new Deadline(timeout);
    try {
      return new TimedRequest(await fetch(url, { ...init, signal: deadline.signal }), deadline, shownUrl);
    } catch (cause) {
      deadline.end();
      throw unreachable(shownUrl, cause);
    }
  }

  /** The body, piece by piece. @throws HubError ("unreachable") if it breaks off */
  async *body(): AsyncGenerator<Uint8Array> {
    const reader = this.response.body?.getReader();
    try {
      while (reader) {
        this.deadline.extend();
        const { done, value } = await reader.read().catch((cause: unknown) => {
          throw unreachable(this.shownUrl, cause);
        });
        if (done) return;
        yield value;
      }
    } finally {
      this.deadline.end();
      reader?.cancel().catch(() => undefined);
    }
  }

  /** Discards the body. */
  end(): void {
    this.deadline.end();
    this.response.body?.cancel().catch(() => undefined);
  }
}

class Deadline {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout>;

  constructor(private readonly timeout: number) {
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  extend(): void {
    this.end();
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#controller.abort(new Error(`nothing for ${this.timeout} ms`)), this.timeout);
  }
}

function unreachable(shownUrl: string, cause: unknown): HubError {
  return new HubError(shownUrl, reasonOf(cause), "a hub that answers", { reason: "unreachable", cause });
}

/** fetch reports the reason only in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
