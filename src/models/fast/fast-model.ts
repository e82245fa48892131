import { openModelFiles } from "../../hub/model-files.js";
import type { HubOptions } from "../../hub/settings.js";
import { readPretrained } from "../../pretrained/configuration.js";
import { type FilesOption, openFolder, splitOptions } from "../../pretrained/options.js";
import type { FastOptions, PreTrainedTokenizerFast } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { loadFast, loadLlamaFast } from "./load.js";

export interface FastModelOptions extends HubOptions, FilesOption, FastOptions {}

/** The published models whose tokenizer is told by a tokenizer.json. */
export const FAST_MODELS = ["tohokunlp-bert-500m-sq4096-alpha", "tohokunlp-bert-500m-sq8192-alpha"] as const;

/**
 * Makes a published model's tokenizer of its files: those of a folder, of the shared cache or of the hub. A
 * LlamaTokenizer that they name is made as the fast one.
 */
export async function loadFastModel(
  name: (typeof FAST_MODELS)[number],
  options: FastModelOptions = {},
): Promise<PreTrainedTokenizerFast> {
  const { files: folder, hub, given } = splitOptions(options);
  const files = folder === undefined ? await openModelFiles(`tohoku-nlp/${name}`, hub) : await openFolder(folder);
  const { tokenizer_class, init_kwargs } = await readPretrained(files, given);
  const isLlama = tokenizer_class === "LlamaTokenizer" || tokenizer_class === "LlamaTokenizerFast";
  return isLlama ? loadLlamaFast(files, init_kwargs) : loadFast(files, init_kwargs);
}
