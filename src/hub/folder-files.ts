import { joinPath, namesIn, readIfThere } from "#platform";
import { ResourceError } from "../base/errors.js";
import { standIn } from "../files/read.js";
import { type Watch, watched } from "../files/watch.js";
import { missingFile } from "./missing-file.js";
import type { ModelFiles } from "./model-files.js";
import { checkedPath } from "./names.js";

/** The files of a model that is a folder. */
export class FolderFiles implements ModelFiles {
  readonly #folder: string;
  readonly #reads = new Map<string, Promise<Uint8Array | undefined>>();

  constructor(
    readonly name: string,
    folder: string,
    subfolder: string,
    private readonly watch: Watch,
  ) {
    this.#folder = subfolder === "" ? folder : joinPath(folder, subfolder);
  }

  async read(file: string): Promise<Uint8Array | undefined> {
    const location = this.locationOf(file);
    const bytes = this.#reads.get(file) ?? watched(file, this.watch, () => readLocation(location));
    this.#reads.set(file, bytes);
    return bytes;
  }

  async readRequired(file: string): Promise<Uint8Array> {
    const bytes = await this.read(file);
    if (!bytes) throw missingFile(file, this.locationOf(file), await namesIn(this.#folder));
    return bytes;
  }

  locationOf(file: string): string {
    return joinPath(this.#folder, checkedPath(file, "file"));
  }
}

async function readLocation(location: string): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readIfThere(location);
  } catch (cause) {
    throw new ResourceError("file", location, "a file that can be read", { cause });
  }
  const other = bytes && standIn(bytes);
  if (other !== undefined) throw new ResourceError(location, other, "the file of a model; fetch it again");
  return bytes;
}
