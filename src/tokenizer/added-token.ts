import { OptionError } from "../base/errors.js";

/**
 * An added token: a string with an id that is cut out of a text before the text is tokenized. Reference: AddedToken of
 * tokenizers 0.22.2, as transformers 4.56.1 uses it.
 */
export interface AddedToken {
  readonly content: string;
  /** True if the whitespace before it belongs to it. */
  readonly lstrip: boolean;
  /** True if the whitespace after it belongs to it. */
  readonly rstrip: boolean;
  /**
   * True if it is found only as a word: between spaces (U+0020) or the text's ends; in a tokenizer.json, between
   * characters that are not part of words.
   */
  readonly single_word: boolean;
  /** True if it is looked for in the normalized text; in a slow tokenizer, if it is lower-cased with the text. */
  readonly normalized: boolean;
  /** True if `skip_special_tokens` drops it. */
  readonly special: boolean;
}

/** An added token as a caller gives it: its string alone, or with some of its flags. */
export type TokenToAdd = string | (Partial<AddedToken> & { readonly content: string });

/** A special token as it is stored: its string alone, or an added token. The two are saved differently. */
export type SpecialToken = string | AddedToken;

/** The string of a token. */
export function contentOf(token: TokenToAdd): string {
  return typeof token === "string" ? token : token.content;
}

/**
 * Fills in the flags that a caller left out.
 *
 * @param special true makes the token special; otherwise its own flag decides
 * @param isFast true for the rule of the fast classes: `normalized` defaults to false for every token that becomes
 * special. In the slow classes, only for a token that was given as special, and for a string that becomes special.
 * @throws OptionError if it is neither a string nor a token with a string
 */
export function complete(given: TokenToAdd, special: boolean, isFast: boolean): AddedToken {
  const flags = { lstrip: false, rstrip: false, single_word: false };
  if (typeof given === "string") return { ...flags, content: given, normalized: !special, special };
  if (typeof given?.content !== "string") throw new OptionError("token", given, "a string, or a token with content");
  const isSpecial = special || (given.special ?? false);
  const normalized = !(isFast ? isSpecial : given.special);
  return { ...flags, normalized, ...given, special: isSpecial };
}

/** The token as it is kept for a role: a string stays a string. */
export function asGiven(token: TokenToAdd): SpecialToken {
  return typeof token === "string" ? token : complete(token, false, false);
}
