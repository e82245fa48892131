import type { InitArguments } from "../family.js";

/**
 * transformers 5 saves additional special tokens as a list under another name, and takes the flags of all added tokens
 * from the tokenizer.json.
 */
export function namingExtraTokens({ extra_special_tokens: extra, ...init }: InitArguments): InitArguments {
  if (!Array.isArray(extra)) return extra === undefined ? init : { ...init, extra_special_tokens: extra };
  const { added_tokens_decoder: _, additional_special_tokens, ...rest } = init;
  const additional = (additional_special_tokens ?? []) as readonly unknown[];
  return { ...rest, additional_special_tokens: [...additional, ...extra] };
}
