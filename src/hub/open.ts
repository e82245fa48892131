import { openCache } from "#hub-cache";
import { isFolder } from "#platform";
import { FolderFiles } from "./folder-files.js";
import { Hub } from "./hub.js";
import { HubFiles } from "./hub-files.js";
import type { ModelFiles } from "./model-files.js";
import { checkedPath, repositoriesOf } from "./names.js";
import type { Wait } from "./retry.js";
import { type HubOptions, hubSettings } from "./settings.js";

/**
 * Finds a model's files: in a folder; in the cache that Python's huggingface_hub shares; on the hub, from which they come
 * into that cache.
 *
 * Cache and environment are those of huggingface_hub 0.36.2. Files of a commit that is known cost no request once they are
 * cached; where it is not, the first file costs one. Where the hub is out of reach, a cached file is taken at once. Nothing is kept whose hash or length is not
 * what the hub said.
 *
 * @param nameOrFolder a folder, a repository "organisation/name", or a bare name of this organisation's; its present and
 * its former name (tohoku-nlp, cl-tohoku) stand for each other
 * @param wait how to wait before the next attempt; tests need not wait
 * @throws OptionError where name or options make no sense. Reading throws HubError where a file cannot be had, and
 * ResourceError where the disk refuses
 */
export async function openModelFiles(nameOrFolder: string, options: HubOptions = {}, wait?: Wait): Promise<ModelFiles> {
  const subfolder = options.subfolder ? checkedPath(options.subfolder, "subfolder") : "";
  if (await isFolder(nameOrFolder)) return new FolderFiles(nameOrFolder, subfolder);
  const repositories = repositoriesOf(nameOrFolder);
  const settings = await hubSettings(options);
  return new HubFiles({
    name: nameOrFolder,
    subfolder,
    settings,
    hub: new Hub(settings, wait),
    candidates: repositories.map((repository) => ({ repository, cache: openCache(settings, repository) })),
    report: options.progress_callback,
  });
}
