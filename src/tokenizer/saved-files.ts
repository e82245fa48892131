import { writeFiles } from "#platform";
import { missing, type OptionTable, orNull, STRING, type TableOf } from "../base/options.js";

/** The origin of a tokenizer, which is saved along with its settings. */
export interface Origin {
  /** The class that transformers loads it as. */
  readonly tokenizer_class: string;
  /** The arguments that it was made with, including those that it ignores. */
  readonly init_kwargs: Readonly<Record<string, unknown>>;
  /** The table of all arguments that the class takes. Their names are not those of properties that can be set. */
  readonly options: OptionTable;
}

/** The settings that may have changed since a tokenizer was made. */
export type Settings = Readonly<Record<string, unknown>>;

/** Files by name. */
export type FileContents = ReadonlyMap<string, string | Uint8Array>;

/** The options of saving. */
export interface SaveOptions {
  /** A prefix for the name of each file, joined to it by a hyphen. */
  readonly filename_prefix?: string | null;
}

const SAVE_TABLE: TableOf<SaveOptions> = { filename_prefix: orNull(STRING) };
const ALWAYS_SO = "no such option: all files are always written in the present format";
/** The table of {@link SaveOptions}, with names of the reference. */
export const SAVE: OptionTable = {
  legacy_format: missing(ALWAYS_SO),
  save_jinja_files: missing(ALWAYS_SO),
  push_to_hub: missing("no such option: files are only written to a folder"),
  ...SAVE_TABLE,
};

/** Writes files to a folder and returns their paths. @throws ResourceError if they cannot be written */
export function saveFiles(folder: string, files: FileContents, options: SaveOptions): Promise<string[]> {
  const { filename_prefix: prefix } = options;
  return writeFiles(
    folder,
    new Map([...files].map(([name, content]) => [prefix ? `${prefix}-${name}` : name, content])),
  );
}
