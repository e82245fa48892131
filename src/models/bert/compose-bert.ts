import type { OptionTable } from "../../base/options.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
import { contentOf } from "../../tokenizer/added-token.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import type { Pipeline } from "../../tokenizer/slow/pipeline.js";
import { Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { wholeText } from "../../words/word-splitter.js";
import { BertPipeline, type BertStages } from "./bert-pipeline.js";

/** The arguments of BertJapaneseTokenizer of transformers 4.56.1, with its defaults except for the dictionary. */
export interface BertJapaneseOptions extends TokenizerOptions {
  /** Default true. */
  readonly do_word_tokenize?: boolean | null;
  /** Default true. */
  readonly do_subword_tokenize?: boolean | null;
  /** Default "basic". */
  readonly word_tokenizer_type?: "basic" | "mecab";
  /** Default "wordpiece". "sentencepiece" takes the pieces of a .model file in place of a vocabulary. */
  readonly subword_tokenizer_type?: "wordpiece" | "character" | "sentencepiece";
  /** Words that are not lower-cased; "basic" does not split them either. */
  readonly never_split?: readonly string[] | null;
  /** Is only saved if no words are MeCab's. */
  readonly mecab_kwargs?: MecabOptions | null;
  /** Only null: the library has no Sudachi. */
  readonly sudachi_kwargs?: null;
  /** Only null: the library has no Juman++. */
  readonly jumanpp_kwargs?: null;
}

/** The arguments of MecabTokenizer of transformers 4.56.1. */
export interface MecabOptions {
  /**
   * The dictionary. "unidic" and null need `mecab_option: "-d FOLDER"`. Default: unidic_lite as in transformers, but
   * IPADIC for the vocabularies of the v1 models, which were trained with it; a warning says which.
   */
  readonly mecab_dic?: "ipadic" | "unidic_lite" | "unidic-lite" | "unidic" | null;
  /**
   * MeCab's own options, as on a command line; they override `mecab_dic`. "-d FOLDER", only in Node, takes a dictionary
   * that MeCab compiled. Options that do not change words have no effect; the others are refused.
   */
  readonly mecab_option?: string | null;
  /** True if NFKC is applied to the text first. Default true. */
  readonly normalize_text?: boolean | null;
}

const DEFAULTS = {
  do_lower_case: false,
  do_word_tokenize: true,
  do_subword_tokenize: true,
  word_tokenizer_type: "basic",
  subword_tokenizer_type: "wordpiece",
  never_split: null,
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
  mecab_kwargs: null,
  sudachi_kwargs: null,
  jumanpp_kwargs: null,
} as const;

/** All arguments with their defaults. */
export type BertSettings = BertJapaneseOptions &
  Required<Pick<BertJapaneseOptions, keyof typeof DEFAULTS & keyof BertJapaneseOptions>>;

/** Fills in the defaults. An argument that is undefined is not given. */
export function bertSettings(options: BertJapaneseOptions): BertSettings {
  const given = Object.entries(namingExtraTokens(options)).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

/** Makes the splitter that leaves these words alone. */
export type MakeSplitter = BertStages["splitter"];

/** The stages of a BERT tokenizer. A missing stage does nothing. */
export interface BertParts {
  /** The words of a text. Their dictionary is loaded first. */
  readonly words?: (settings: BertSettings) => MakeSplitter | Promise<MakeSplitter>;
  readonly subwords?: MakeSubwords;
}

/** The subwords of a vocabulary, with the class of their ids. */
export type MakeSubwords = (vocabulary: Vocabulary, unk_token: string | null) => BertSubwords;
type BertSubwords = Required<Pick<BertStages, "subwords" | "textIds">>;

/**
 * Makes a BERT tokenizer from its stages. Unknown arguments are kept for `save_pretrained`. The vocabulary and the
 * dictionary load at the same time.
 */
export async function composeBert(
  vocabularyToCome: Vocabulary | Promise<Vocabulary>,
  settings: BertSettings,
  parts: BertParts,
  options: OptionTable,
): Promise<Tokenizer> {
  const [vocabulary, splitter] = await Promise.all([vocabularyToCome, makeSplitter(settings, parts)]);
  const { unk_token } = settings;
  const subwords = parts.subwords?.(vocabulary, unk_token === null ? null : contentOf(unk_token)) ?? NO_SUBWORDS;
  const neverSplit = settings.never_split ?? [];
  return bertTokenizer(new BertPipeline({ vocabulary, splitter, ...subwords, neverSplit }), settings, options);
}

const NO_SUBWORDS: BertSubwords = { subwords: undefined, textIds: undefined };

/** The tokenizer of a pipeline. @param options the table of the arguments that there are */
export function bertTokenizer(pipeline: Pipeline, settings: BertSettings, options: OptionTable): Tokenizer {
  const { added_tokens_decoder: _, ...init_kwargs } = settings;
  const origin = { tokenizer_class: "BertJapaneseTokenizer", init_kwargs, options };
  return new Tokenizer(pipeline, settings, origin);
}

/** The words of a tokenizer; without a stage for them, the text is one word. */
export async function makeSplitter(settings: BertSettings, { words }: BertParts): Promise<MakeSplitter> {
  return words ? words(settings) : () => wholeText;
}
