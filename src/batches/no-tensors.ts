import type { OptionKind } from "../base/options.js";

/** The option `return_tensors` of calls that return typed arrays. */
export const NO_TENSORS: OptionKind = {
  allows: (value) => value === null,
  expected: "none: encode_batch returns typed arrays",
  isMissing: true,
};
