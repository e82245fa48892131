import { openCache } from "#hub-cache";
import { isFolder, pathOf, urlOf } from "#platform";
import { OptionError, ResourceError } from "../base/errors.js";
import type { OptionKind } from "../base/options.js";
import type { UrlLike } from "../base/web-types.js";
import { proposalBeside } from "../files/beside.js";
import { formOf, nameOf, shown } from "../files/source.js";
import type { Watch } from "../files/watch.js";
import { AddressFiles } from "./address-files.js";
import { FolderFiles } from "./folder-files.js";
import { GivenFiles, type GivenSources, namedSources } from "./given-files.js";
import { Hub } from "./hub.js";
import { HubFiles } from "./hub-files.js";
import { MODEL_FILE_NAMES } from "./missing-file.js";
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
  const subfolder = subfolderOf(options.subfolder);
  if (await isFolder(nameOrFolder)) {
    return new FolderFiles(nameOrFolder, nameOrFolder, subfolder, { ...options, name: nameOrFolder });
  }
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

/** The files of a model from elsewhere than the hub: the path of a folder (in Node), its address, or each file. */
export type FilesFrom = string | UrlLike | GivenSources;

export const FILES_FROM: OptionKind = {
  allows: (value) => formOf(value) === "location" || (typeof value === "object" && value !== null && !isSingle(value)),
  expected:
    "a folder's path (in Node), its address, or its files: a Map or an object of names and files, or a list of File " +
    "objects; for a single file { NAME: file } or the option vocabulary",
};

function isSingle(value: unknown): boolean {
  return formOf(value) !== undefined;
}

/**
 * Opens the files that a caller gives.
 *
 * @param name the model's name
 * @throws OptionError if they are impossible; ResourceError if a folder does not exist. Reading a file throws ResourceError
 */
export async function openGivenFiles(
  files: FilesFrom,
  name: string,
  options: { readonly subfolder?: string | undefined; readonly watch: Watch },
): Promise<ModelFiles> {
  const { watch } = options;
  const subfolder = subfolderOf(options.subfolder);
  if (typeof files !== "string" && formOf(files) !== "location") {
    return new GivenFiles(name, namedSources(files as GivenSources, subfolder), subfolder, watch);
  }
  const { path, url } = located(files as string | UrlLike);
  const last = (path ?? url?.pathname ?? "").split(/[/\\]/).at(-1) ?? "";
  if (path !== undefined && (await isFolder(path))) return new FolderFiles(name, path, subfolder, watch);
  if (MODEL_FILE_NAMES.includes(last)) {
    throw new OptionError(
      "files",
      shown(String(files)),
      `a folder; a single file as { files: { "${last}": … } } or vocabulary`,
    );
  }
  if (url) return new AddressFiles(name, url, subfolder, watch);
  throw new ResourceError("folder", path, `a folder that exists${await proposalBeside(path ?? "")}`);
}

/** A path of this machine, or an address that a server answers. */
function located(files: string | UrlLike): { readonly path?: string | undefined; readonly url?: URL } {
  try {
    const path = pathOf(files);
    if (path !== undefined) return { path };
    const url = urlOf(files);
    if (/^https?:$/.test(url.protocol)) return { url };
  } catch {
    // The cause would show the whole address.
    throw new OptionError("files", nameOf(files), "the address of a folder; in a worker an absolute one");
  }
  throw new OptionError(
    "files",
    nameOf(files),
    "a folder's address, http: or https:; a blob: or data: address is of one file: { NAME: address }",
  );
}

function subfolderOf(subfolder: string | null | undefined): string {
  return subfolder ? checkedPath(subfolder, "subfolder") : "";
}
