export { ByteCodec, type ByteCodecOptions, type DecodeErrors } from "./codec.js";
export {
  BIT_FIELD,
  type ByteEncoding,
  MIXED_RADIX,
  type MixedRadixEncoding,
  UTF8,
  type Utf8Encoding,
} from "./encoding.js";
export { specialIds, specialIndex } from "./specials.js";
