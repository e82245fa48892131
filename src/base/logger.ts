import { OptionError } from "./errors.js";

/** Destination of warnings: where the reference logs a message and continues, this library does the same. */
export interface Logger {
  /** Takes a message that the reference logs as a warning. */
  warn(message: string): void;
  /** Takes a message that the reference logs as an error without raising one. */
  error(message: string): void;
}

let logger: Logger = {
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

/**
 * Replaces the logger of the whole process and returns the previous one. The default logger writes to the console.
 *
 * @example
 * ```ts
 * import { setLogger } from "tohoku-tokenizers";
 *
 * const warnings: string[] = [];
 * const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
 * setLogger(previous).warn("a warning");
 * console.log(warnings); // => ["a warning"]
 * ```
 *
 * @throws OptionError if it lacks one of the two functions
 */
export function setLogger(replacement: Logger): Logger {
  const { warn, error } = (replacement ?? {}) as Partial<Logger>;
  if (typeof warn !== "function" || typeof error !== "function") {
    throw new OptionError("logger", replacement, "an object with the functions warn and error");
  }
  const previous = logger;
  logger = replacement;
  return previous;
}

/** Logs the first message of each subject and drops the others. */
export class OnceLog {
  readonly #said = new Set<string>();

  warn(subject: string, message: string): void {
    if (this.#isNew(subject)) logger.warn(message);
  }

  error(subject: string, message: string): void {
    if (this.#isNew(subject)) logger.error(message);
  }

  #isNew(subject: string): boolean {
    if (this.#said.has(subject)) return false;
    this.#said.add(subject);
    return true;
  }
}
