import type { Tokenizer } from "../../tokenizer/tokenizer.js";
import { type ByteModelOptions, loadByteModel } from "../byte-model.js";
import { BYBERT_V2_100M } from "../bytes.js";

/** Makes the tokenizer of tohoku-nlp/bybert-jp-v2-100m: bytes, without a download. */
export function from_pretrained(options?: ByteModelOptions): Promise<Tokenizer> {
  return loadByteModel(BYBERT_V2_100M, options);
}
