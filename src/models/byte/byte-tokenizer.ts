import { OptionError } from "../../base/errors.js";
import { proposal } from "../../base/nearest.js";
import {
  checkOptions,
  checkValues,
  NATURAL,
  OBJECT,
  type OptionKind,
  oneOf,
  type TableOf,
} from "../../base/options.js";
import { ByteCodec, type ByteEncoding, UTF8 } from "../../subwords/bytes/index.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import { TOKENIZER_OPTIONS, Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { SPECIAL_TOKEN_NAMES } from "../../tokenizer/special-tokens.js";
import { SPLITTER, type WordSplitter } from "../../words/word-splitter.js";
import type { Family } from "../family.js";
import { BYT5_TEMPLATE, BytePipeline, type ByteTemplate } from "./byte-pipeline.js";

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

const ENCODING: OptionKind = {
  allows: OBJECT.allows,
  expected: 'UTF8, MIXED_RADIX or BIT_FIELD of tohoku-tokenizers/bytes, or an object such as { type: "utf8" }',
};
const ENCODING_TYPES: readonly ByteEncoding["type"][] = ["utf8", "mixed-radix"];

const TEMPLATE: OptionKind = {
  allows: isTemplate,
  expected:
    "prefix, middle and suffix, which are lists of roles such as eos_token, and endsOnce, which is true or false",
};

/** The table of {@link ByteTokenizerOptions}. */
export const BYTE_OPTIONS: TableOf<ByteTokenizerOptions> = {
  ...TOKENIZER_OPTIONS,
  encoding: ENCODING,
  offset: NATURAL,
  patch_width: oneOf(1, 2, 3, 4),
  byte_tokens: oneOf("characters", "decimals"),
  template: TEMPLATE,
  words: SPLITTER,
};

/**
 * Makes a tokenizer of bytes. It behaves as ByT5Tokenizer of transformers 4.56.1, with another encoding, other ids and
 * other special tokens.
 *
 * @throws OptionError if an option is unknown or has an impossible value
 */
export function byteTokenizer(options: ByteTokenizerOptions = {}): Tokenizer {
  checkOptions(options, BYTE_OPTIONS);
  return makeByteTokenizer(options);
}

/** Tokenizers of bytes whose tokenizer_config.json says everything, as `save_pretrained` writes it. */
export const byteFamily: Family<Tokenizer, ByteTokenizerOptions> = {
  options: BYTE_OPTIONS,
  async load(_files, init) {
    checkValues({ ...init }, BYTE_OPTIONS);
    return makeByteTokenizer(init);
  },
};

/** Makes a tokenizer of options that have been checked; unknown ones are only saved. */
export function makeByteTokenizer(from: ByteTokenizerOptions): Tokenizer {
  const options = namingExtraTokens(from);
  const { encoding = UTF8, offset = 0, patch_width = 1 } = options;
  const { byte_tokens: byteTokens = "characters", template = BYT5_TEMPLATE, words } = options;
  checkCoding(encoding, patch_width);
  const codec = new ByteCodec(encoding, { offset, patchWidth: patch_width });
  const pipeline = new BytePipeline({ codec, template, byteTokens, words });
  const { added_tokens_decoder: _, words: __, ...init_kwargs } = options;
  return new Tokenizer(pipeline, options, { tokenizer_class: "ByteTokenizer", init_kwargs, options: BYTE_OPTIONS });
}

/** Checks what the codec does not check, or under another name. */
function checkCoding(encoding: ByteEncoding, width: number): void {
  const { type } = encoding;
  if (!ENCODING_TYPES.includes(type)) {
    const near = proposal(String(type), ENCODING_TYPES);
    throw new OptionError("encoding.type", type, `${ENCODING_TYPES.join(" or ")}${near}`);
  }
  const places = type === "utf8" ? 1 : encoding.heads?.length;
  if (width === 1 || places === undefined || width === places) return;
  throw new OptionError("patch_width", width, places === 1 ? "1 for UTF-8" : `1 or ${places}, as many as heads`);
}

function isTemplate(value: unknown): boolean {
  if (!OBJECT.allows(value)) return false;
  const { prefix, middle, suffix, endsOnce, ...others } = value as Readonly<Record<string, unknown>>;
  const roles: readonly unknown[] = SPECIAL_TOKEN_NAMES;
  const isList = (list: unknown): boolean => Array.isArray(list) && list.every((role) => roles.includes(role));
  const isComplete = [prefix, middle, suffix].every(isList) && typeof endsOnce === "boolean";
  return isComplete && Object.keys(others).length === 0;
}
