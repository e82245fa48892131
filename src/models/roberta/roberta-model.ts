import { openModelFiles } from "../../hub/model-files.js";
import type { HubOptions } from "../../hub/settings.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { unidicLite } from "../../mecab/unidic-lite.js";
import { readPretrained } from "../../pretrained/configuration.js";
import { type FilesOption, openFolder, splitOptions } from "../../pretrained/options.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { composeRoberta, ROBERTA_FILE, type RobertaJapaneseOptions, robertaSettings } from "./compose-roberta.js";

/** The options of the model's own `from_pretrained`. Its dictionary is the model's and cannot be chosen. */
export interface RobertaModelOptions extends HubOptions, FilesOption, Omit<RobertaJapaneseOptions, "mecab_kwargs"> {}

export const ROBERTA_MODEL = "roberta-base-japanese";

/** What makes the tokenizer where the files do not say. */
export const ROBERTA_PRESET = {
  do_zenkaku: true,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "bpe",
  mecab_kwargs: { mecab_dic: "unidic_lite" },
} as const;

/**
 * Makes the published model's tokenizer of its files: those of a folder, which holds its sentencepiece.bpe.model, of the
 * shared cache or of the hub.
 */
export async function loadRobertaModel(options: RobertaModelOptions = {}): Promise<Tokenizer> {
  const { files: folder, hub, given } = splitOptions(options);
  const files =
    folder === undefined ? await openModelFiles(`tohoku-nlp/${ROBERTA_MODEL}`, hub) : await openFolder(folder);
  const init: RobertaJapaneseOptions = (await readPretrained(files, given)).init_kwargs;
  const mecab_kwargs = { ...init.mecab_kwargs, ...ROBERTA_PRESET.mecab_kwargs };
  const settings = robertaSettings({ ...ROBERTA_PRESET, ...init, mecab_kwargs });
  const model = await files.readRequired(ROBERTA_FILE);
  return composeRoberta(model, settings, new Segmenter(await unidicLite()), files.locationOf(ROBERTA_FILE));
}
