import { complete, type TokenToAdd } from "./added-token.js";
import type { ExtraTokens } from "./special-tokens.js";
import type { SharedOptions } from "./tokenizer-options.js";

/** Arguments of a tokenizer in which no list is under `extra_special_tokens`. */
export type Named<Options> = Omit<Options, "extra_special_tokens"> & { readonly extra_special_tokens?: ExtraTokens };

/**
 * The arguments with a list in `extra_special_tokens` under `additional_special_tokens`, as transformers 4.56.1 names
 * it; transformers 5 saves the list under the first name. The tokens of an object get all their flags.
 *
 * @param isFast true for the rule of the fast classes, in which `normalized` defaults to false
 */
export function namingExtraTokens<Options extends Pick<SharedOptions, "extra_special_tokens">>(
  options: Options,
  isFast = false,
): Named<Options> {
  const { extra_special_tokens: extra, ...rest } = options ?? {};
  if (extra === undefined || extra === null) return rest;
  if (!isList(extra)) return { ...rest, extra_special_tokens: completed(extra, isFast) };
  const { additional_special_tokens } = options as Pick<SharedOptions, "additional_special_tokens">;
  return { ...rest, additional_special_tokens: [...(additional_special_tokens ?? []), ...extra] } as Named<Options>;
}

/** The tokens with all their flags, marked as special, which the reference does when it adds them. */
function completed(extra: ExtraTokens, isFast: boolean): ExtraTokens {
  const tokens = Object.entries(extra).map(([role, token]) => {
    if (typeof token === "string") return [role, token] as const;
    const { content, lstrip, rstrip, single_word, normalized } = complete(token, isFast, isFast);
    return [role, { content, lstrip, rstrip, single_word, normalized, special: true }] as const;
  });
  return Object.fromEntries(tokens);
}

function isList(extra: NonNullable<SharedOptions["extra_special_tokens"]>): extra is readonly TokenToAdd[] {
  return Array.isArray(extra);
}
