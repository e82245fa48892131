import { OptionError } from "../../base/errors.js";
import type { ModelFiles } from "../../hub/model-files.js";
import type { InitArguments } from "../../pretrained/configuration.js";
import { ByteCodec, type ByteEncoding, UTF8 } from "../../subwords/bytes/index.js";
import type { AddedToken } from "../../tokenizer/slow/added-tokens.js";
import type { TokenToAdd } from "../../tokenizer/slow/token-table.js";
import { Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { WordSplitter } from "../../words/word-splitter.js";
import { BytePipeline, type ByteTemplate } from "./byte-pipeline.js";

/** What makes a tokenizer of bytes. All but `words` can stand in a tokenizer_config.json. */
export interface ByteTokenizerOptions extends TokenizerOptions {
  /** Default UTF-8. */
  readonly encoding?: ByteEncoding;
  /** The id of byte 0. Default 0. */
  readonly offset?: number;
  /** 1, the default, or how many ids each character has. */
  readonly patch_width?: number;
  /** How the token of a byte is written. Default "characters", as ByT5Tokenizer does. */
  readonly byte_tokens?: "characters" | "decimals";
  /** What stands around a text. Default: X </s>, and A </s> B </s>, no second </s> where a text ends with one. */
  readonly template?: ByteTemplate;
  /** Tells which word each byte is of, for `return_word_ids`; by default each character is a word. */
  readonly words?: WordSplitter;
}

const BYT5_TEMPLATE: ByteTemplate = { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: true };

/** Makes a tokenizer of bytes. @throws OptionError where the encoding, the offset or the patch width cannot be */
export function byteTokenizer(options: ByteTokenizerOptions = {}, tokenizer_class = "ByteTokenizer"): Tokenizer {
  const { encoding = UTF8, offset = 0, patch_width: patchWidth = 1 } = options;
  const { byte_tokens: byteTokens = "characters", template = BYT5_TEMPLATE, words } = options;
  const codec = new ByteCodec(encoding, { offset, patchWidth });
  const pipeline = new BytePipeline({ codec, template, byteTokens, words });
  const { added_tokens_decoder: _, words: __, ...init_kwargs } = options;
  return new Tokenizer(pipeline, options, { tokenizer_class, init_kwargs });
}

/**
 * Makes the tokenizer of a preset, over which whatever the files say wins: their special tokens and added tokens too.
 *
 * @param init what {@link readPretrained} made of the files and the caller's arguments
 */
export function byteTokenizerOf(preset: ByteTokenizerOptions, init: ByteTokenizerOptions): Tokenizer {
  const hasOwnTokens = (init.added_tokens_decoder?.size ?? 0) > 0;
  const { added_tokens_decoder: kept, additional_special_tokens: extra = [], ...rest } = preset;
  const tokens = hasOwnTokens ? {} : { added_tokens_decoder: kept, additional_special_tokens: extra };
  const { added_tokens_decoder: own, ...given } = init;
  const all = { ...rest, ...tokens, ...given, ...(hasOwnTokens && { added_tokens_decoder: own }) };
  return byteTokenizer(all as ByteTokenizerOptions);
}

/** Makes the tokenizer of files whose tokenizer_config.json says how, as `save_pretrained` writes it. */
export async function loadByteTokenizer(_files: ModelFiles, init: InitArguments): Promise<Tokenizer> {
  return byteTokenizer(init as ByteTokenizerOptions);
}

const BYT5_SPECIALS = ["pad_token", "eos_token", "unk_token"] as const;
const BYT5_DEFAULTS = { pad_token: "<pad>", eos_token: "</s>", unk_token: "<unk>" } as const;
const BYT5_EXTRA_IDS = 125;

/** The arguments of transformers' ByT5Tokenizer. */
export interface ByT5Options extends TokenizerOptions {
  /** How many special tokens `<extra_id_0>` … there are, unless they are named. Default 125. */
  readonly extra_ids?: number;
}

/**
 * Makes the tokenizer that ByT5Tokenizer of transformers 4.56.1 is with these arguments.
 *
 * @throws OptionError where `additional_special_tokens` do not hold as many extra ids as `extra_ids` says
 */
export function byT5(options: ByT5Options = {}): Tokenizer {
  const { extra_ids = BYT5_EXTRA_IDS, ...rest } = options;
  const settings = { ...BYT5_DEFAULTS, ...rest };
  const decoder = new Map<number, AddedToken>();
  const named = BYT5_SPECIALS.map((name, id) => {
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
    offset: BYT5_SPECIALS.length,
  };
  return byteTokenizer(all, "ByT5Tokenizer");
}

/** Makes the tokenizer of files that name ByT5Tokenizer. */
export async function loadByT5(_files: ModelFiles, init: InitArguments): Promise<Tokenizer> {
  return byT5(init as ByT5Options);
}

function extraTokens(given: readonly TokenToAdd[] | undefined, count: number): readonly TokenToAdd[] {
  if (count === 0) return given ?? [];
  if (given === undefined) return Array.from({ length: count }, (_, at) => `<extra_id_${at}>`);
  const named = new Set(given.map(contentOf).filter((content) => content.includes("extra_id")));
  if (given.length > 0 && named.size !== count) {
    throw new OptionError("additional_special_tokens", `${named.size} with extra_id`, `extra_ids: ${count} of them`);
  }
  return given;
}

/** The named tokens take the whitespace around them, unless they come with flags. */
function stripping(token: TokenToAdd): AddedToken {
  const flags = { lstrip: true, rstrip: true, single_word: false, normalized: true, special: false };
  if (typeof token === "string") return { ...flags, content: token };
  return { ...flags, lstrip: false, rstrip: false, ...token };
}

function contentOf(token: TokenToAdd): string {
  return typeof token === "string" ? token : token.content;
}
