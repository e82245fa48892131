/** A tokenizer.json as the Rust library tokenizers 0.22.2 reads it: from text to ids, and back. */
export { Tokens } from "../tokenizer/sequence.js";
export type * from "./block-types.js";
export type { JsonOverrides, NormalizerOverrides, PostProcessorOverrides } from "./overrides.js";
export { type JsonEncodeOptions, TokenizerJson } from "./tokenizer-json.js";
