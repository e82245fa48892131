import { Segmenter } from "../../mecab/segmenter.js";
import { unidicLite } from "../../mecab/unidic-lite.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import { composeRoberta, ROBERTA_FILE, type RobertaJapaneseOptions, robertaSettings } from "./compose-roberta.js";

/** The arguments that a caller may give the published model; its dictionary is fixed. */
export type PublishedRobertaOptions = Omit<RobertaJapaneseOptions, "mecab_kwargs">;

/** The published model: RobertaJapaneseTokenizer with unidic-lite, whatever its files say about the dictionary. */
export const publishedRoberta: Family<Tokenizer, PublishedRobertaOptions> = {
  async load(files, init: RobertaJapaneseOptions) {
    const settings = robertaSettings({ ...init, mecab_kwargs: { ...init.mecab_kwargs, mecab_dic: "unidic_lite" } });
    const file = await files.readRequired(ROBERTA_FILE);
    return composeRoberta(file, settings, new Segmenter(await unidicLite()), files.locationOf(ROBERTA_FILE));
  },
};
