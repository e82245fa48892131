import { ByteCodec, type ByteEncoding, UTF8 } from "../../subwords/bytes/index.js";
import { Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { WordSplitter } from "../../words/word-splitter.js";
import type { Family } from "../family.js";
import { BytePipeline, type ByteTemplate } from "./byte-pipeline.js";

/** The arguments of a tokenizer of bytes. All but `words` may be in a tokenizer_config.json. */
export interface ByteTokenizerOptions extends TokenizerOptions {
  /** Default UTF-8. */
  readonly encoding?: ByteEncoding;
  /** The id of byte 0. Default 0. */
  readonly offset?: number;
  /** The number of ids of each character, if all characters have the same; else 1. Default 1. */
  readonly patch_width?: number;
  /** The token of a byte: its character, as in ByT5Tokenizer, or a decimal number. Default "characters". */
  readonly byte_tokens?: "characters" | "decimals";
  /**
   * The special tokens around a text. Default: X </s>, and A </s> B </s>; a text that ends with </s> gets no second
   * one.
   */
  readonly template?: ByteTemplate;
  /** The words that `return_word_ids` counts. By default each character is a word. */
  readonly words?: WordSplitter;
}

const BYT5_TEMPLATE: ByteTemplate = { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: true };

/**
 * Makes a tokenizer of bytes. It behaves as ByT5Tokenizer of transformers 4.56.1, with another encoding, other ids and
 * other special tokens.
 *
 * @throws OptionError if the encoding, the offset or the patch width is impossible
 */
export function byteTokenizer(options: ByteTokenizerOptions = {}, tokenizer_class = "ByteTokenizer"): Tokenizer {
  const { encoding = UTF8, offset = 0, patch_width: patchWidth = 1 } = options;
  const { byte_tokens: byteTokens = "characters", template = BYT5_TEMPLATE, words } = options;
  const codec = new ByteCodec(encoding, { offset, patchWidth });
  const pipeline = new BytePipeline({ codec, template, byteTokens, words });
  const { added_tokens_decoder: _, words: __, ...init_kwargs } = options;
  return new Tokenizer(pipeline, options, { tokenizer_class, init_kwargs });
}

/** Tokenizers of bytes whose tokenizer_config.json says everything, as `save_pretrained` writes it. */
export const byteFamily: Family<Tokenizer, ByteTokenizerOptions> = {
  async load(_files, init) {
    return byteTokenizer(init);
  },
};
