/** The reason of a failure, in words: those of the innermost cause that has any. fetch gives a reason only there. */
export function reasonOf(error: unknown): string {
  return wordsOf(error) || String(error);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ofCause = error.cause === undefined ? "" : wordsOf(error.cause);
  return ofCause || error.message || (codeOf(error) ?? "");
}

/** Node's code of a failure, from the innermost cause; undefined in browsers, which give none. */
export function codeOf(error: unknown): string | undefined {
  const root = rootOf(error);
  return root instanceof Error && "code" in root && typeof root.code === "string" ? root.code : undefined;
}

/** The innermost cause of a failure. */
export function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
