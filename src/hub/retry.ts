import type { TimeLimit } from "../files/time-limit.js";
import type { Abortion } from "./abortion.js";
import { isAccident, isOverdue } from "./connection.js";
import { HubError } from "./hub-error.js";

/** Waits some milliseconds; rejects with the reason if the load is aborted. */
export type Wait = (milliseconds: number, abortion: Abortion) => Promise<void>;

/** For a hub that answers, but is busy, or whose answer breaks off. */
const RETRIES = 5;
/** For a hub that gives no answer, but might give one to the next request. */
const RETRIES_WITHOUT_ANSWER = 1;
/** The waiting times are in milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 8_000;
/** Applies to a Retry-After of the hub too. */
const LONGEST_WAIT_ASKED_FOR = 60_000;

const sleep: Wait = (milliseconds, abortion) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      ignoreAbort();
      resolve();
    }, milliseconds);
    const ignoreAbort = abortion.onAbort(() => {
      clearTimeout(timer);
      reject(abortion.reason);
    });
  });

/**
 * The number of retries after temporary failures, and the waiting times between them. A hub out of reach (its name is
 * unknown, the connection is refused, its certificate is not valid) gets no retry: its error must come within two
 * seconds. A download that has made progress proves that the hub is in reach, and then gets all retries.
 */
export class Retry {
  #failures = 0;
  #hasProgress = false;

  constructor(
    private readonly abortion: Abortion,
    private readonly limit: TimeLimit,
    private readonly wait: Wait = sleep,
    private readonly most = RETRIES,
  ) {}

  /**
   * Waits until the next attempt is due.
   *
   * @throws the error itself if it is not temporary, one of too many in a row, or if the time of the load ends before
   */
  async afterFailure(error: unknown): Promise<void> {
    if (!(error instanceof HubError) || this.#failures >= Math.min(this.most, this.#retriesAfter(error))) throw error;
    const backoff = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures++;
    const askedFor = error.retryAfter === undefined ? undefined : 1000 * error.retryAfter;
    const wait = Math.min(askedFor ?? backoff, LONGEST_WAIT_ASKED_FOR);
    if (wait > this.limit.left) throw error;
    await this.wait(wait, this.abortion);
    this.abortion.throwIfAborted();
  }

  /** Resets the count of failures. */
  afterProgress(): void {
    this.#failures = 0;
    this.#hasProgress = true;
  }

  #retriesAfter({ reason, statusCode, cause }: HubError): number {
    if (reason === "unavailable") return RETRIES;
    if (reason !== "unreachable" || isOverdue(cause)) return 0;
    // With a status, the answer began and broke off.
    if (statusCode !== undefined || this.#hasProgress) return RETRIES;
    return isAccident(cause) ? RETRIES_WITHOUT_ANSWER : 0;
  }
}
