import type { Watch } from "../../files/watch.js";
import type { Dictionary } from "../../mecab/dictionary/dictionary.js";
import { loadOwnOr } from "../../mecab/own-dictionary.js";
import { Segmenter } from "../../mecab/segmenter.js";
import type { SubwordModel } from "../../subwords/subword-model.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
import type { Tokenizer, TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { Family, InitArguments } from "../family.js";
import { Loading } from "../loading.js";
import { bertSettings, composeBert } from "./compose-bert.js";
import { readVocabulary } from "./read-vocabulary.js";

/** The dictionary and the subwords of a published model. */
export interface PublishedBertStages {
  readonly mecab_dic: "ipadic" | "unidic_lite";
  readonly dictionary: (watch?: Watch) => Promise<Dictionary>;
  readonly subword_tokenizer_type: "wordpiece" | "character";
  readonly subwords: (vocabulary: Vocabulary, unk_token: string) => SubwordModel;
}

/** The arguments that a caller may give a published model; its dictionary and its subwords are fixed. */
export interface PublishedBertOptions extends TokenizerOptions {
  /** Words that are not lower-cased. */
  readonly never_split?: readonly string[] | null;
}

/** The published models of one dictionary and one kind of subwords. Files that name others are refused. */
export function publishedBert(stages: PublishedBertStages): Family<Tokenizer, PublishedBertOptions> {
  const { mecab_dic, subword_tokenizer_type, subwords } = stages;
  const fixed = { word_tokenizer_type: "mecab", subword_tokenizer_type, mecab_kwargs: { mecab_dic } } as const;
  const own = { name: mecab_dic.replace("_", "-"), load: stages.dictionary };
  return {
    vocabularyFile: "vocab.txt",
    fixed: { tokenizer_class: "BertJapaneseTokenizer", ...fixed, mecab_kwargs: { mecab_dic, mecab_option: null } },
    async load(files, init: InitArguments, _class, loading = new Loading()) {
      const mecab_kwargs = { ...(init.mecab_kwargs as object | null), mecab_dic };
      const settings = bertSettings({ ...init, ...fixed, mecab_kwargs });
      const mecab = async (): Promise<Segmenter> =>
        new Segmenter(await loadOwnOr(own, loading.takeDictionary(), loading.watch));
      return composeBert(readVocabulary(files), settings, { mecab, subwords });
    },
  };
}
