import { type FastOptions, PreTrainedTokenizerFast } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { Family, FamilyFiles } from "../family.js";
import { LlamaTokenizerFast } from "./llama-tokenizer-fast.js";

const FILE = "tokenizer.json";
const LLAMA = /^LlamaTokenizer(Fast)?$/;

/** The tokenizers of a tokenizer.json: LlamaTokenizerFast if the files name it, else PreTrainedTokenizerFast. */
export const fastFamily: Family<PreTrainedTokenizerFast, FastOptions> = {
  vocabularyFile: FILE,
  async load(files, init, tokenizer_class = "") {
    if (LLAMA.test(tokenizer_class)) return new LlamaTokenizerFast(await readJson(files, {}), init);
    const add_prefix_space = Boolean(init.add_prefix_space ?? false);
    return new PreTrainedTokenizerFast(await readJson(files, { add_prefix_space }), init);
  },
};

async function readJson(
  files: FamilyFiles,
  overrides: { readonly add_prefix_space?: boolean },
): Promise<TokenizerJson> {
  return TokenizerJson.parse(await files.readRequired(FILE), files.locationOf(FILE), overrides);
}
