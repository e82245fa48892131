/**
 * The one base of every error that this library throws on purpose.
 *
 * The message names the input, the value at fault and what was expected; the same three are fields, for programs.
 */
export class TokenizerError extends Error {
  override readonly name: string = "TokenizerError";
  /** What was read or called: a file's path, an option's name, "text". */
  readonly input: string;
  /** The value at fault, as found. */
  readonly value: unknown;
  /** What would have been right. */
  readonly expected: string;

  constructor(input: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`${input}: found ${describe(value)}, expected ${expected}`, options);
    this.input = input;
    this.value = value;
    this.expected = expected;
  }
}

/** A dictionary that is damaged, cut, foreign, or of an unknown name. */
export class DictionaryError extends TokenizerError {
  override readonly name = "DictionaryError";
}

/** A vocabulary that cannot be read as the reference reads it. */
export class VocabularyError extends TokenizerError {
  override readonly name = "VocabularyError";
}

/** A text that the reference refuses too: a lone surrogate, bytes that are not UTF-8. */
export class TextError extends TokenizerError {
  override readonly name = "TextError";
}

/** An option, a model name or an argument that is not one of those known. */
export class OptionError extends TokenizerError {
  override readonly name = "OptionError";
}

/** A file or folder that is not there or cannot be read. */
export class ResourceError extends TokenizerError {
  override readonly name = "ResourceError";
}

/** Why a model's file could not be had from the hub or from what is cached of it. */
export type HubFailure =
  | "repository-not-found"
  | "revision-not-found"
  | "file-not-found"
  /** The repository is gated: its owner has to let the account in first. */
  | "gated"
  /** The hub does not know the token. */
  | "unauthorized"
  /** The hub knows who asks, and says no. */
  | "forbidden"
  /** No answer, or one that broke off. */
  | "unreachable"
  /** The hub asks to come again later: HTTP status 429, 408 or 5xx. */
  | "unavailable"
  /** Not cached, and the hub must not be asked. */
  | "offline"
  /** Bytes that are not those that their hash or their length promises. */
  | "damaged"
  /** What answers does not speak as the hub does. */
  | "unexpected-answer";

export interface HubErrorOptions extends ErrorOptions {
  readonly reason: HubFailure;
  readonly statusCode?: number | undefined;
  readonly retryAfter?: number | undefined;
}

/** A model's file that neither the hub nor its cache gives. No message holds a token. */
export class HubError extends TokenizerError {
  override readonly name = "HubError";
  readonly reason: HubFailure;
  /** The HTTP status of the hub's answer, where it gave one. */
  readonly statusCode: number | undefined;
  /** Seconds after which the hub said to come again, where it said so. */
  readonly retryAfter: number | undefined;

  constructor(input: string, value: unknown, expected: string, options: HubErrorOptions) {
    super(input, value, expected, options);
    this.reason = options.reason;
    this.statusCode = options.statusCode;
    this.retryAfter = options.retryAfter;
  }
}

const LONGEST_SHOWN = 120;

function describe(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
