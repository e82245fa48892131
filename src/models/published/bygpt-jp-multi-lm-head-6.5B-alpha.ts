import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { type ByteModelOptions, loadByteModel } from "../byte/byte-model.js";
import { BYGPT } from "../byte/bytes.js";

/** Makes the tokenizer of tohoku-nlp/bygpt-jp-multi-lm-head-6.5B-alpha: bytes, without a download. */
export function from_pretrained(options?: ByteModelOptions): Promise<Tokenizer> {
  return loadByteModel(BYGPT, options);
}
