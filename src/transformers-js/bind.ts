import type * as theirs from "@huggingface/transformers";
import { checkArguments } from "../base/signatures.js";
import type { AnyTokenizer } from "../pretrained/auto-tokenizer.js";
import { ADAPTING, type AdapterOptions, adapted } from "./adapter.js";
import { type MakePipeline, pipelineOf, textTasks } from "./pipeline.js";
import { type TokenClassificationClass, withSpans } from "./token-classification.js";

/** The function `forTransformersJs`. */
export type ForTransformersJs = (tokenizer: AnyTokenizer, options?: AdapterOptions) => theirs.PreTrainedTokenizer;

/** The exports of the entry. */
export interface Bound {
  readonly forTransformersJs: ForTransformersJs;
  readonly pipeline: MakePipeline;
  readonly TokenClassificationPipeline: TokenClassificationClass;
}

/**
 * Makes the exports from the caller's copy of transformers.js: in Node, `import` and `require` give different ones, whose
 * settings and classes differ.
 */
export function bind(library: typeof theirs): Bound {
  const TokenClassificationPipeline = withSpans(library);
  return {
    forTransformersJs(tokenizer, options = {}, ...excess: never[]) {
      checkArguments("forTransformersJs", [tokenizer, options, ...excess], ADAPTING);
      const limit = options?.model_max_length ?? Number.POSITIVE_INFINITY;
      // The class of transformers.js has private members, so that no other object has its type.
      return adapted(tokenizer, library.Tensor, limit) as unknown as theirs.PreTrainedTokenizer;
    },
    pipeline: pipelineOf(library, textTasks(library, TokenClassificationPipeline)),
    TokenClassificationPipeline,
  };
}
