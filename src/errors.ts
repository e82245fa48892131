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

const LONGEST_SHOWN = 120;

function describe(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
