/** Where warnings go: what the reference logs and goes on from, we say here and go on from. */
export interface Logger {
  warn(message: string): void;
  error(message: string): void;
}

let logger: Logger = {
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

/** Replaces the logger of the whole process, by default the console, and returns the one before. */
export function setLogger(replacement: Logger): Logger {
  const previous = logger;
  logger = replacement;
  return previous;
}

/** Says each thing once, however often it happens. */
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
