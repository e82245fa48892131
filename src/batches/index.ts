export type { EncodedBatch } from "./columns.js";
export { type BatchOptions, type BatchTokenizer, encode_batch } from "./encode-batch.js";
export { encode_stream, type WaitingTokenizer } from "./encode-stream.js";
