import { checkOptions, checkValues } from "../../base/options.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { unidicLite } from "../../mecab/unidic-lite.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type PublishedMecabOptions, publishedMecab } from "../bert/published-mecab.js";
import type { Family } from "../family.js";
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
const OWN_MECAB = publishedMecab(MECAB_DIC);

/** The published model: RobertaJapaneseTokenizer with unidic-lite. Files that name another dictionary are refused. */
export const publishedRoberta: Family<Tokenizer, PublishedRobertaOptions> = {
  options: ROBERTA_OPTIONS,
  async load(files, init) {
    checkValues({ ...init }, ROBERTA_OPTIONS);
    checkOptions(init.mecab_kwargs, OWN_MECAB);
    const settings = robertaSettings({ ...init, mecab_kwargs: { ...init.mecab_kwargs, mecab_dic: MECAB_DIC } });
    const file = await files.readRequired(ROBERTA_FILE);
    return composeRoberta(file, settings, new Segmenter(await unidicLite()), files.locationOf(ROBERTA_FILE));
  },
};
