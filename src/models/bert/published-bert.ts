import {
  checkOptions,
  checkValues,
  FLAG,
  listOf,
  OBJECT,
  oneOf,
  orNull,
  STRING,
  type TableOf,
} from "../../base/options.js";
import { TOKENIZER_OPTIONS, type Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import { type BertSettings, bertSettings, composeBert, type MakeSplitter, type MakeSubwords } from "./compose-bert.js";
import { only, type PublishedMecabOptions, publishedMecab } from "./published-mecab.js";
import { readVocabulary } from "./read-vocabulary.js";

/** The words and the subwords of a published model. */
export interface PublishedBertStages {
  readonly mecab_dic: "ipadic" | "unidic_lite";
  /** The words of MeCab with that dictionary. */
  readonly words: (settings: BertSettings, loading: Loading) => MakeSplitter | Promise<MakeSplitter>;
  readonly subword_tokenizer_type: "wordpiece" | "character";
  readonly subwords: MakeSubwords;
}

/** The arguments that a caller may give a published model. Its dictionary and its subwords are fixed. */
export interface PublishedBertOptions extends TokenizerOptions {
  /** False if the text between special tokens is one word. Default true. */
  readonly do_word_tokenize?: boolean | null;
  /** False if words are tokens. Default true. */
  readonly do_subword_tokenize?: boolean | null;
  /** Only "mecab". */
  readonly word_tokenizer_type?: "mecab";
  /** Only the model's own. */
  readonly subword_tokenizer_type?: "wordpiece" | "character";
  /** Words that are not lower-cased. */
  readonly never_split?: readonly string[] | null;
  readonly mecab_kwargs?: PublishedMecabOptions | null;
}

/** The table of {@link PublishedBertOptions}. */
export const PUBLISHED_BERT_OPTIONS: TableOf<PublishedBertOptions> = {
  ...TOKENIZER_OPTIONS,
  do_word_tokenize: orNull(FLAG),
  do_subword_tokenize: orNull(FLAG),
  word_tokenizer_type: only("mecab"),
  subword_tokenizer_type: oneOf("wordpiece", "character"),
  never_split: orNull(listOf(STRING)),
  mecab_kwargs: orNull(OBJECT),
};

/** The published models of one dictionary and one kind of subwords. Files that name others are refused. */
export function publishedBert(stages: PublishedBertStages): Family<Tokenizer, PublishedBertOptions> {
  const { mecab_dic, subword_tokenizer_type } = stages;
  const fixed = { word_tokenizer_type: "mecab", subword_tokenizer_type } as const;
  const options = { ...PUBLISHED_BERT_OPTIONS, subword_tokenizer_type: only(subword_tokenizer_type) };
  const mecabOptions = publishedMecab(mecab_dic);
  return {
    options,
    vocabularyFile: "vocab.txt",
    fixed: {
      tokenizer_class: "BertJapaneseTokenizer",
      ...fixed,
      mecab_kwargs: { mecab_dic, mecab_option: null },
    },
    async load(files, init, _class, loading = new Loading()) {
      checkValues({ ...init }, options);
      checkOptions(init.mecab_kwargs, mecabOptions);
      const settings = bertSettings({ ...init, ...fixed, mecab_kwargs: { ...init.mecab_kwargs, mecab_dic } });
      const words = (): ReturnType<typeof stages.words> => stages.words(settings, loading);
      const parts = {
        ...(settings.do_word_tokenize && { words }),
        ...(settings.do_subword_tokenize && { subwords: stages.subwords }),
      };
      return composeBert(readVocabulary(files), settings, parts, options);
    },
  };
}
