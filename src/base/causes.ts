import { describe } from "./describe.js";

/** The fields of errors that messages use. Node's errors have a code. */
interface Failure {
  readonly message: unknown;
  readonly cause?: unknown;
  readonly code?: unknown;
}

/** Errors may be each other's causes. No more than this number are followed. */
const MOST_CAUSES = 16;

/** The reason of a failure, in words: those of the innermost cause that has any. fetch gives a reason only there. */
export function reasonOf(error: unknown): string {
  const words = causesOf(error).map(wordsOf).reverse();
  return words.find((text) => text !== "") ?? describe(error);
}

function wordsOf(error: unknown): string {
  if (!isFailure(error)) return typeof error === "string" ? error : describe(error);
  return typeof error.message === "string" && error.message !== "" ? error.message : (ownCodeOf(error) ?? "");
}

/** Node's code of a failure, from the innermost cause; undefined in browsers, which give none. */
export function codeOf(error: unknown): string | undefined {
  const root = rootOf(error);
  return isFailure(root) ? ownCodeOf(root) : undefined;
}

function ownCodeOf({ code }: Failure): string | undefined {
  return typeof code === "string" ? code : undefined;
}

/** The innermost cause of a failure. */
export function rootOf(error: unknown): unknown {
  return causesOf(error).at(-1);
}

/** A failure, its cause, the cause of that, and so on. */
function causesOf(error: unknown): unknown[] {
  const causes = [error];
  for (let last = error; causes.length < MOST_CAUSES && isFailure(last) && last.cause !== undefined; ) {
    last = last.cause;
    causes.push(last);
  }
  return causes;
}

/** True for errors, also those of another realm: where Jest runs the code, the file system's have another class. */
function isFailure(error: unknown): error is Failure {
  return Object.prototype.toString.call(error) === "[object Error]";
}
