import { randomUUID } from "node:crypto";
import { lstat, open, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { isFolder, readIfThere } from "#platform";
import { OptionError, ResourceError } from "../base/errors.js";
import { makeFolder } from "../platform/node.js";
import type { Cached, CacheLocation, RepositoryCache } from "./cache.js";
import { mayBeNamed } from "./content-hash.js";
import { isCommit } from "./names.js";

export { adviceFor } from "./advice.js";

/** Opens the cache of a repository in the folder that Python's huggingface_hub uses too. */
export function openCache({ cacheFolder }: CacheLocation, repository: string): RepositoryCache {
  if (!cacheFolder) throw new OptionError("cache_dir", "none, and no home folder", "a folder, or HF_HOME");
  return new FolderCache(join(cacheFolder, `models--${repository.replaceAll("/", "--")}`));
}

const CACHE = "folder of the cache (option cache_dir, HF_HUB_CACHE or HF_HOME)";
const TEMPORARY = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.incomplete$/;
/** In milliseconds. No process needs longer between writing a temporary file and renaming it. */
const LONGEST_WRITE = 60 * 60 * 1000;

/**
 * The layout of huggingface_hub 0.36.2, described at {@link RepositoryCache}. A snapshot's file is a relative symlink
 * to its blob. If the file system has no symlinks, it is the blob itself.
 *
 * A file appears whole, by renaming a temporary file of this process, so processes need no lock.
 */
class FolderCache implements RepositoryCache {
  readonly #blobs: string;

  constructor(private readonly folder: string) {
    this.#blobs = join(folder, "blobs");
  }

  async readRef(revision: string): Promise<string | undefined> {
    const commit = (await this.#readRefText(revision))?.trim();
    return commit !== undefined && isCommit(commit) ? commit : undefined;
  }

  async writeRef(revision: string, commit: string): Promise<void> {
    // A read-only cache stays usable as long as nothing changes.
    if (revision === commit || (await this.#readRefText(revision)) === commit) return;
    await this.#writeWhole(join(this.folder, "refs", revision), new TextEncoder().encode(commit));
  }

  hasSnapshot(commit: string): Promise<boolean> {
    return isFolder(join(this.folder, "snapshots", commit));
  }

  async read(commit: string, path: string): Promise<Cached> {
    const location = this.locationOf(commit, path);
    const bytes = await readFrom(location);
    if (!bytes) return (await readFrom(this.#absence(commit, path))) && "absent";
    // Without a symlink the hash is unknown.
    const blob = await readlink(location).catch(() => "");
    return (await mayBeNamed(bytes, basename(blob))) ? bytes : "damaged";
  }

  async readBlob(etag: string): Promise<Uint8Array | undefined> {
    const bytes = await readFrom(join(this.#blobs, etag));
    return bytes && (await mayBeNamed(bytes, etag)) ? bytes : undefined;
  }

  async write(commit: string, path: string, etag: string, bytes: Uint8Array): Promise<void> {
    const location = this.locationOf(commit, path);
    const blob = join(this.#blobs, etag);
    const pointer = await this.#temporaryName();
    await this.#removeLeftovers();
    const hasSymlink = await symlink(relative(dirname(location), blob), pointer).then(
      () => true,
      () => false,
    );
    try {
      await this.#writeWhole(hasSymlink ? blob : location, bytes);
      if (hasSymlink) await moveTo(location, pointer);
    } finally {
      await rm(pointer, { force: true });
    }
  }

  async writeAbsence(commit: string, path: string): Promise<void> {
    await this.#writeWhole(this.#absence(commit, path), new Uint8Array()).catch(() => undefined);
  }

  locationOf(commit: string, path: string): string {
    return join(this.folder, "snapshots", commit, path);
  }

  #absence(commit: string, path: string): string {
    return join(this.folder, ".no_exist", commit, path);
  }

  async #readRefText(revision: string): Promise<string | undefined> {
    const bytes = await readFrom(join(this.folder, "refs", revision));
    return bytes && new TextDecoder().decode(bytes);
  }

  async #writeWhole(location: string, bytes: Uint8Array): Promise<void> {
    const there = await readFrom(location);
    if (there && Buffer.compare(there, bytes) === 0) return;
    const temporary = await this.#temporaryName();
    try {
      await writeDurably(temporary, bytes);
      await moveTo(location, temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** A path that only this process uses, on the disk of the cache. */
  async #temporaryName(): Promise<string> {
    await makeFolder(this.#blobs).catch((cause: unknown) => {
      throw unwritable(this.#blobs, cause);
    });
    return join(this.#blobs, `${randomUUID()}.incomplete`);
  }

  /** Removes the temporary files of processes that ended before they renamed them. */
  async #removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.#blobs).catch(() => [])) {
      if (!TEMPORARY.test(name)) continue;
      const leftover = join(this.#blobs, name);
      const { mtimeMs } = await lstat(leftover).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (Date.now() - mtimeMs > LONGEST_WRITE) await rm(leftover, { force: true });
    }
  }
}

async function readFrom(location: string): Promise<Uint8Array | undefined> {
  try {
    return await readIfThere(location);
  } catch (cause) {
    throw new ResourceError("cached file", location, `a file that can be read, or another ${CACHE}`, { cause });
  }
}

async function writeDurably(location: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(location, "wx");
    try {
      await file.writeFile(bytes);
      // Otherwise a power failure may leave the name without the content.
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unwritable(location, cause);
  }
}

async function moveTo(location: string, temporary: string): Promise<void> {
  try {
    await makeFolder(dirname(location));
    await rename(temporary, location);
  } catch (cause) {
    throw unwritable(location, cause);
  }
}

function unwritable(location: string, cause: unknown): ResourceError {
  return new ResourceError("cache", location, `a folder that can be written to, or another ${CACHE}`, { cause });
}
