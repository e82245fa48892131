import { OptionError } from "../../base/errors.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { AddedToken } from "../slow/added-tokens.js";
import type { SpecialTokensToAdd, TokenToAdd } from "../slow/token-table.js";
import {
  contentOf,
  SPECIAL_TOKEN_NAMES,
  type SpecialToken,
  type SpecialTokenName,
  type SpecialTokens,
} from "../special-tokens.js";

/** A token with the flags that tokenizers gives it; special ones are looked for in the text itself if nothing is said. */
export function complete(given: TokenToAdd, special: boolean): AddedToken {
  const flags = { lstrip: false, rstrip: false, single_word: false };
  if (typeof given === "string") return { ...flags, content: given, normalized: !special, special };
  if (typeof given?.content !== "string") throw new OptionError("token", given, "a string, or a token with content");
  const isSpecial = special || (given.special ?? false);
  return { ...flags, normalized: !isSpecial, ...given, special: isSpecial };
}

/**
 * Gives a tokenizer.json what the configuration names besides: its added tokens, and the special tokens that these are
 * not. Reference: the constructor of PreTrainedTokenizerFast of transformers 4.56.1.
 */
export function addConfigured(
  json: TokenizerJson,
  decoder: ReadonlyMap<number, AddedToken>,
  special: SpecialTokens,
): void {
  const configured = [...decoder].sort(([a], [b]) => a - b).map(([, token]) => token);
  const taken = new Set(configured.map(contentOf));
  const known = new Set([...json.addedTokens.map(contentOf), ...taken]);
  // One named by its string alone is known by that; one with flags is only if the configuration lists it.
  const isNew = (token: SpecialToken): boolean =>
    typeof token === "string" ? !known.has(token) : !taken.has(token.content);
  const tokens: readonly SpecialToken[] = [...configured, ...special.extended().filter(isNew)];
  const specials = new Set(special.contents());
  json.addTokens(tokens.map((token) => strict(complete(token, specials.has(contentOf(token))))));
}

/** Gives tokens their roles; returns all that are to be added. @throws OptionError where a role is not known */
export function takeRoles(special: SpecialTokens, given: SpecialTokensToAdd, replaces: boolean): AddedToken[] {
  const { additional_special_tokens: _, ...roles } = given;
  const wrong = Object.keys(roles).find((role) => !SPECIAL_TOKEN_NAMES.some((name) => name === role));
  if (wrong !== undefined) {
    const expected = `${SPECIAL_TOKEN_NAMES.join(", ")} or additional_special_tokens`;
    throw new OptionError("special tokens", wrong, expected);
  }
  return Object.entries(given).flatMap(([role, token]): AddedToken[] => {
    if (role === "additional_special_tokens") return takeAdditional(special, token, replaces);
    const taken = complete(token, true);
    special.set(role as SpecialTokenName, taken);
    return [taken];
  });
}

function takeAdditional(special: SpecialTokens, given: readonly TokenToAdd[], replaces: boolean): AddedToken[] {
  const known = new Set(replaces ? [] : special.additional.map(contentOf));
  const taken = given.map((token) => complete(token, true)).filter(({ content }) => !known.has(content));
  special.additional = replaces && taken.length > 0 ? taken : [...special.additional, ...taken];
  return taken;
}

/** Without fields that a tokenizer.json does not have. */
export function strict({ content, lstrip, normalized, rstrip, single_word, special }: AddedToken): AddedToken {
  return { content, single_word, lstrip, rstrip, normalized, special };
}
