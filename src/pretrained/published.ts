import { isFolder } from "#platform";
import { ResourceError } from "../base/errors.js";
import type { ModelFiles } from "../hub/model-files.js";
import { openModelFiles } from "../hub/open.js";
import type { HubOptions } from "../hub/settings.js";
import type { Family, FamilyFiles, InitArguments } from "../models/family.js";
import { readPretrained } from "./configuration.js";
import { type FilesOption, splitOptions } from "./options.js";

/** The options of a published model's own `from_pretrained`. */
export type ModelOptions<Options> = HubOptions & FilesOption & Options;

/** The facts that a model's files are found by. */
export interface ModelSource {
  /** A folder, or the name of a repository. */
  readonly source: string;
  /** The folder of the repository that the tokenizer's files are in; by default the repository's own. */
  readonly subfolder?: string;
  /** The files in the package, if the model needs no others. */
  readonly builtIn?: FamilyFiles | undefined;
  /** The number of ids of the model's vocabulary, if it is known. */
  readonly vocabularySize?: number | undefined;
}

/** A published model. */
export interface ModelPreset extends ModelSource {
  /** The arguments that the files and the caller override. */
  readonly preset?: InitArguments;
}

/** A model's files, with the arguments that they and the caller give for its tokenizer. */
export interface OpenedModel {
  /** FamilyFiles for files in the package, where only required files can be read. */
  readonly files: ModelFiles | FamilyFiles;
  /** transformers' class that the files name. */
  readonly tokenizer_class?: string | undefined;
  readonly init_kwargs: InitArguments;
}

/**
 * Opens a model's files and reads its configuration: the files of the folder given as `files`; else those of the
 * package, unless a `revision` asks for those of the hub; else those of the model's folder, of the cache or of the hub.
 *
 * @throws ResourceError if the folder is missing, and as {@link openModelFiles} and {@link readPretrained}
 */
export async function openModel(model: ModelSource, options: HubOptions & FilesOption): Promise<OpenedModel> {
  const { files: folder, hub, given } = splitOptions(options);
  if (folder === undefined) {
    if (model.builtIn && hub.revision === undefined) return { files: model.builtIn, init_kwargs: given };
    return configured(await openModelFiles(model.source, { subfolder: model.subfolder ?? "", ...hub }), given);
  }
  if (!(await isFolder(folder))) throw new ResourceError("folder", folder, "a folder that exists");
  const files = await openModelFiles(folder);
  return configured(files, given);
}

async function configured(files: ModelFiles, given: InitArguments): Promise<OpenedModel> {
  return { files, ...(await readPretrained(files, given)) };
}

/**
 * The `from_pretrained` of a published model.
 *
 * @returns a function that throws as {@link openModel}, and as the family's `load`
 */
export function loaderOf<Made, Options>(
  model: ModelPreset,
  family: Family<Made, Options>,
): (options?: ModelOptions<Options>) => Promise<Made> {
  return async (options: HubOptions & FilesOption = {}) => {
    const { files, tokenizer_class, init_kwargs } = await openModel(model, options);
    return family.load(files, { ...model.preset, ...init_kwargs } as Options, tokenizer_class);
  };
}
