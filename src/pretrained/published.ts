import { OptionError } from "../base/errors.js";
import { untilAborted } from "../files/watch.js";
import type { ModelFiles } from "../hub/model-files.js";
import { openGivenFiles, openModelFiles } from "../hub/open.js";
import type { BuiltInFiles, Family, FamilyFiles, InitArguments } from "../models/family.js";
import { readPretrained } from "./configuration.js";
import { CONFIG } from "./configuration-fields.js";
import type { ModelPreset, ModelSource, OpenedModel, Sized } from "./make.js";
import { makeOpened } from "./make-opened.js";
import { type LoadOptions, type SplitOptions, splitOptions } from "./options.js";

/** The options of a published model's own `from_pretrained`. */
export type ModelOptions<Options> = LoadOptions & Options;

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

/**
 * The `from_pretrained` of a published model.
 *
 * @returns a function that throws as {@link openModel}, {@link makeOpened} and {@link splitOptions}; if the signal is
 * aborted, it rejects with its reason
 */
export function loaderOf<Made extends Sized, Options>(
  model: ModelPreset,
  family: Family<Made, Options>,
): (options?: ModelOptions<Options>) => Promise<Made> {
  return async (given: LoadOptions = {}) => {
    const options = splitOptions(given, model.source, family.options);
    return untilAborted(
      openModel(model, options, family.vocabularyFile).then((opened) =>
        makeOpened(family, opened, { ...model, options }),
      ),
      options.watch.signal,
    );
  };
}
