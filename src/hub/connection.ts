import { codeOf, rootOf } from "../base/causes.js";
import { Overdue } from "../files/time-limit.js";

/** The reason to abort a request to which nothing comes for some time. */
export class Silence extends Error {
  constructor(milliseconds: number) {
    super(`nothing for ${milliseconds / 1000} s`);
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
