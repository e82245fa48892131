import type { env, PretrainedModelOptions } from "@huggingface/transformers";
import { isFolder, joinPath, pathOf } from "#platform";
import { OptionError, ResourceError } from "../base/errors.js";
import type { ProgressCallback } from "../files/watch.js";
import { type AnyTokenizer, AutoTokenizer, type FromPretrainedOptions } from "../pretrained/auto-tokenizer.js";

/** A model's name, as transformers.js recognizes it; anything else is a folder or an address. */
const MODEL_NAME = /^(?:[\w.-]+\/)?[\w.-]+$/;
const HUB = "https://huggingface.co/";

/** The options of a pipeline that decide how its tokenizer is loaded. */
type TokenizerOfOptions = PretrainedModelOptions & Pick<FromPretrainedOptions, "word_ids">;

/**
 * Loads the tokenizer of a model from where transformers.js looks for the model's files: among the local models, then on
 * its remote host. From the hub they come into the cache that Python shares.
 *
 * @returns undefined if the files name a class that this library does not have
 * @throws TokenizerError as {@link AutoTokenizer.from_pretrained}
 */
export async function tokenizerOf(
  model: string,
  options: TokenizerOfOptions,
  environment: typeof env,
): Promise<AnyTokenizer | undefined> {
  // The events of both libraries have one shape.
  const progress = options.progress_callback as ProgressCallback | undefined;
  const { word_ids } = options;
  const loading = { ...(progress && { progress_callback: progress }), ...(word_ids !== undefined && { word_ids }) };
  try {
    return (
      (await localTokenizer(model, loading, environment)) ??
      (await remoteTokenizer(model, options, loading, environment))
    );
  } catch (error) {
    if (error instanceof OptionError && error.input.endsWith("tokenizer_class")) return undefined;
    throw error;
  }
}

/** Undefined if it is not a local model. */
async function localTokenizer(
  model: string,
  loading: FromPretrainedOptions,
  { allowLocalModels, localModelPath }: typeof env,
): Promise<AnyTokenizer | undefined> {
  if (!allowLocalModels) return undefined;
  const files = MODEL_NAME.test(model) ? joinPath(localModelPath, model) : model;
  const path = pathOf(files);
  if (path !== undefined && !(await isFolder(path))) return undefined;
  try {
    return await AutoTokenizer.from_pretrained(model, { ...loading, files });
  } catch (error) {
    // A page cannot know whether there are files at an address before it has asked for one.
    if (path === undefined && MODEL_NAME.test(model) && error instanceof ResourceError) return undefined;
    throw error;
  }
}

function remoteTokenizer(
  model: string,
  { revision = "main", cache_dir, local_files_only = false }: PretrainedModelOptions,
  loading: FromPretrainedOptions,
  { allowRemoteModels, remoteHost, remotePathTemplate }: typeof env,
): Promise<AnyTokenizer> {
  const isOffline = local_files_only || !allowRemoteModels;
  if (remoteHost === HUB || isOffline) {
    const place = cache_dir ? { cache_dir } : {};
    return AutoTokenizer.from_pretrained(model, { ...loading, ...place, revision, local_files_only: isOffline });
  }
  const path = remotePathTemplate.replaceAll("{model}", model).replaceAll("{revision}", encodeURIComponent(revision));
  return AutoTokenizer.from_pretrained(model, { ...loading, files: new URL(path, remoteHost) });
}
