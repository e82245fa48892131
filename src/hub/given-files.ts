import { OptionError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { checkValue } from "../base/options.js";
import type { FileLike } from "../base/web-types.js";
import { readSource } from "../files/read.js";
import { FILE_SOURCE, type FileSource, formOf, nameOf } from "../files/source.js";
import type { Watch } from "../files/watch.js";
import { MODEL_FILE_NAMES, meantFile, missingFile } from "./missing-file.js";
import type { ModelFiles } from "./model-files.js";

const log = new OnceLog();

/** Files by name, or the File objects that a file picker gives. */
export type GivenSources = ReadonlyMap<string, FileSource> | Readonly<Record<string, FileSource>> | ArrayLike<FileLike>;

/** The files of a model that a caller gives one by one. */
export class GivenFiles implements ModelFiles {
  readonly #reads = new Map<string, Promise<Uint8Array>>();

  constructor(
    readonly name: string,
    private readonly sources: ReadonlyMap<string, FileSource>,
    private readonly subfolder: string,
    private readonly watch: Watch,
  ) {}

  async read(file: string): Promise<Uint8Array | undefined> {
    const source = this.sources.get(this.#pathOf(file));
    if (source === undefined) return undefined;
    // A Response can be read only once.
    const bytes = this.#reads.get(file) ?? readSource(source, { file, watch: this.watch });
    this.#reads.set(file, bytes);
    return bytes;
  }

  async readRequired(file: string): Promise<Uint8Array> {
    const bytes = await this.read(file);
    if (!bytes) throw missingFile(file, `${this.#pathOf(file)} in the given files`, this.sources.keys());
    return bytes;
  }

  locationOf(file: string): string {
    const source = this.sources.get(this.#pathOf(file));
    return (source && nameOf(source)) ?? file;
  }

  #pathOf(file: string): string {
    return this.subfolder === "" ? file : `${this.subfolder}/${file}`;
  }
}

/**
 * The sources of files by the names of the files.
 *
 * A name in a Map or an object is one that a model may have. A list is what a page's file picker gives, of a whole folder
 * perhaps: the paths are from that folder on, and files that belong to no tokenizer are left alone.
 *
 * @throws OptionError if a name is unknown or occurs twice, or a value is not a file
 */
export function namedSources(files: GivenSources, subfolder: string): ReadonlyMap<string, FileSource> {
  if (isList(files)) return ofList(Array.from(files));
  const entries: Iterable<[string, FileSource]> = files instanceof Map ? files.entries() : Object.entries(files);
  const sources = new Map(entries);
  for (const [name, source] of sources) {
    checkValue(`files: ${name}`, source ?? null, FILE_SOURCE);
    const isInside = subfolder === "" || String(name).startsWith(`${subfolder}/`);
    const file = subfolder === "" ? name : String(name).slice(subfolder.length + 1);
    if (isInside && MODEL_FILE_NAMES.includes(file)) continue;
    const meant = isInside ? meantFile(String(file)) : undefined;
    const within = subfolder === "" ? "" : ` in ${subfolder}`;
    const expected =
      meant === undefined ? `one of ${MODEL_FILE_NAMES.join(", ")}${within}` : `a known name; did you mean ${meant}?`;
    throw new OptionError("files", name, expected);
  }
  if (sources.size === 0) throw new OptionError("files", "no file", "at least one");
  return sources;
}

function ofList(files: readonly FileLike[]): ReadonlyMap<string, FileSource> {
  const sources = new Map<string, FileSource>();
  for (const file of files) {
    if (formOf(file) !== "blob" || typeof file.name !== "string") {
      throw new OptionError("files", file, "File objects in a list; other files by name: { NAME: file }");
    }
    const name = (file.webkitRelativePath ?? "").split("/").slice(1).join("/") || file.name;
    if (sources.has(name)) throw new OptionError("files", name, "one file of each name");
    sources.set(name, file);
    const meant = meantFile(name);
    if (meant !== undefined && !files.some((other) => other.name === meant)) {
      log.warn(
        `files: ${name}`,
        `files: ${name} is not used: no model has a file of that name; did you mean ${meant}?`,
      );
    }
  }
  if (sources.size === 0) throw new OptionError("files", "an empty list", "at least one file");
  return sources;
}

function isList(files: GivenSources): files is ArrayLike<FileLike> {
  return Array.isArray(files) || Object.prototype.toString.call(files) === "[object FileList]";
}
