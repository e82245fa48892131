import { codeOf, rootOf } from "../base/causes.js";

/** The reason to abort a request to which nothing comes for some time. */
export class Silence extends Error {
  constructor(milliseconds: number) {
    super(`nothing for ${milliseconds / 1000} s`);
  }
}

/** The reason to abort a request when a load has taken too long. */
export class Overdue extends Error {
  constructor(seconds: number) {
    super(`no end after ${seconds} s (option max_load_seconds)`);
  }
}

/** The time by which the requests of a load must end. */
export class TimeLimit {
  readonly #end: number;

  constructor(private readonly seconds: number) {
    this.#end = performance.now() + 1000 * seconds;
  }

  /** The milliseconds that are left. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  get reason(): Overdue {
    return new Overdue(this.seconds);
  }
}

/** True if the load has taken too long, so that no further request is worth trying. */
export function isOverdue(error: unknown): boolean {
  return rootOf(error) instanceof Overdue;
}

/** Node's codes for connections that were reset or timed out; a browser repeats such requests itself. */
const ACCIDENTS: ReadonlySet<unknown> = new Set([
  ...["ECONNRESET", "EPIPE", "ETIMEDOUT"],
  ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"],
]);

/** True if the next request may succeed where this one got no answer. */
export function isAccident(error: unknown): boolean {
  return rootOf(error) instanceof Silence || ACCIDENTS.has(codeOf(error));
}
