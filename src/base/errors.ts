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

  /**
   * The error as plain data, which `postMessage`, `structuredClone` and `JSON.stringify` keep whole; of an error itself they
   * keep little more than the message. {@link TokenizerError.fromJSON} makes the error again.
   */
  toJSON(): ErrorData {
    const { name, message, stack, input, value, expected } = this;
    const isPlain = value === null || /^(undefined|boolean|number|string)$/.test(typeof value);
    return { name, message, stack, input, value: isPlain ? value : describe(value), expected, ...this.details() };
  }

  /**
   * The error of its data, with its class and fields.
   *
   * @throws OptionError if the data are not those of an error
   *
   * @example
   * ```ts
   * import { TextError, TokenizerError } from "tohoku-tokenizers";
   * import { MeCab } from "tohoku-tokenizers/mecab";
   *
   * const mecab = await MeCab.load("ipadic");
   * let data;
   * try {
   *   mecab.words("\ud800");
   * } catch (error) {
   *   if (!(error instanceof TokenizerError)) throw error;
   *   data = structuredClone(error.toJSON());
   * }
   * const again = data && TokenizerError.fromJSON(data);
   * console.log(again instanceof TextError && again.offset); // => 0
   * ```
   */
  static fromJSON(data: ErrorData): TokenizerError {
    if (typeof data?.name !== "string" || typeof data.message !== "string") {
      throw new OptionError("data", data, "the data that toJSON of one of this library's errors returned");
    }
    const { name, input, value, expected, ...rest } = data;
    const Class = CLASSES.get(name) ?? TokenizerError;
    // The constructor appends the offset to the value.
    const place = ` at offset ${String(rest.offset)}`;
    const found = typeof value === "string" && value.endsWith(place) ? value.slice(0, -place.length) : value;
    return Object.assign(new Class(input, found, expected, rest as never), rest);
  }

  /** The fields of a class's own. */
  protected details(): Readonly<Record<string, unknown>> {
    return {};
  }
}

/** A {@link TokenizerError} as plain data. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly input: string;
  /** The value at fault if it is a string, a number or the like; otherwise a description of it. */
  readonly value: unknown;
  readonly expected: string;
  /** The fields of a class's own, such as `offset` or `reason`. */
  readonly [field: string]: unknown;
}

/** Error for a dictionary that is damaged, truncated, of another format, or of an unknown name. */
export class DictionaryError extends TokenizerError {
  override readonly name = "DictionaryError";
}

/** Error for a vocabulary or model file that the reference rejects or that is damaged. */
export class VocabularyError extends TokenizerError {
  override readonly name = "VocabularyError";
}

/** The details of a {@link TextError}. */
export interface TextErrorOptions extends ErrorOptions {
  readonly offset?: number | undefined;
}

/** Error for a text that the reference rejects as well: a lone surrogate, or bytes that are not UTF-8. */
export class TextError extends TokenizerError {
  override readonly name = "TextError";
  /** The place of the fault in the caller's text, in UTF-16 code units; undefined if it is not known. */
  readonly offset: number | undefined;
  readonly #found: unknown;

  constructor(input: string, found: unknown, expected: string, options: TextErrorOptions = {}) {
    const { offset, ...rest } = options;
    super(input, offset === undefined ? found : `${String(found)} at offset ${offset}`, expected, rest);
    this.offset = offset;
    this.#found = found;
  }

  protected override details(): Readonly<Record<string, unknown>> {
    return { offset: this.offset };
  }

  /** The same error about another text, of which this error's text is a part, or from which it was made. */
  of(input: string, offset: number | undefined = this.offset): TextError {
    return new TextError(input, this.#found, this.expected, { cause: this, offset });
  }
}

/**
 * The error to throw for a part of a text. Other errors stay as they are.
 *
 * @param offsetOf gives the place in the text of a place in the part
 */
export function ofWhole(error: unknown, offsetOf: (offset: number) => number): unknown {
  if (!(error instanceof TextError) || error.offset === undefined) return error;
  const offset = offsetOf(error.offset);
  return offset === error.offset ? error : error.of(error.input, offset);
}

/** The error to throw for a word of a text that is given in words. Only errors about texts change: they name the word. */
export function ofWord(error: unknown, at: number): unknown {
  return error instanceof TextError ? error.of(`${error.input}[${at}]`) : error;
}

/**
 * The error to throw for an input of a call. Only errors about texts change: they name the input.
 *
 * @param row the input's place in a batch, if there is one
 */
export function ofInput(error: unknown, input: string, row: number | undefined): unknown {
  if (!(error instanceof TextError)) return error;
  const ofRow = row === undefined ? input : `${input}[${row}]`;
  // Stages call a text "text", whatever the caller calls it, and a word of it for instance "text[1]".
  const name = error.input.replace(/^[^[]*/, () => ofRow);
  return name === error.input ? error : error.of(name);
}

/**
 * The error to throw for a part of a batch. Only a TextError changes: it then names the row of the whole batch.
 *
 * @param first the row of the part's first text in the whole batch
 */
export function ofRows(error: unknown, first: number): unknown {
  if (!(error instanceof TextError) || first === 0) return error;
  const name = error.input.replace(/\[(\d+)\]/, (_, row) => `[${Number(row) + first}]`);
  return name === error.input ? error : error.of(name);
}

/** Error for an unknown or invalid option, argument or model name. */
export class OptionError extends TokenizerError {
  override readonly name = "OptionError";
}

/** Error for a file or folder that does not exist or that cannot be read or written. */
export class ResourceError extends TokenizerError {
  override readonly name = "ResourceError";
}

/** An error class. `fromJSON` sets its own fields after construction. */
type ErrorClass = new (input: string, value: unknown, expected: string, options: never) => TokenizerError;

/** The classes by the names of their errors. */
const CLASSES = new Map<string, ErrorClass>([
  ["DictionaryError", DictionaryError],
  ["VocabularyError", VocabularyError],
  ["TextError", TextError],
  ["OptionError", OptionError],
  ["ResourceError", ResourceError],
]);

/** Registers an error class of another file for {@link TokenizerError.fromJSON}. */
export function registerErrors(name: string, errors: ErrorClass): void {
  CLASSES.set(name, errors);
}
