import { OptionError } from "../../base/errors.js";
import { openModelFiles } from "../../hub/model-files.js";
import type { HubOptions } from "../../hub/settings.js";
import { readPretrained } from "../../pretrained/configuration.js";
import { type FilesOption, openFolder, splitOptions } from "../../pretrained/options.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type LlamaOptions, loadLlama } from "./llama.js";

export interface LlamaModelOptions extends HubOptions, FilesOption, LlamaOptions {}

/** Of its tokenizer nothing is known but what the name lets one guess. */
export const LLAMA_MODEL = "llama_l24_d2048_h16_seq1024";
export const LLAMA_CLASS = "LlamaTokenizer";

/**
 * Makes the published model's tokenizer of its files: those of a folder, of the shared cache or of the hub.
 *
 * @throws OptionError where they name another class, which AutoTokenizer may have
 */
export async function loadLlamaModel(options: LlamaModelOptions = {}): Promise<Tokenizer> {
  const { files: folder, hub, given } = splitOptions(options);
  const files =
    folder === undefined ? await openModelFiles(`tohoku-nlp/${LLAMA_MODEL}`, hub) : await openFolder(folder);
  const { tokenizer_class = LLAMA_CLASS, init_kwargs } = await readPretrained(files, given);
  if (tokenizer_class === LLAMA_CLASS) return loadLlama(files, init_kwargs);
  const input = `${files.locationOf("tokenizer_config.json")}: tokenizer_class`;
  throw new OptionError(input, tokenizer_class, `${LLAMA_CLASS}: AutoTokenizer loads other classes`);
}
