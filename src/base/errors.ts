import { describe } from "./describe.js";

/**
 * Base class of every error that this library throws deliberately.
 *
 * The message names the input, the value at fault and the expected value. Three fields hold the same for programs.
 *
 * @example
 * ```ts
 * import { TokenizerError } from "tohoku-tokenizers";
 * import { WordPiece } from "tohoku-tokenizers/wordpiece";
 *
 * try {
 *   new WordPiece(["自然", "##言語"]);
 * } catch (error) {
 *   if (!(error instanceof TokenizerError)) throw error;
 *   console.log([error.name, error.input, error.value]); // => ["VocabularyError","vocabulary","no entry [UNK]"]
 * }
 * ```
 */
export class TokenizerError extends Error {
  override readonly name: string = "TokenizerError";
  /** The name of the faulty input: a file's path, an option's name, or "text". */
  readonly input: string;
  /** The value at fault, or a description of it. */
  readonly value: unknown;
  /** A description of the values that are allowed. */
  readonly expected: string;

  constructor(input: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`${input}: found ${describe(value)}, expected ${expected}`, options);
    this.input = input;
    this.value = value;
    this.expected = expected;
  }
}

/** Error for a dictionary that is damaged, truncated, of another format, or of an unknown name. */
export class DictionaryError extends TokenizerError {
  override readonly name = "DictionaryError";
}

/** Error for a vocabulary or model file that the reference rejects or that is damaged. */
export class VocabularyError extends TokenizerError {
  override readonly name = "VocabularyError";
}

/** Error for a text that the reference rejects as well: a lone surrogate, or bytes that are not UTF-8. */
export class TextError extends TokenizerError {
  override readonly name = "TextError";
}

/** Error for an unknown or invalid option, argument or model name. */
export class OptionError extends TokenizerError {
  override readonly name = "OptionError";
}

/** Error for a file or folder that does not exist or that cannot be read or written. */
export class ResourceError extends TokenizerError {
  override readonly name = "ResourceError";
}

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

  constructor(input: string, value: unknown, expected: string, options: HubErrorOptions) {
    super(input, value, expected, options);
    this.reason = options.reason;
    this.statusCode = options.statusCode;
    this.retryAfter = options.retryAfter;
  }
}
