import { openModelFiles } from "../../hub/model-files.js";
import type { HubOptions } from "../../hub/settings.js";
import { readPretrained } from "../../pretrained/configuration.js";
import { type FilesOption, openFolder, splitOptions } from "../../pretrained/options.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type ByteTokenizerOptions, byteTokenizerOf } from "./byte-tokenizer.js";
import { type ByteModel, byteArguments } from "./bytes.js";

export interface ByteModelOptions extends HubOptions, FilesOption, ByteTokenizerOptions {}

/**
 * Makes a byte model's tokenizer of its preset. The files of a folder, or with a `revision` those of the hub, say what
 * they say more surely than it.
 */
export async function loadByteModel(model: ByteModel, options: ByteModelOptions = {}): Promise<Tokenizer> {
  const { files: folder, hub, given } = splitOptions(options);
  const preset = byteArguments(model);
  if (folder === undefined && hub.revision === undefined) return byteTokenizerOf(preset, given);
  const files = folder === undefined ? await openModelFiles(`tohoku-nlp/${model.name}`, hub) : await openFolder(folder);
  return byteTokenizerOf(preset, (await readPretrained(files, given)).init_kwargs);
}
