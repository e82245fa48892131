import { adviceFor } from "#hub-cache";
import { ownBytes } from "../base/buffers.js";
import { codeOf, reasonOf } from "../base/causes.js";
import type { TimeLimit } from "../files/time-limit.js";
import type { Abortion } from "./abortion.js";
import { Silence } from "./connection.js";
import { HubError } from "./hub-error.js";

/** The circumstances of a request. */
export interface Circumstances {
  /** The address in errors; redirects lead to addresses that hold secrets. */
  readonly shownUrl: string;
  /** In milliseconds, for the headers and for each piece of the body. */
  readonly timeout: number;
  readonly abortion: Abortion;
  /** For all requests of the load. */
  readonly limit: TimeLimit;
}

/** One request and its response. It ends if nothing comes for some time, if the load takes too long, or if it is aborted. */
export class TimedRequest {
  private constructor(
    readonly response: Response,
    private readonly deadline: Deadline,
    private readonly circumstances: Circumstances,
  ) {}

  /**
   * Sends a request and waits for the headers of the response.
   *
   * @throws HubError ("unreachable", without a status) if no response comes
   */
  static async begin(url: URL, init: RequestInit, circumstances: Circumstances): Promise<TimedRequest> {
    const { abortion, shownUrl } = circumstances;
    abortion.throwIfAborted();
    const deadline = new Deadline(circumstances);
    try {
      return new TimedRequest(await fetch(url, { ...init, signal: deadline.signal }), deadline, circumstances);
    } catch (cause) {
      deadline.end();
      abortion.throwIfAborted();
      const expected = `a hub that answers; ${adviceFor(url, codeOf(cause))}`;
      throw new HubError(shownUrl, reasonOf(cause), expected, { reason: "unreachable", cause });
    }
  }

  /** The body, piece by piece. @throws HubError ("unreachable", with the status) if it breaks off */
  async *body(): AsyncGenerator<Uint8Array> {
    const reader = this.response.body?.getReader();
    try {
      while (reader) {
        this.deadline.extend();
        const { done, value } = await reader.read().catch((cause: unknown) => {
          this.circumstances.abortion.throwIfAborted();
          throw this.interrupted(reasonOf(cause), "the rest of the file", cause);
        });
        if (done) return;
        this.circumstances.abortion.throwIfAborted();
        yield ownBytes(value);
      }
    } finally {
      this.deadline.end();
      reader?.cancel().catch(() => undefined);
    }
  }

  /** The error for an answer that breaks off. */
  interrupted(found: string, expected: string, cause?: unknown): HubError {
    const { status: statusCode } = this.response;
    return new HubError(this.circumstances.shownUrl, found, expected, { reason: "unreachable", statusCode, cause });
  }

  /** Discards the body. */
  end(): void {
    this.deadline.end();
    this.response.body?.cancel().catch(() => undefined);
  }
}

class Deadline {
  readonly #controller = new AbortController();
  readonly #ignoreAbort: () => void;
  readonly #timeout: number;
  readonly #overall: ReturnType<typeof setTimeout>;
  #timer: ReturnType<typeof setTimeout>;

  constructor({ timeout, abortion, limit }: Circumstances) {
    this.#timeout = timeout;
    this.#timer = this.#start();
    this.#overall = setTimeout(() => this.#controller.abort(limit.reason), limit.left);
    this.#ignoreAbort = abortion.onAbort(() => this.#controller.abort(abortion.reason));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  extend(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#overall);
    this.#ignoreAbort();
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#controller.abort(new Silence(this.#timeout)), this.#timeout);
  }
}
