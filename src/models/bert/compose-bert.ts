import { OnceLog } from "../../base/logger.js";
import type { Segmenter } from "../../mecab/segmenter.js";
import type { SubwordModel } from "../../subwords/subword-model.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
import type { TokenToAdd } from "../../tokenizer/added-token.js";
import { Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { MecabWords } from "../../words/mecab-words.js";
import { type WordSplitter, wholeText } from "../../words/word-splitter.js";
import { BertPipeline, type BertStages } from "./bert-pipeline.js";

/** The arguments of BertJapaneseTokenizer of transformers 4.56.1, with its defaults except for the dictionary. */
export interface BertJapaneseOptions extends TokenizerOptions {
  /** Default true. */
  readonly do_word_tokenize?: boolean;
  /** Default true. */
  readonly do_subword_tokenize?: boolean;
  /** Default "basic". */
  readonly word_tokenizer_type?: "basic" | "mecab";
  /** Default "wordpiece". */
  readonly subword_tokenizer_type?: "wordpiece" | "character";
  /** Words that are not lower-cased; "basic" does not split them either. */
  readonly never_split?: readonly string[] | null;
  /**
   * The dictionary of MeCab. Default: IPADIC, because the models whose files name no dictionary were trained with it;
   * transformers uses unidic_lite from 4.46 on.
   */
  readonly mecab_kwargs?: MecabOptions | null;
}

/** The arguments of MecabTokenizer of transformers 4.56.1. */
export interface MecabOptions {
  readonly mecab_dic?: "ipadic" | "unidic_lite" | null;
  /** With `mecab_dic: null`: "-d FOLDER", the folder of a dictionary that MeCab compiled. Only in Node. */
  readonly mecab_option?: string | null;
  /** True if NFKC is applied to the text first. Default true. */
  readonly normalize_text?: boolean;
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

const log = new OnceLog();

/** Fills in the defaults, with the name of the dictionary, so that saved arguments name it. */
export function bertSettings(options: BertJapaneseOptions): BertSettings {
  const settings: BertSettings = { ...DEFAULTS, ...options };
  const { do_word_tokenize, word_tokenizer_type, mecab_kwargs } = settings;
  const isUnnamed = do_word_tokenize && word_tokenizer_type === "mecab" && mecab_kwargs?.mecab_dic === undefined;
  if (!isUnnamed) return settings;
  log.warn(
    "dictionary",
    "mecab_kwargs names no dictionary: using ipadic, because the models that name none were trained with it " +
      "(transformers would use unidic_lite); set mecab_kwargs: { mecab_dic } to use another",
  );
  return { ...settings, mecab_kwargs: { ...mecab_kwargs, mecab_dic: "ipadic" } };
}

/** The stages of a BERT tokenizer. A missing stage does nothing. */
export interface BertParts {
  readonly mecab?: (mecab_kwargs: MecabOptions) => Promise<Segmenter>;
  readonly basic?: (settings: BertSettings, never_split: ReadonlySet<string>) => WordSplitter;
  readonly subwords?: (vocabulary: Vocabulary, unk_token: string) => SubwordModel;
}

/**
 * Makes a BERT tokenizer from its stages. Unknown arguments are kept for `save_pretrained`. The vocabulary and the
 * dictionary load at the same time.
 */
export async function composeBert(
  vocabularyToCome: Vocabulary | Promise<Vocabulary>,
  settings: BertSettings,
  parts: BertParts,
): Promise<Tokenizer> {
  const [vocabulary, splitter] = await Promise.all([vocabularyToCome, makeSplitter(settings, parts)]);
  const subwords = parts.subwords?.(vocabulary, stringOf(settings.unk_token));
  const pipeline = new BertPipeline({ vocabulary, splitter, subwords, neverSplit: settings.never_split ?? [] });
  const { added_tokens_decoder: _, ...init_kwargs } = settings;
  return new Tokenizer(pipeline, settings, { tokenizer_class: "BertJapaneseTokenizer", init_kwargs });
}

async function makeSplitter(
  settings: BertSettings,
  { basic, mecab: load }: BertParts,
): Promise<BertStages["splitter"]> {
  if (basic) return (never_split) => basic(settings, never_split);
  if (!load) return () => wholeText;
  const { do_lower_case, mecab_kwargs } = settings;
  const mecab = await load(mecab_kwargs ?? {});
  const normalize_text = mecab_kwargs?.normalize_text ?? true;
  return (never_split) => new MecabWords(mecab, { do_lower_case, never_split, normalize_text });
}

function stringOf(token: TokenToAdd): string {
  return typeof token === "string" ? token : token.content;
}
