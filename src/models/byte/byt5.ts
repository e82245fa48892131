import { OptionError } from "../../base/errors.js";
import { checkOptions, checkValues, type TableOf, withDefaults } from "../../base/options.js";
import { ByteCodec, UTF8 } from "../../subwords/bytes/index.js";
import type { AddedToken, TokenToAdd } from "../../tokenizer/added-token.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import { TOKENIZER_OPTIONS, Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { TOKEN } from "../../tokenizer/tokenizer-options.js";
import { EXTRA_COUNT } from "../extra-ids.js";
import type { Family } from "../family.js";
import { BYT5_TEMPLATE, BytePipeline } from "./byte-pipeline.js";

const SPECIALS = ["pad_token", "eos_token", "unk_token"] as const;
const EXTRA_IDS = 125;
const DEFAULTS = {
  pad_token: "<pad>",
  eos_token: "</s>",
  unk_token: "<unk>",
  extra_ids: EXTRA_IDS,
} as const;
const INPUT_NAMES = ["input_ids", "attention_mask"];

/**
 * The arguments of transformers' ByT5Tokenizer. `pad_token`, `eos_token` and `unk_token` cannot be null.
 * `do_lower_case` is only saved, as in the reference.
 */
export interface ByT5Options extends TokenizerOptions {
  /** The number of special tokens `<extra_id_0>`, `<extra_id_1>` … unless they are named. Default 125, at most 65,536. */
  readonly extra_ids?: number;
}

/** The table of {@link ByT5Options}. */
export const BYT5_OPTIONS: TableOf<ByT5Options> = {
  ...TOKENIZER_OPTIONS,
  pad_token: TOKEN,
  eos_token: TOKEN,
  unk_token: TOKEN,
  extra_ids: EXTRA_COUNT,
};

/**
 * Makes a tokenizer equal to ByT5Tokenizer of transformers 4.56.1 with these arguments.
 *
 * @throws OptionError if an option is unknown or has an impossible value, and if `additional_special_tokens` hold
 * another number of extra ids than `extra_ids`
 */
export function byT5(options: ByT5Options = {}): Tokenizer {
  checkOptions(options, BYT5_OPTIONS);
  return makeByT5(options);
}

/** ByT5Tokenizer, which needs no vocabulary. */
export const byT5Family: Family<Tokenizer, ByT5Options> = {
  options: BYT5_OPTIONS,
  async load(_files, init) {
    checkValues({ ...init }, BYT5_OPTIONS);
    return makeByT5(init);
  },
};

type Settings = Omit<ByT5Options, keyof typeof DEFAULTS> & Required<Pick<ByT5Options, keyof typeof DEFAULTS>>;

/** Makes a tokenizer of options that have been checked. As in the reference, unknown ones are only saved. */
function makeByT5(from: ByT5Options): Tokenizer {
  const options = namingExtraTokens(from);
  const settings = withDefaults(DEFAULTS, options) as unknown as Settings;
  const { added_tokens_decoder = [], extra_ids, ...rest } = settings;
  const decoder = new Map<number, AddedToken>();
  const named = SPECIALS.map((name, id) => {
    const token = stripping(settings[name] as TokenToAdd);
    decoder.set(id, token);
    return [name, token] as const;
  });
  for (const [id, token] of added_tokens_decoder) decoder.set(id, token);
  const additional_special_tokens = extraTokens(options.additional_special_tokens ?? undefined, extra_ids);
  const all = { ...rest, ...Object.fromEntries(named), additional_special_tokens };
  const codec = new ByteCodec(UTF8, { offset: SPECIALS.length });
  const pipeline = new BytePipeline({ codec, template: BYT5_TEMPLATE, byteTokens: "characters" });
  // The extra tokens are saved by name, so that their number is not needed again.
  const origin = { tokenizer_class: "ByT5Tokenizer", init_kwargs: { ...all, extra_ids: 0 }, options: BYT5_OPTIONS };
  const { model_input_names = INPUT_NAMES } = settings;
  const made = { ...all, model_input_names, do_lower_case: false, added_tokens_decoder: decoder };
  return new Tokenizer(pipeline, made, origin);
}

function extraTokens(given: readonly TokenToAdd[] | undefined, count: number): readonly TokenToAdd[] {
  if (count === 0) return given ?? [];
  if (given === undefined) return Array.from({ length: count }, (_, at) => `<extra_id_${at}>`);
  const named = new Set(given.map(contentOf).filter((content) => content.includes("extra_id")));
  if (given.length > 0 && named.size !== count) {
    const expected = `${count} of them, as extra_ids says, or extra_ids: ${named.size}`;
    throw new OptionError("additional_special_tokens", `${named.size} with extra_id`, expected);
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
