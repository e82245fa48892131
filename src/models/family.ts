import type { OptionTable } from "../base/options.js";
import type { ModelFiles } from "../hub/model-files.js";

/** The arguments of a tokenizer under the names of tokenizer_config.json; nothing has checked their types yet. */
export type InitArguments = Readonly<Record<string, unknown>>;

/** The part of a model's files that families use. */
export type FamilyFiles = Pick<ModelFiles, "readRequired" | "locationOf">;

/**
 * Tokenizers that are made of the same kind of files by the same rules.
 *
 * `Made` is the class of the tokenizer, `Options` are the arguments that a caller may give.
 */
export interface Family<Made, Options> {
  /** The options that a caller may give; undefined if any name is taken. */
  readonly options?: OptionTable;
  /**
   * Makes the tokenizer of a model's files.
   *
   * @param init the arguments of the preset, the files and the caller; the later override the earlier
   * @param tokenizer_class transformers' class that the files name; undefined if they name none
   */
  load(files: FamilyFiles, init: Options, tokenizer_class?: string): Promise<Made>;
}
