import { isFolder } from "#platform";
import { ResourceError } from "../base/errors.js";
import { type ModelFiles, openModelFiles } from "../hub/model-files.js";
import type { HubOptions } from "../hub/settings.js";
import type { InitArguments } from "./configuration.js";

export interface FilesOption {
  /** With a published model: the folder that holds its vocabulary, to be read by this library's preset. */
  readonly files?: string;
}

/** Options by whom they are for. */
export interface SplitOptions {
  readonly files: string | undefined;
  readonly hub: HubOptions;
  readonly given: InitArguments;
}

/** Tells what is about where files come from, and what is an argument of the tokenizer. */
export function splitOptions(options: HubOptions & FilesOption): SplitOptions {
  const { files, revision, subfolder, cache_dir, force_download, local_files_only, token, endpoint, ...rest } = options;
  const { progress_callback, ...given } = rest;
  const hub = {
    revision,
    subfolder,
    cache_dir,
    force_download,
    local_files_only,
    token,
    endpoint,
    progress_callback,
  };
  const named = Object.entries(hub).filter(([, value]) => value !== undefined);
  return { files, hub: Object.fromEntries(named) as HubOptions, given: given as InitArguments };
}

/** The files of a folder. @throws ResourceError where it is not there */
export async function openFolder(folder: string): Promise<ModelFiles> {
  if (!(await isFolder(folder))) throw new ResourceError("folder", folder, "a folder that is there");
  return openModelFiles(folder);
}
