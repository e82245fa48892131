export { Tokens } from "../tokenizer/sequence.js";
export type * from "./blocks.js";
export { type JsonEncodeOptions, TokenizerJson } from "./tokenizer-json.js";
