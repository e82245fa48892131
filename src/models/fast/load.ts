import type { ModelFiles } from "../../hub/model-files.js";
import type { InitArguments } from "../../pretrained/configuration.js";
import { type FastOptions, PreTrainedTokenizerFast } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import { LlamaTokenizerFast } from "./llama-tokenizer-fast.js";

const FILE = "tokenizer.json";

/** Makes the tokenizer of files that name PreTrainedTokenizerFast. @throws ResourceError without a tokenizer.json */
export async function loadFast(files: ModelFiles, init: InitArguments): Promise<PreTrainedTokenizerFast> {
  const add_prefix_space = Boolean(init.add_prefix_space ?? false);
  return new PreTrainedTokenizerFast(await readJson(files, add_prefix_space), init as FastOptions);
}

/** As {@link loadFast}, of files that name LlamaTokenizerFast. */
export async function loadLlamaFast(files: ModelFiles, init: InitArguments): Promise<LlamaTokenizerFast> {
  return new LlamaTokenizerFast(await readJson(files, undefined), init as FastOptions);
}

async function readJson(files: ModelFiles, add_prefix_space: boolean | undefined): Promise<TokenizerJson> {
  const content = await files.readRequired(FILE);
  return TokenizerJson.parse(
    content,
    files.locationOf(FILE),
    add_prefix_space === undefined ? {} : { add_prefix_space },
  );
}
