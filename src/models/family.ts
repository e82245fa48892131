import type { OptionTable } from "../base/options.js";
import type { Watch } from "../files/watch.js";
import type { ModelFiles } from "../hub/model-files.js";
import type { Loading } from "./loading.js";

/** The arguments of a tokenizer under the names of tokenizer_config.json; nothing has checked their types yet. */
export type InitArguments = Readonly<Record<string, unknown>>;

/** The part of a model's files that families use. */
export type FamilyFiles = Pick<ModelFiles, "readRequired" | "locationOf"> & Partial<Pick<ModelFiles, "read">>;

/** The files of a model that the package holds. */
export interface BuiltInFiles {
  /** @throws ResourceError if the package's file cannot be read, or there is none of that name */
  readRequired(file: string, watch?: Watch): Promise<Uint8Array>;
  locationOf(file: string): string;
}

/**
 * Tokenizers that are made of the same kind of files by the same rules.
 *
 * `Made` is the class of the tokenizer, `Options` are the arguments that a caller may give.
 */
export interface Family<Made, Options> {
  /** The options that a caller may give. */
  readonly options: OptionTable;
  /** The only file that is needed beside the configuration; undefined if there is none, or it depends. */
  readonly vocabularyFile?: string;
  /**
   * The arguments that the family's code decides, and `tokenizer_class`. Files or callers that say otherwise belong to
   * another tokenizer and are refused.
   */
  readonly fixed?: InitArguments;
  /**
   * Makes the tokenizer of a model's files.
   *
   * @param init the arguments of the preset, the files and the caller; the later override the earlier
   * @param tokenizer_class transformers' class that the files name; undefined if they name none
   * @param loading the caller's part in the load
   */
  load(files: FamilyFiles, init: Options, tokenizer_class?: string, loading?: Loading): Promise<Made>;
}
