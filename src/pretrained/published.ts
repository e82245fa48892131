import { OptionError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { checkOptions } from "../base/options.js";
import { untilAborted } from "../files/watch.js";
import type { ModelFiles } from "../hub/model-files.js";
import { openGivenFiles, openModelFiles } from "../hub/open.js";
import type { BuiltInFiles, Family, FamilyFiles, InitArguments } from "../models/family.js";
import { Loading } from "../models/loading.js";
import { readPretrained, warnOfMisspelled } from "./configuration.js";
import { type LoadOptions, type SplitOptions, splitOptions } from "./options.js";

/** The options of a published model's own `from_pretrained`. */
export type ModelOptions<Options> = LoadOptions & Options;

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

/**
 * Opens a model's files and reads its configuration: the files that the caller gives; else those of the package, unless an
 * option asks for those of the hub; else those of the model's folder, of the cache or of the hub.
 *
 * @param vocabularyFile the name of the model's only file, if it has one
 * @throws OptionError if the model does not have the file that is given as vocabulary; and as {@link openGivenFiles},
 * {@link openModelFiles} and {@link readPretrained}
 */
export async function openModel(
  model: ModelSource,
  { files, vocabulary, watch, hub, given }: SplitOptions,
  vocabularyFile: string | undefined,
): Promise<OpenedModel> {
  if (vocabulary !== undefined) {
    if (vocabularyFile === undefined) {
      throw new OptionError(
        "vocabulary",
        "a file",
        "none: this model's files differ; name each, files: { NAME: file }",
      );
    }
    return configured(await openGivenFiles({ [vocabularyFile]: vocabulary }, model.source, { watch }), given);
  }
  if (files !== undefined) {
    return configured(await openGivenFiles(files, model.source, { subfolder: hub.subfolder, watch }), given);
  }
  const { builtIn, source, subfolder = "" } = model;
  const wantsHub = hub.revision !== undefined || hub.force_download === true || Boolean(hub.subfolder);
  if (builtIn && !wantsHub) return { files: ofPackage(builtIn, watch), init_kwargs: given };
  const opened = await openModelFiles(source, { subfolder, ...hub });
  // The configuration comes first: it decides the commit. The vocabulary's request overlaps with it.
  for (const file of [CONFIG, vocabularyFile]) if (file) opened.read(file).catch(() => undefined);
  return configured(opened, given);
}

function ofPackage(files: BuiltInFiles, watch: SplitOptions["watch"]): FamilyFiles {
  return { readRequired: (file) => files.readRequired(file, watch), locationOf: (file) => files.locationOf(file) };
}

async function configured(files: ModelFiles, given: InitArguments): Promise<OpenedModel> {
  return { files, ...(await readPretrained(files, given)) };
}

interface Sized {
  readonly vocab_size: number;
}

const CONFIG = "tokenizer_config.json";
const log = new OnceLog();

/** The model and the caller that a tokenizer is made for. */
interface MakeOptions extends Pick<ModelPreset, "preset" | "vocabularySize"> {
  readonly options: SplitOptions;
}

/**
 * Makes a tokenizer of opened files. Warns once if its vocabulary is not as large as the published model's: then its ids
 * are not those that the model was trained with.
 *
 * @throws OptionError if the files or the caller contradict the family, or give a dictionary without MeCab; and as the
 * family's `load`
 */
export async function make<Made extends Sized, Options>(
  family: Family<Made, Options>,
  { files, tokenizer_class, init_kwargs }: OpenedModel,
  { preset = {}, vocabularySize, options }: MakeOptions,
): Promise<Made> {
  if (family.fixed) {
    const named = { ...init_kwargs, tokenizer_class: tokenizer_class ?? init_kwargs.tokenizer_class };
    refuseOthers(family.fixed, named, (name) =>
      Object.hasOwn(options.given, name) ? name : `${files.locationOf(CONFIG)}: ${name}`,
    );
  }
  checkOptions(options.given, family.options);
  warnOfMisspelled({ init_kwargs, location: files.locationOf(CONFIG) }, options.given, family.options);
  const loading = new Loading(options.watch, options.dictionary);
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

/** Refuses arguments that differ from fixed ones; undefined, null and "" name nothing. */
function refuseOthers(fixed: InitArguments, named: InitArguments, inputOf: (name: string) => string): void {
  for (const [name, own] of Object.entries(fixed)) {
    const other = named[name] ?? "";
    if (other === "" || isSame(other, own)) continue;
    if (isRecord(own) && isRecord(other)) refuseOthers(own, other, (inner) => `${inputOf(name)}: ${inner}`);
    else {
      const expected = `${own}: this model is fixed; AutoTokenizer.from_pretrained(FOLDER) makes others`;
      throw new OptionError(inputOf(name), other, expected);
    }
  }
}

/** Dictionaries are spelled with hyphens too. */
function isSame(other: unknown, own: unknown): boolean {
  return other === own || (typeof other === "string" && other.replaceAll("-", "_") === own);
}

function isRecord(value: unknown): value is InitArguments {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The `from_pretrained` of a published model.
 *
 * @returns a function that throws as {@link openModel}, {@link make} and {@link splitOptions}; if the signal is aborted, it
 * rejects with its reason
 */
export function loaderOf<Made extends Sized, Options>(
  model: ModelPreset,
  family: Family<Made, Options>,
): (options?: ModelOptions<Options>) => Promise<Made> {
  return async (given: LoadOptions = {}) => {
    const options = splitOptions(given, model.source, family.options);
    return untilAborted(
      openModel(model, options, family.vocabularyFile).then((opened) => make(family, opened, { ...model, options })),
      options.watch.signal,
    );
  };
}
