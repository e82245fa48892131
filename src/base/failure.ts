import { type ErrorData, TokenizerError } from "./errors.js";

/** An error on its way to another thread: one of this library's as its data, any other as it is. */
export type Failure = { readonly own: ErrorData } | { readonly other: unknown };

export function failureOf(error: unknown): Failure {
  return error instanceof TokenizerError ? { own: error.toJSON() } : { other: error };
}

export function errorOf(failure: Failure): unknown {
  return "own" in failure ? TokenizerError.fromJSON(failure.own) : failure.other;
}
