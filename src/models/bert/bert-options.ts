import { FLAG, listOf, OBJECT, type OptionKind, oneOf, orNull, STRING, type TableOf } from "../../base/options.js";
import { TOKENIZER_OPTIONS } from "../../tokenizer/slow/tokenizer.js";
import type { BertJapaneseOptions, MecabOptions } from "./compose-bert.js";

/** The table of {@link MecabOptions}. */
export const MECAB_OPTIONS: TableOf<MecabOptions> = {
  mecab_dic: orNull(oneOf("ipadic", "unidic_lite", "unidic-lite", "unidic")),
  mecab_option: orNull(STRING),
  normalize_text: orNull(FLAG),
};

const OTHER_WORDS =
  "for words of Sudachi or Juman++ split the text with them, set do_word_tokenize: false, and call with " +
  "is_split_into_words: true";

/** A name that is checked where it is used: without words, or without subwords, the reference keeps any. */
function nameOf(expected: string): OptionKind {
  return { allows: STRING.allows, expected };
}

export const WORD_TYPES = `"basic" or "mecab"; ${OTHER_WORDS}`;
export const SUBWORD_TYPES = '"wordpiece", "character" or "sentencepiece"';
const NO_KWARGS: OptionKind = { allows: (value) => value === null, expected: `null; ${OTHER_WORDS}` };

/** The table of {@link BertJapaneseOptions}. */
export const BERT_OPTIONS: TableOf<BertJapaneseOptions> = {
  ...TOKENIZER_OPTIONS,
  do_word_tokenize: orNull(FLAG),
  do_subword_tokenize: orNull(FLAG),
  word_tokenizer_type: nameOf(WORD_TYPES),
  subword_tokenizer_type: nameOf(SUBWORD_TYPES),
  never_split: orNull(listOf(STRING)),
  mecab_kwargs: orNull(OBJECT),
  sudachi_kwargs: NO_KWARGS,
  jumanpp_kwargs: NO_KWARGS,
};

/** The arguments as transformers reads them once they are saved: it knows only unidic_lite. */
export function withPythonName<Kwargs extends MecabOptions | null | undefined>(mecab_kwargs: Kwargs): Kwargs {
  return mecab_kwargs?.mecab_dic === "unidic-lite" ? { ...mecab_kwargs, mecab_dic: "unidic_lite" } : mecab_kwargs;
}
