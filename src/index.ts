export {
  DictionaryError,
  type ErrorData,
  OptionError,
  ResourceError,
  TextError,
  TokenizerError,
  VocabularyError,
} from "./base/errors.js";
export { type Logger, setLogger } from "./base/logger.js";
export type { FileSource } from "./files/source.js";
export type { ProgressCallback, ProgressEvent } from "./files/watch.js";
export { HubError, type HubFailure } from "./hub/hub-error.js";
export type { FilesFrom } from "./hub/open.js";
export type { HubOptions } from "./hub/settings.js";
export { bertJapanese } from "./models/bert/bert-japanese.js";
export type { BertJapaneseOptions, MecabOptions } from "./models/bert/compose-bert.js";
export { type ByT5Options, byT5 } from "./models/byte/byt5.js";
export { type ByteTokenizerOptions, byteTokenizer } from "./models/byte/byte-tokenizer.js";
export { type LlamaFastOptions, LlamaTokenizerFast } from "./models/fast/llama-tokenizer-fast.js";
export type { RobertaJapaneseOptions } from "./models/roberta/compose-roberta.js";
export { robertaJapanese } from "./models/roberta/roberta-japanese.js";
export { type LlamaOptions, llama } from "./models/sentencepiece/llama.js";
export { type T5Options, t5 } from "./models/sentencepiece/t5.js";
export {
  type AnyTokenizer,
  AutoTokenizer,
  BertJapaneseTokenizer,
  type FromPretrainedOptions,
} from "./pretrained/auto-tokenizer.js";
export { type Evidence, MODELS, type PublishedModel } from "./pretrained/catalog.js";
export type { LoadOptions } from "./pretrained/options.js";
export { Vocabulary } from "./subwords/vocabulary.js";
export type { AddedToken, TokenToAdd } from "./tokenizer/added-token.js";
export type {
  BatchEncodeOptions,
  CallOptions,
  DecodeOptions,
  EncodeOptions,
  PaddingStrategy,
  PadOptions,
  PrepareForModelOptions,
  PrepareOptions,
  Side,
  TextInput,
  TokenizeOptions,
  TokensOptions,
  TruncationStrategy,
} from "./tokenizer/call-options.js";
export type { Call } from "./tokenizer/calls.js";
export type { BatchEncoding, Encoding } from "./tokenizer/encoding.js";
export { EncodingView, type TokensOfIds } from "./tokenizer/encoding-view.js";
export { type FastOptions, PreTrainedTokenizerFast } from "./tokenizer/fast/pre-trained-tokenizer-fast.js";
export type { IdBatch, Ids, IdTensor } from "./tokenizer/ids.js";
export type { Offset } from "./tokenizer/sequence.js";
export { Tokenizer, type TokenizerOptions } from "./tokenizer/slow/tokenizer.js";
export type { SpecialTokenName, SpecialTokensToAdd } from "./tokenizer/special-tokens.js";
export type { TensorConstructor, TensorEncoding } from "./tokenizer/tensors.js";
export type { TokenId } from "./tokenizer/token-table.js";
