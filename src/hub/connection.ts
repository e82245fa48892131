/** The reason to abort a request to which nothing comes for some time. */
export class Silence extends Error {
  constructor(milliseconds: number) {
    super(`nothing for ${milliseconds / 1000} s`);
  }
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

/** Node's code of a failed request; undefined in browsers, which give no reason. */
export function codeOf(error: unknown): string | undefined {
  const root = rootOf(error);
  return root instanceof Error && "code" in root && typeof root.code === "string" ? root.code : undefined;
}

/** The reason of a failed request, in words: those of the innermost cause that has any. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ofCause = error.cause === undefined ? "" : reasonOf(error.cause);
  return ofCause || error.message || (codeOf(error) ?? "");
}

/** fetch reports the reason only in the cause of its error. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
