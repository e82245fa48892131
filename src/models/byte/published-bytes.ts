import { checkValues, withDefaults } from "../../base/options.js";
import type { AddedToken } from "../../tokenizer/added-token.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import { BYTE_OPTIONS, type ByteTokenizerOptions, makeByteTokenizer } from "./byte-tokenizer.js";

/** The special tokens of a published byte model: six with a role, then the extra ones. */
export interface ByteSpecials {
  /**
   * True if a special token has as many ids as a character, computed from its index; its token id is then -1 - index.
   * False if the six have the ids 0 to 5, before the bytes, and the extra ones the ids after the bytes.
   */
  readonly inPatches: boolean;
  /** The number of the extra tokens `<extra_id_0>`, `<extra_id_1>` … */
  readonly extras: number;
}

/** The arguments of a published byte model; `specials` is only in presets. */
export interface PublishedByteArguments extends ByteTokenizerOptions {
  readonly specials: ByteSpecials;
}

/** In the order of their ids. */
const NAMED = {
  pad_token: "<pad>",
  eos_token: "</s>",
  bos_token: "<s>",
  cls_token: "<cls>",
  sep_token: "<sep>",
  mask_token: "<mask>",
} as const;
const FLAGS = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true } as const;
const BYTES = 256;

/** The published byte models. The special tokens of the preset are used only if the files name no added tokens. */
export const publishedBytes: Family<Tokenizer, ByteTokenizerOptions> = {
  options: BYTE_OPTIONS,
  async load(_files, init: PublishedByteArguments) {
    checkValues({ ...init }, BYTE_OPTIONS);
    const { specials, added_tokens_decoder: own, ...given } = init;
    const isOwn = own !== undefined && own.size > 0;
    const defaults = {
      model_input_names: ["input_ids", "attention_mask"],
      ...NAMED,
      ...(isOwn ? { added_tokens_decoder: own } : tokensOf(specials, given)),
    };
    return makeByteTokenizer(withDefaults(defaults, given));
  },
};

/** The tokens of the preset. A token that is given for a role has the id of the preset's token for it. */
function tokensOf({ inPatches, extras }: ByteSpecials, given: ByteTokenizerOptions): ByteTokenizerOptions {
  const roles = Object.keys(NAMED) as (keyof typeof NAMED)[];
  const extra = Array.from({ length: extras }, (_, at) => `<extra_id_${at}>`);
  const decoder = new Map<number, AddedToken>();
  roles.forEach((role, at) => {
    const token = given[role] ?? NAMED[role];
    decoder.set(inPatches ? -1 - at : at, { ...FLAGS, ...(typeof token === "string" ? { content: token } : token) });
  });
  extra.forEach((content, at) => {
    decoder.set(roles.length + BYTES + at, { ...FLAGS, content });
  });
  return { additional_special_tokens: extra, added_tokens_decoder: decoder };
}
