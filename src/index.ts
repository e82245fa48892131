export type { AddedToken } from "./added-tokens.js";
export { AutoTokenizer, type FromPretrainedOptions } from "./auto-tokenizer.js";
export {
  DictionaryError,
  OptionError,
  ResourceError,
  TextError,
  TokenizerError,
  VocabularyError,
} from "./errors.js";
export { type BertJapaneseOptions, bertJapanese } from "./models/bert-japanese.js";
export { type Evidence, MODELS, type Model } from "./models/registry.js";
export { Vocabulary } from "./subwords/vocabulary.js";
export {
  type DecodeOptions,
  type EncodeOptions,
  type EncodingWithOffsets,
  Tokenizer,
  type TokenToAdd,
} from "./tokenizer.js";
