import { openModelFiles } from "../../hub/model-files.js";
import type { HubOptions } from "../../hub/settings.js";
import { readPretrained } from "../../pretrained/configuration.js";
import { type FilesOption, openFolder, splitOptions } from "../../pretrained/options.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { loadT5, type T5Options } from "./t5.js";

/** A published model whose tokenizer is a T5Tokenizer. */
export interface T5Model {
  readonly name: string;
  /** Where in its repository the tokenizer's files are. */
  readonly subfolder: string;
}

export interface T5ModelOptions extends HubOptions, FilesOption, T5Options {}

export const SDXL_BASE: T5Model = { name: "stable-diffusion-xl-jp-base-1.0", subfolder: "tokenizer" };
export const SDXL_REFINER: T5Model = { name: "stable-diffusion-xl-jp-refiner-1.0", subfolder: "tokenizer_2" };
export const T5_MODELS: readonly T5Model[] = [SDXL_BASE, SDXL_REFINER];

/** What makes the tokenizer where the files do not say. */
export const T5_PRESET: T5Options = { extra_ids: 0, keep_accents: true, do_lower_case: false };

/**
 * Makes a published model's tokenizer of its files: those of a folder, which holds its spiece.model, of the shared cache
 * or of the hub. What they say goes before the preset.
 */
export async function loadT5Model(model: T5Model, options: T5ModelOptions = {}): Promise<Tokenizer> {
  const { files: folder, hub, given } = splitOptions(options);
  const { name, subfolder } = model;
  const files =
    folder === undefined ? await openModelFiles(`tohoku-nlp/${name}`, { subfolder, ...hub }) : await openFolder(folder);
  return loadT5(files, { ...T5_PRESET, ...(await readPretrained(files, given)).init_kwargs });
}
