import { loadOwnOr } from "../../mecab/own-dictionary.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { unidicLite } from "../../mecab/unidic-lite.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import { composeRoberta, ROBERTA_FILE, type RobertaJapaneseOptions, robertaSettings } from "./compose-roberta.js";

/** The arguments that a caller may give the published model; its dictionary is fixed. */
export type PublishedRobertaOptions = Omit<RobertaJapaneseOptions, "mecab_kwargs">;

const UNIDIC_LITE = { name: "unidic-lite", load: unidicLite } as const;

/** The published model: RobertaJapaneseTokenizer with unidic-lite. Files that name another dictionary are refused. */
export const publishedRoberta: Family<Tokenizer, PublishedRobertaOptions> = {
  vocabularyFile: ROBERTA_FILE,
  fixed: {
    tokenizer_class: "RobertaJapaneseTokenizer",
    mecab_kwargs: { mecab_dic: "unidic_lite", mecab_option: null },
  },
  async load(files, init: RobertaJapaneseOptions, _class, loading = new Loading()) {
    const settings = robertaSettings({ ...init, mecab_kwargs: { ...init.mecab_kwargs, mecab_dic: "unidic_lite" } });
    const [file, dictionary] = await Promise.all([
      files.readRequired(ROBERTA_FILE),
      loadOwnOr(UNIDIC_LITE, loading.takeDictionary(), loading.watch),
    ]);
    return composeRoberta(file, settings, new Segmenter(dictionary), files.locationOf(ROBERTA_FILE));
  },
};
