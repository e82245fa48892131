import { HubError } from "../base/errors.js";

export type Wait = (milliseconds: number) => Promise<void>;

const RETRIES = 5;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 8_000;
/** However long the hub asks to be left alone. */
const LONGEST_WAIT_ASKED_FOR = 60_000;

const sleep: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How often, and after how long, something is tried again that failed in a way that may pass. */
export class Retry {
  #failures = 0;

  constructor(
    private readonly wait: Wait = sleep,
    private readonly retries = RETRIES,
  ) {}

  /**
   * Waits until the next attempt is due.
   *
   * @throws the error itself where it will not pass, or has come too often in a row
   */
  async afterFailure(error: unknown): Promise<void> {
    if (!(error instanceof HubError) || !mayPass(error) || this.#failures >= this.retries) throw error;
    const backoff = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures++;
    const askedFor = error.retryAfter === undefined ? undefined : 1000 * error.retryAfter;
    await this.wait(Math.min(askedFor ?? backoff, LONGEST_WAIT_ASKED_FOR));
  }

  /** Failures count anew. */
  afterProgress(): void {
    this.#failures = 0;
  }
}

function mayPass({ reason }: HubError): boolean {
  return reason === "unreachable" || reason === "unavailable";
}
