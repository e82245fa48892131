import { OptionError } from "../../base/errors.js";
import type { AddedToken, TokenToAdd } from "../../tokenizer/added-token.js";
import type { Tokenizer, TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import { type ByteTokenizerOptions, byteTokenizer } from "./byte-tokenizer.js";

const SPECIALS = ["pad_token", "eos_token", "unk_token"] as const;
const DEFAULTS = { pad_token: "<pad>", eos_token: "</s>", unk_token: "<unk>" } as const;
const EXTRA_IDS = 125;

/** The arguments of transformers' ByT5Tokenizer. */
export interface ByT5Options extends TokenizerOptions {
  /** The number of special tokens `<extra_id_0>`, `<extra_id_1>` … unless they are named. Default 125. */
  readonly extra_ids?: number;
}

/**
 * Makes a tokenizer equal to ByT5Tokenizer of transformers 4.56.1 with these arguments.
 *
 * @throws OptionError if `additional_special_tokens` hold another number of extra ids than `extra_ids`
 */
export function byT5(options: ByT5Options = {}): Tokenizer {
  const { extra_ids = EXTRA_IDS, ...rest } = options;
  const settings = { ...DEFAULTS, ...rest };
  const decoder = new Map<number, AddedToken>();
  const named = SPECIALS.map((name, id) => {
    const token = stripping(settings[name]);
    decoder.set(id, token);
    return [name, token] as const;
  });
  for (const [id, token] of options.added_tokens_decoder ?? []) decoder.set(id, token);
  const all: ByteTokenizerOptions = {
    model_input_names: ["input_ids", "attention_mask"],
    ...settings,
    ...Object.fromEntries(named),
    additional_special_tokens: extraTokens(options.additional_special_tokens, extra_ids),
    added_tokens_decoder: decoder,
    offset: SPECIALS.length,
  };
  return byteTokenizer(all, "ByT5Tokenizer");
}

/** ByT5Tokenizer, which needs no vocabulary. */
export const byT5Family: Family<Tokenizer, ByT5Options> = {
  async load(_files, init) {
    return byT5(init);
  },
};

function extraTokens(given: readonly TokenToAdd[] | undefined, count: number): readonly TokenToAdd[] {
  if (count === 0) return given ?? [];
  if (given === undefined) return Array.from({ length: count }, (_, at) => `<extra_id_${at}>`);
  const named = new Set(given.map(contentOf).filter((content) => content.includes("extra_id")));
  if (given.length > 0 && named.size !== count) {
    throw new OptionError("additional_special_tokens", `${named.size} with extra_id`, `extra_ids: ${count} of them`);
  }
  return given;
}

/** A named token takes the whitespace around it, unless it comes with flags. */
function stripping(token: TokenToAdd): AddedToken {
  const flags = { lstrip: true, rstrip: true, single_word: false, normalized: true, special: false };
  if (typeof token === "string") return { ...flags, content: token };
  return { ...flags, lstrip: false, rstrip: false, ...token };
}

function contentOf(token: TokenToAdd): string {
  return typeof token === "string" ? token : token.content;
}
