import { copyOf } from "../../base/buffers.js";
import { checkOptions, FLAG, listOf, OBJECT, oneOf, orNull, STRING, type TableOf } from "../../base/options.js";
import type { Segmenter } from "../../mecab/segmenter.js";
import { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import { TOKENIZER_OPTIONS, Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { MecabWords } from "../../words/mecab-words.js";
import { ZenkakuWords } from "../../words/zenkaku-words.js";
import { MECAB_OPTIONS, withPythonName } from "../bert/bert-options.js";
import type { MecabOptions } from "../bert/compose-bert.js";
import { processorArguments, type SentencePieceArguments } from "../sentencepiece/sentencepiece-arguments.js";
import { RobertaPipeline } from "./roberta-pipeline.js";

/** The arguments of RobertaJapaneseTokenizer (pull requests 13065 and 14231 of transformers). */
export interface RobertaJapaneseOptions extends SentencePieceArguments {
  /** True if MeCab reads the text in full-width forms. Default true. */
  readonly do_zenkaku?: boolean | null;
  /** Only true, the default. */
  readonly do_word_tokenize?: true;
  /** Only true, the default. */
  readonly do_subword_tokenize?: true;
  /** Only "mecab", the default. */
  readonly word_tokenizer_type?: "mecab";
  /** Without effect: the model file itself says whether it is BPE or Unigram. Default "bpe". */
  readonly subword_tokenizer_type?: "bpe" | "unigram" | "sentencepiece";
  /** Words that are not lower-cased. */
  readonly never_split?: readonly string[] | null;
  /** The default dictionary is unidic_lite. `normalize_text` applies NFKC before all other steps. */
  readonly mecab_kwargs?: MecabOptions | null;
}

/** The table of {@link RobertaJapaneseOptions}. */
export const ROBERTA_OPTIONS: TableOf<RobertaJapaneseOptions> = {
  ...TOKENIZER_OPTIONS,
  do_zenkaku: orNull(FLAG),
  do_word_tokenize: oneOf(true),
  do_subword_tokenize: oneOf(true),
  word_tokenizer_type: oneOf("mecab"),
  subword_tokenizer_type: oneOf("bpe", "unigram", "sentencepiece"),
  never_split: orNull(listOf(STRING)),
  mecab_kwargs: orNull(OBJECT),
  sp_model_kwargs: orNull(OBJECT),
};

export const ROBERTA_FILE = "sentencepiece.bpe.model";
const CLASS = "RobertaJapaneseTokenizer";
const DEFAULTS = {
  bos_token: "<s>",
  eos_token: "</s>",
  sep_token: "</s>",
  cls_token: "<s>",
  unk_token: "<unk>",
  pad_token: "<pad>",
  do_lower_case: false,
  do_zenkaku: true,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "bpe",
  never_split: null,
} as const;
/** The mask token includes the whitespace before it. */
const MASK = { content: "<mask>", lstrip: true, rstrip: false, single_word: false, normalized: false, special: true };

/** All arguments with their defaults. */
export type RobertaSettings = RobertaJapaneseOptions & { readonly mecab_kwargs: MecabOptions };

/** Fills in the defaults. @throws OptionError if an argument of MeCab or SentencePiece is unknown or changes pieces */
export function robertaSettings(options: RobertaJapaneseOptions): RobertaSettings {
  checkOptions(options.mecab_kwargs, MECAB_OPTIONS);
  const defined = Object.entries(namingExtraTokens(options)).filter(([, value]) => value !== undefined);
  const { mask_token = MASK, mecab_kwargs, ...given }: RobertaJapaneseOptions = Object.fromEntries(defined);
  return {
    ...DEFAULTS,
    ...given,
    mask_token: typeof mask_token === "string" ? { ...MASK, content: mask_token } : mask_token,
    mecab_kwargs: { mecab_dic: "unidic_lite", ...withPythonName(mecab_kwargs) },
    sp_model_kwargs: processorArguments(options),
  };
}

/**
 * Makes the tokenizer from its stages.
 *
 * @param file the bytes of a .model file
 * @throws VocabularyError if SentencePiece refuses the file
 */
export function composeRoberta(file: Uint8Array, settings: RobertaSettings, mecab: Segmenter, name: string): Tokenizer {
  const { added_tokens_decoder: _, ...init_kwargs } = settings;
  const { mecab_kwargs } = settings;
  const do_lower_case = settings.do_lower_case ?? false;
  const do_zenkaku = Boolean(settings.do_zenkaku);
  const normalize_text = mecab_kwargs.normalize_text === undefined || Boolean(mecab_kwargs.normalize_text);
  const pipeline = new RobertaPipeline({
    splitter: (never_split) => {
      const words = new MecabWords(mecab, { do_lower_case, never_split, normalize_text: false });
      return new ZenkakuWords(words, { normalize_text, do_zenkaku });
    },
    sentencePiece: SentencePiece.parse(file, name),
    // The caller may change the memory later.
    file: { name: ROBERTA_FILE, bytes: copyOf(file) },
    neverSplit: settings.never_split ?? [],
  });
  const options: TokenizerOptions = { model_input_names: ["input_ids", "attention_mask"], ...settings };
  return new Tokenizer(pipeline, options, { tokenizer_class: CLASS, init_kwargs, options: ROBERTA_OPTIONS });
}
