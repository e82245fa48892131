import { OptionError } from "../errors.js";
import { type DictionaryName, MeCab } from "../mecab/mecab.js";
import { Character } from "../subwords/character.js";
import type { SubwordModel } from "../subwords/subword-model.js";
import type { Vocabulary } from "../subwords/vocabulary.js";
import { WordPiece } from "../subwords/wordpiece.js";
import { SPECIAL_TOKEN_NAMES, type SpecialTokenName, Tokenizer } from "../tokenizer.js";
import { BasicWords } from "../words/basic.js";
import { MecabWords } from "../words/mecab-words.js";
import { type WordSplitter, wholeText } from "../words/word-splitter.js";

/** The arguments of transformers' BertJapaneseTokenizer, with its defaults but for the dictionary. */
export interface BertJapaneseOptions extends Partial<Readonly<Record<SpecialTokenName, string>>> {
  /** Default false. */
  readonly do_lower_case?: boolean;
  /** Default true. */
  readonly do_word_tokenize?: boolean;
  /** Default true. */
  readonly do_subword_tokenize?: boolean;
  /** Default "basic". */
  readonly word_tokenizer_type?: "basic" | "mecab";
  /** Default "wordpiece". */
  readonly subword_tokenizer_type?: "wordpiece" | "character";
  readonly never_split?: readonly string[] | null;
  /**
   * The dictionary of MeCab. Where none is named it is IPADIC, with which the models whose files name none were trained;
   * transformers itself takes unidic_lite from 4.46 on.
   */
  readonly mecab_kwargs?: { readonly mecab_dic?: "ipadic" | "unidic_lite"; readonly normalize_text?: boolean } | null;
}

const SPECIAL_TOKENS: Readonly<Record<SpecialTokenName, string>> = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};

/**
 * Makes the tokenizer that BertJapaneseTokenizer of transformers 4.56.1 is with these arguments.
 *
 * @throws OptionError where an argument is not one of those known
 * @throws VocabularyError where the vocabulary lacks the unknown token
 */
export async function bertJapanese(vocabulary: Vocabulary, options: BertJapaneseOptions = {}): Promise<Tokenizer> {
  const specialTokens = { ...SPECIAL_TOKENS };
  for (const name of SPECIAL_TOKEN_NAMES) specialTokens[name] = options[name] ?? SPECIAL_TOKENS[name];
  const neverSplit = new Set(options.never_split ?? []);
  return new Tokenizer({
    vocabulary,
    words: await makeWords(options, neverSplit),
    subwords: makeSubwords(vocabulary, options, specialTokens.unk_token),
    specialTokens,
    do_lower_case: options.do_lower_case ?? false,
    neverSplit,
  });
}

async function makeWords(options: BertJapaneseOptions, never_split: ReadonlySet<string>): Promise<WordSplitter> {
  if (!(options.do_word_tokenize ?? true)) return wholeText;
  const do_lower_case = options.do_lower_case ?? false;
  const type = options.word_tokenizer_type ?? "basic";
  if (type === "basic") return new BasicWords({ do_lower_case, never_split });
  if (type !== "mecab") throw new OptionError("word_tokenizer_type", type, '"basic" or "mecab"');
  const mecab = await MeCab.load(dictionaryOf(options.mecab_kwargs?.mecab_dic ?? "ipadic"));
  const normalize_text = options.mecab_kwargs?.normalize_text ?? true;
  return new MecabWords(mecab, { do_lower_case, never_split, normalize_text });
}

function dictionaryOf(mecab_dic: string): DictionaryName {
  if (mecab_dic === "ipadic") return "ipadic";
  if (mecab_dic === "unidic_lite") return "unidic-lite";
  throw new OptionError("mecab_dic", mecab_dic, '"ipadic" or "unidic_lite"');
}

function makeSubwords(
  vocabulary: Vocabulary,
  options: BertJapaneseOptions,
  unk_token: string,
): SubwordModel | undefined {
  if (!(options.do_subword_tokenize ?? true)) return undefined;
  const type = options.subword_tokenizer_type ?? "wordpiece";
  if (type === "wordpiece") return new WordPiece(vocabulary, { unk_token });
  if (type === "character") return new Character(vocabulary, { unk_token });
  throw new OptionError("subword_tokenizer_type", type, '"wordpiece" or "character"');
}
