export type { EncodedBatch } from "./columns.js";
export { type BatchOptions, type BatchTokenizer, encode_batch } from "./encode-batch.js";
export { type AsyncBatchTokenizer, encode_stream } from "./encode-stream.js";
