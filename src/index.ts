export {
  type AnyTokenizer,
  AutoTokenizer,
  BertJapaneseTokenizer,
  type FromPretrainedOptions,
} from "./auto-tokenizer.js";
export {
  DictionaryError,
  HubError,
  type HubFailure,
  OptionError,
  ResourceError,
  TextError,
  TokenizerError,
  VocabularyError,
} from "./errors.js";
export { type LlamaFastOptions, LlamaTokenizerFast } from "./fast/llama-tokenizer-fast.js";
export { type FastOptions, PreTrainedTokenizerFast } from "./fast/pre-trained-tokenizer-fast.js";
export type { ProgressCallback, ProgressEvent } from "./hub/progress.js";
export type { HubOptions } from "./hub/settings.js";
export { type Logger, setLogger } from "./logger.js";
export { bertJapanese } from "./models/bert-japanese.js";
export { type ByT5Options, type ByteTokenizerOptions, byT5, byteTokenizer } from "./models/byte-tokenizer.js";
export type { BertJapaneseOptions, MecabOptions } from "./models/compose-bert.js";
export type { RobertaJapaneseOptions } from "./models/compose-roberta.js";
export { type LlamaOptions, llama } from "./models/llama.js";
export { type Evidence, MODELS, type Model } from "./models/registry.js";
export { robertaJapanese } from "./models/roberta-japanese.js";
export { type T5Options, t5 } from "./models/t5.js";
export { Vocabulary } from "./subwords/vocabulary.js";
export type { AddedToken } from "./tokenizer/added-tokens.js";
export type {
  CallOptions,
  PaddingStrategy,
  PadOptions,
  PrepareOptions,
  Side,
  TextInput,
  TruncationStrategy,
} from "./tokenizer/call-options.js";
export type { DecodeOptions } from "./tokenizer/decode.js";
export type { BatchEncoding, Encoding } from "./tokenizer/encoding.js";
export type { Ids } from "./tokenizer/ids.js";
export type { Offset } from "./tokenizer/sequence.js";
export type { SpecialTokenName } from "./tokenizer/special-tokens.js";
export type { TensorConstructor } from "./tokenizer/tensors.js";
export type { SpecialTokensToAdd, TokenToAdd } from "./tokenizer/token-table.js";
export { Tokenizer, type TokenizerOptions } from "./tokenizer/tokenizer.js";
