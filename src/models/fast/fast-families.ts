import type { FastOptions, PreTrainedTokenizerFast } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { Family } from "../family.js";
import { FAST_CLASSES, TOKENIZERS_BACKEND } from "./fast-classes.js";
import { fastFamily } from "./fast-family.js";
import { fastFamilyOf } from "./load-fast.js";

/** The families of all fast classes, under transformers' names; TokenizersBackend is a class of transformers 5. */
export const FAST_FAMILIES: Readonly<Record<string, Family<PreTrainedTokenizerFast, FastOptions>>> = {
  PreTrainedTokenizerFast: fastFamily,
  TokenizersBackend: fastFamilyOf(TOKENIZERS_BACKEND),
  ...Object.fromEntries(FAST_CLASSES.map((facts) => [facts.tokenizer_class, fastFamilyOf(facts)])),
};
