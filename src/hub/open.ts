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
 * Opens the files of a model: a folder; the cache that Python's huggingface_hub uses too; or the hub, whose files then
 * come into that cache.
 *
 * Cache and environment variables are those of huggingface_hub 0.36.2. A cached file of a known commit costs no
 * request; if the commit is unknown, the first file costs one. If the hub is out of reach, a cached file is used at
 * once. A file of another hash or length than the hub reports is never kept.
 *
 * @param nameOrFolder a folder, a repository "organisation/name", or a bare name of this organisation's; its present
 * and its former name (tohoku-nlp, cl-tohoku) are equivalent
 * @param wait waits some milliseconds before the next attempt; tests replace it
 * @throws OptionError if the name or an option is impossible. Reading a file throws HubError if the file is not
 * available, and ResourceError if the disk refuses
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
