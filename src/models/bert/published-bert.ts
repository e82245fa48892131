import type { Dictionary } from "../../mecab/dictionary/dictionary.js";
import { Segmenter } from "../../mecab/segmenter.js";
import type { SubwordModel } from "../../subwords/subword-model.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
import type { Tokenizer, TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import { bertSettings, composeBert } from "./compose-bert.js";
import { readVocabulary } from "./read-vocabulary.js";

/** The dictionary and the subwords of a published model. */
export interface PublishedBertStages {
  readonly mecab_dic: "ipadic" | "unidic_lite";
  readonly dictionary: () => Promise<Dictionary>;
  readonly subword_tokenizer_type: "wordpiece" | "character";
  readonly subwords: (vocabulary: Vocabulary, unk_token: string) => SubwordModel;
}

/** The arguments that a caller may give a published model; its dictionary and its subwords are fixed. */
export interface PublishedBertOptions extends TokenizerOptions {
  /** Words that are not lower-cased. */
  readonly never_split?: readonly string[] | null;
}

/** The published models of one dictionary and one kind of subwords, whatever their files say about these two. */
export function publishedBert(stages: PublishedBertStages): Family<Tokenizer, PublishedBertOptions> {
  const { mecab_dic, subword_tokenizer_type, subwords } = stages;
  const fixed = { word_tokenizer_type: "mecab", subword_tokenizer_type, mecab_kwargs: { mecab_dic } } as const;
  const mecab = async (): Promise<Segmenter> => new Segmenter(await stages.dictionary());
  return {
    async load(files, init) {
      const vocabulary = await readVocabulary(files);
      return composeBert(vocabulary, bertSettings({ ...init, ...fixed }), { mecab, subwords });
    },
  };
}
