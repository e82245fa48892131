import { type ModelFiles, openModelFiles } from "../../hub/model-files.js";
import type { HubOptions } from "../../hub/settings.js";
import type { Dictionary } from "../../mecab/dictionary/dictionary.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { type InitArguments, readPretrained } from "../../pretrained/configuration.js";
import { type FilesOption, openFolder, splitOptions } from "../../pretrained/options.js";
import type { SubwordModel } from "../../subwords/subword-model.js";
import { Vocabulary } from "../../subwords/vocabulary.js";
import type { Tokenizer, TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { type BertJapaneseOptions, bertSettings, composeBert } from "./compose-bert.js";

/** What one published BERT model is made of. */
export interface BertModel {
  readonly name: string;
  readonly mecab_dic: "ipadic" | "unidic_lite";
  readonly dictionary: () => Promise<Dictionary>;
  readonly subword_tokenizer_type: "wordpiece" | "character";
  readonly subwords: (vocabulary: Vocabulary, unk_token: string) => SubwordModel;
  /** The vocabulary, where the package carries it. */
  readonly vocabulary?: () => Promise<Vocabulary>;
}

/** The options of a model's own `from_pretrained`. What cuts its text is the model's and cannot be chosen. */
export interface ModelOptions extends HubOptions, FilesOption, TokenizerOptions {
  readonly never_split?: readonly string[] | null;
}

/** Makes a published model's tokenizer of its files: those of a folder, of the shared cache or of the hub. */
export async function loadBertModel(model: BertModel, options: ModelOptions = {}): Promise<Tokenizer> {
  const { files: folder, hub, given } = splitOptions(options);
  if (folder !== undefined) return compose(model, await readVocabulary(await openFolder(folder)), given);
  if (model.vocabulary && hub.revision === undefined) return compose(model, await model.vocabulary(), given);
  const files = await openModelFiles(`tohoku-nlp/${model.name}`, hub);
  const { init_kwargs } = await readPretrained(files, given);
  return compose(model, await readVocabulary(files), init_kwargs);
}

function compose(model: BertModel, vocabulary: Vocabulary, init: InitArguments): Promise<Tokenizer> {
  const settings = bertSettings({ ...(init as BertJapaneseOptions), ...stagesOf(model) });
  const mecab = async (): Promise<Segmenter> => new Segmenter(await model.dictionary());
  return composeBert(vocabulary, settings, { mecab, subwords: model.subwords });
}

function stagesOf({ mecab_dic, subword_tokenizer_type }: BertModel): BertJapaneseOptions {
  return { word_tokenizer_type: "mecab", subword_tokenizer_type, mecab_kwargs: { mecab_dic } };
}

async function readVocabulary(files: ModelFiles): Promise<Vocabulary> {
  return Vocabulary.parse(await files.readRequired("vocab.txt"), files.locationOf("vocab.txt"));
}
