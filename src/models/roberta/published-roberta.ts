import { checkOptions, checkValues } from "../../base/options.js";
import { loadOwnOr } from "../../mecab/own-dictionary.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { unidicLite } from "../../mecab/unidic-lite.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type PublishedMecabOptions, publishedMecab } from "../bert/published-mecab.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import {
  composeRoberta,
  ROBERTA_FILE,
  ROBERTA_OPTIONS,
  type RobertaJapaneseOptions,
  robertaSettings,
} from "./compose-roberta.js";

/** The arguments that a caller may give the published model. Its dictionary is fixed. */
export interface PublishedRobertaOptions extends Omit<RobertaJapaneseOptions, "mecab_kwargs"> {
  readonly mecab_kwargs?: PublishedMecabOptions | null;
}

const MECAB_DIC = "unidic_lite";
const UNIDIC_LITE = { name: "unidic-lite", load: unidicLite } as const;
const OWN_MECAB = publishedMecab(MECAB_DIC);

/** The published model: RobertaJapaneseTokenizer with unidic-lite. Files that name another dictionary are refused. */
export const publishedRoberta: Family<Tokenizer, PublishedRobertaOptions> = {
  options: ROBERTA_OPTIONS,
  vocabularyFile: ROBERTA_FILE,
  fixed: {
    tokenizer_class: "RobertaJapaneseTokenizer",
    mecab_kwargs: { mecab_dic: MECAB_DIC, mecab_option: null },
  },
  async load(files, init, _class, loading = new Loading()) {
    checkValues({ ...init }, ROBERTA_OPTIONS);
    checkOptions(init.mecab_kwargs, OWN_MECAB);
    const settings = robertaSettings({ ...init, mecab_kwargs: { ...init.mecab_kwargs, mecab_dic: MECAB_DIC } });
    const [file, dictionary] = await Promise.all([
      files.readRequired(ROBERTA_FILE),
      loadOwnOr(UNIDIC_LITE, loading.takeDictionary(), loading.watch),
    ]);
    return composeRoberta(file, settings, new Segmenter(dictionary), files.locationOf(ROBERTA_FILE));
  },
};
