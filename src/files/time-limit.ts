import type { OptionKind } from "../base/options.js";

/** The most seconds of a load, unless a caller allows another number. */
export const DEFAULT_LOAD_SECONDS = 3600;
/** Timers of JavaScript hold 31 bits of milliseconds; a longer time would end at once. */
export const LONGEST_SECONDS = 2_000_000;

/** A number of seconds that a timer can hold. */
export const SECONDS: OptionKind = {
  allows: (value) => typeof value === "number" && value > 0 && value <= LONGEST_SECONDS,
  expected: `a number of seconds, more than 0 and at most ${LONGEST_SECONDS}`,
};

/** The reason to end a load that takes too long. */
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

  /** The result of some work; rejects with the reason if that takes too long. */
  race<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(this.reason), this.left);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
