import {
  FAST_FACTS,
  FAST_OPTIONS,
  type FastOptions,
  PreTrainedTokenizerFast,
} from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { Family } from "../family.js";

const FILE = "tokenizer.json";

/** PreTrainedTokenizerFast, made of a tokenizer.json. */
export const fastFamily: Family<PreTrainedTokenizerFast, FastOptions> = {
  options: FAST_OPTIONS,
  vocabularyFile: FILE,
  async load(files, init) {
    const json = TokenizerJson.parse(await files.readRequired(FILE), files.locationOf(FILE));
    return new PreTrainedTokenizerFast(json, init, FAST_FACTS, "configuration");
  },
};
