export { Tokens } from "../tokenizer/sequence.js";
export type * from "./blocks.js";
export { type JsonEncodeOptions, type JsonOverrides, TokenizerJson } from "./tokenizer-json.js";
