import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type ByteModelOptions, loadByteModel } from "../byte/byte-model.js";
import { BYBERT_200M } from "../byte/bytes.js";

/** Makes the tokenizer of tohoku-nlp/bybert-jp-200m: bytes, without a download. */
export function from_pretrained(options?: ByteModelOptions): Promise<Tokenizer> {
  return loadByteModel(BYBERT_200M, options);
}
