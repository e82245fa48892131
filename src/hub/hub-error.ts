import { registerErrors, TokenizerError } from "../base/errors.js";

/** The reason why neither the hub nor its cache gave a model's file. */
export type HubFailure =
  | "repository-not-found"
  | "revision-not-found"
  | "file-not-found"
  /** The repository is gated: its owner must grant the account access first. */
  | "gated"
  /** The hub rejects the access token. */
  | "unauthorized"
  /** The hub accepts the access token but denies access. */
  | "forbidden"
  /** The hub does not answer, or its answer breaks off. */
  | "unreachable"
  /** The hub asks the client to retry later: HTTP status 429, 408 or 5xx. */
  | "unavailable"
  /** The file is not cached, and a setting forbids requests to the hub. */
  | "offline"
  /** The received bytes do not match the expected hash or length. */
  | "damaged"
  /** The answer is not one that the hub's protocol allows. */
  | "unexpected-answer";

/** The details of a {@link HubError}. */
export interface HubErrorOptions extends ErrorOptions {
  readonly reason: HubFailure;
  readonly statusCode?: number | undefined;
  readonly retryAfter?: number | undefined;
}

/** Error for a model's file that neither the hub nor its cache gives. No message contains an access token. */
export class HubError extends TokenizerError {
  override readonly name = "HubError";
  readonly reason: HubFailure;
  /** The HTTP status of the hub's answer; undefined if there was none. */
  readonly statusCode: number | undefined;
  /** Seconds to wait before a retry; undefined if the hub named no delay. */
  readonly retryAfter: number | undefined;

  static {
    registerErrors("HubError", HubError);
  }

  constructor(input: string, value: unknown, expected: string, options: HubErrorOptions) {
    super(input, value, expected, options);
    this.reason = options.reason;
    this.statusCode = options.statusCode;
    this.retryAfter = options.retryAfter;
  }

  protected override details(): Readonly<Record<string, unknown>> {
    const { reason, statusCode, retryAfter } = this;
    return { reason, statusCode, retryAfter };
  }
}
