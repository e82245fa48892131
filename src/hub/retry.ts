import { HubError } from "../base/errors.js";

export type Wait = (milliseconds: number) => Promise<void>;

const RETRIES = 5;
/** The waiting times are in milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 8_000;
/** Applies to a Retry-After of the hub too. */
const LONGEST_WAIT_ASKED_FOR = 60_000;

const sleep: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The number of retries after temporary failures, and the waiting times between them. */
export class Retry {
  #failures = 0;

  constructor(
    private readonly wait: Wait = sleep,
    private readonly retries = RETRIES,
  ) {}

  /**
   * Waits until the next attempt is due.
   *
   * @throws the error itself if it is not temporary, or one of too many in a row
   */
  async afterFailure(error: unknown): Promise<void> {
    if (!(error instanceof HubError) || !isTemporary(error) || this.#failures >= this.retries) throw error;
    const backoff = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures++;
    const askedFor = error.retryAfter === undefined ? undefined : 1000 * error.retryAfter;
    await this.wait(Math.min(askedFor ?? backoff, LONGEST_WAIT_ASKED_FOR));
  }

  /** Resets the count of failures. */
  afterProgress(): void {
    this.#failures = 0;
  }
}

function isTemporary({ reason }: HubError): boolean {
  return reason === "unreachable" || reason === "unavailable";
}
