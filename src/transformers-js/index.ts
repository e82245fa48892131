import * as theirs from "@huggingface/transformers";
import { bind, type ForTransformersJs } from "./bind.js";
import type { MakePipeline } from "./pipeline.js";
import type { TokenClassificationClass } from "./token-classification.js";

export type { AdapterCallOptions, AdapterOptions } from "./adapter.js";
export type { ForTransformersJs } from "./bind.js";
export type { MakePipeline, PipelineOf, PipelineOptions } from "./pipeline.js";
export type {
  AggregationStrategy,
  Entities,
  EntityGroup,
  LabelledToken,
  PipelineParts,
  TokenClassification,
  TokenClassificationClass,
  TokenClassificationOptions,
} from "./token-classification.js";

const bound = bind(theirs);

/**
 * Like `pipeline` of transformers.js 4, with the tokenizer of this library if the model's files name a class that it has.
 * Any other model, and a task without texts, gets transformers.js's own pipeline.
 *
 * Files are looked for where `env` of transformers.js says; from the hub they come into the cache that Python shares. The
 * pipelines cut a text to the positions that the model has.
 *
 * @param task the task, as in transformers.js
 * @param model the model's name, or its folder
 * @throws OptionError if the option `tokenizer` is not a tokenizer of this library
 * @throws TokenizerError if the tokenizer cannot be loaded. If the model cannot, the error is transformers.js's
 *
 * @example
 * ```ts no-run
 * import { pipeline } from "tohoku-tokenizers/transformers-js";
 *
 * const fill = await pipeline("fill-mask", "my/model", { dtype: "fp32" });
 * console.log(await fill("東京は[MASK]の首都です。"));
 * ```
 */
export const pipeline: MakePipeline = bound.pipeline;

/**
 * A tokenizer as transformers.js calls its own: it returns tensors of transformers.js unless `return_tensor` is false, and
 * its pipelines cut a text to the model's maximum. The calls take all options of this library as well.
 *
 * @param tokenizer a tokenizer of any class of this library. It is used, not copied
 * @param options `model_max_length`, the most ids that the model takes, if that is less than the tokenizer's own maximum
 * @returns an object that the pipelines of transformers.js 4 take as their tokenizer
 * @throws OptionError if the tokenizer is not this library's, or an option is unknown or has a wrong value
 *
 * @example
 * ```ts no-run
 * import { AutoModelForMaskedLM, FillMaskPipeline } from "@huggingface/transformers";
 * import { AutoTokenizer } from "tohoku-tokenizers";
 * import { forTransformersJs } from "tohoku-tokenizers/transformers-js";
 *
 * const model = await AutoModelForMaskedLM.from_pretrained("my/model", { dtype: "fp32" });
 * const tokenizer = forTransformersJs(await AutoTokenizer.from_pretrained("my/model"));
 * const fill = new FillMaskPipeline({ task: "fill-mask", model, tokenizer });
 * ```
 */
export const forTransformersJs: ForTransformersJs = bound.forTransformersJs;

/**
 * transformers.js's class of that name, with the spans of tokens and entities in the text, and with entities that end where
 * words end. Its tokenizer is one of {@link forTransformersJs}; {@link pipeline} makes it so. Labels and scores are those
 * of transformers 4.56.1; unlike there, words are those of MeCab, and the `word` of an entity is its text.
 *
 * @throws OptionError from calls, if an argument is unknown or has a wrong value
 */
export const TokenClassificationPipeline: TokenClassificationClass = bound.TokenClassificationPipeline;
