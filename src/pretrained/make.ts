import { OnceLog } from "../base/logger.js";
import type { ModelFiles } from "../hub/model-files.js";
import type { BuiltInFiles, Family, FamilyFiles, InitArguments } from "../models/family.js";
import { Loading } from "../models/loading.js";
import { isRecord } from "./configuration-fields.js";
import type { SplitOptions } from "./options.js";

/** The facts that a model's files are found by. */
export interface ModelSource {
  /** A folder, or the name of a repository. */
  readonly source: string;
  /** The folder of the repository that the tokenizer's files are in; by default the repository's own. */
  readonly subfolder?: string;
  /** The files in the package, if the model needs no others. */
  readonly builtIn?: BuiltInFiles | undefined;
}

/** A published model. */
export interface ModelPreset extends ModelSource {
  /** The number of ids of the published vocabulary, if it is known. */
  readonly vocabularySize?: number | undefined;
  /** The arguments that the files and the caller override. */
  readonly preset?: InitArguments;
}

/** A model's files, with the arguments that they and the caller give for its tokenizer. */
export interface OpenedModel {
  /** FamilyFiles for files in the package, where only required files can be read. */
  readonly files: ModelFiles | FamilyFiles;
  /** transformers' class that the files name. */
  readonly tokenizer_class?: string | undefined;
  /** The type of the model in config.json, if no file names a class. */
  readonly model_type?: string | undefined;
  readonly init_kwargs: InitArguments;
}

/** A tokenizer with a vocabulary. */
export interface Sized {
  readonly vocab_size: number;
}

const log = new OnceLog();

/** The model and the caller that a tokenizer is made for. */
export interface MakeOptions extends Pick<ModelPreset, "preset" | "vocabularySize"> {
  readonly options: Pick<SplitOptions, "given" | "watch" | "dictionary" | "word_ids">;
}

/**
 * Makes a tokenizer of a model's files. Warns once if its vocabulary is not as large as the published model's: then its
 * ids are not those that the model was trained with.
 *
 * @throws OptionError if the caller gives a dictionary without MeCab; and as the family's `load`
 */
export async function make<Made extends Sized, Options>(
  family: Family<Made, Options>,
  { files, tokenizer_class, init_kwargs }: OpenedModel,
  { preset = {}, vocabularySize, options }: MakeOptions,
): Promise<Made> {
  const loading = new Loading(options.watch, options.dictionary, options.word_ids);
  const made = await family.load(files, overPreset(preset, init_kwargs) as Options, tokenizer_class, loading);
  loading.checkUse();
  const { vocab_size } = made;
  const { vocabularyFile } = family;
  if (vocabularyFile !== undefined && vocabularySize !== undefined && vocab_size !== vocabularySize) {
    const location = files.locationOf(vocabularyFile);
    const found = `a vocabulary of ${vocab_size} ids, where the published model has ${vocabularySize}`;
    log.warn(location, `${location}: ${found}; the model was trained with other ids`);
  }
  return made;
}

/** Arguments over those of a preset. Of `mecab_kwargs` each one counts by itself: most that give some name no dictionary. */
function overPreset(preset: InitArguments, init: InitArguments): InitArguments {
  const { mecab_kwargs } = preset;
  const own = init.mecab_kwargs;
  if (!isRecord(mecab_kwargs) || !isRecord(own)) return { ...preset, ...init };
  return { ...preset, ...init, mecab_kwargs: { ...mecab_kwargs, ...own } };
}
