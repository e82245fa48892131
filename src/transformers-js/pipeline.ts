import type * as theirs from "@huggingface/transformers";
import type { AllTasks, PipelineType, PretrainedModelOptions } from "@huggingface/transformers";
import { OptionError } from "../base/errors.js";
import { checkValue } from "../base/options.js";
import type { AnyTokenizer } from "../pretrained/auto-tokenizer.js";
import { adapted, TOKENIZER } from "./adapter.js";
import type { PipelineParts, TokenClassification, TokenClassificationClass } from "./token-classification.js";
import { tokenizerOf } from "./tokenizer-of.js";

/** The options of `pipeline`: those of transformers.js, and a tokenizer. */
export type PipelineOptions = PretrainedModelOptions & {
  /** A tokenizer of this library. Default: the one that the model's files describe. */
  readonly tokenizer?: AnyTokenizer | null | undefined;
};

/** The pipeline of a task. */
export type PipelineOf<Task extends PipelineType> = Task extends "token-classification" | "ner"
  ? TokenClassification
  : AllTasks[Task];

/** The function `pipeline`. */
export type MakePipeline = <Task extends PipelineType>(
  task: Task,
  model?: string,
  options?: PipelineOptions,
) => Promise<PipelineOf<Task>>;

/** The classes of a task. */
interface TextTask {
  readonly models: { from_pretrained(name: string, options?: PretrainedModelOptions): Promise<theirs.PreTrainedModel> };
  readonly pipelines: new (parts: PipelineParts) => object;
  /** True if the pipeline asks the tokenizer for the words of tokens. */
  readonly wantsWords?: boolean;
}

/**
 * The tasks whose pipelines call a tokenizer and no processor, with the classes that transformers.js has for them.
 *
 * @param Tokens the class of pipelines for token classification
 */
export function textTasks(
  library: typeof theirs,
  Tokens: TokenClassificationClass,
): Readonly<Record<string, TextTask>> {
  const { AutoModelForSeq2SeqLM, AutoModelForSequenceClassification } = library;
  return {
    "feature-extraction": { models: library.AutoModel, pipelines: library.FeatureExtractionPipeline },
    "fill-mask": { models: library.AutoModelForMaskedLM, pipelines: library.FillMaskPipeline },
    "question-answering": {
      models: library.AutoModelForQuestionAnswering,
      pipelines: library.QuestionAnsweringPipeline,
    },
    summarization: { models: AutoModelForSeq2SeqLM, pipelines: library.SummarizationPipeline },
    "text-classification": {
      models: AutoModelForSequenceClassification,
      pipelines: library.TextClassificationPipeline,
    },
    "text-generation": { models: library.AutoModelForCausalLM, pipelines: library.TextGenerationPipeline },
    "text2text-generation": { models: AutoModelForSeq2SeqLM, pipelines: library.Text2TextGenerationPipeline },
    "token-classification": {
      models: library.AutoModelForTokenClassification,
      pipelines: Tokens,
      wantsWords: true,
    },
    translation: { models: AutoModelForSeq2SeqLM, pipelines: library.TranslationPipeline },
    "zero-shot-classification": {
      models: AutoModelForSequenceClassification,
      pipelines: library.ZeroShotClassificationPipeline,
    },
  };
}

/** Other names of these tasks. */
const ALIASES: Readonly<Record<string, string>> = {
  embeddings: "feature-extraction",
  ner: "token-classification",
  "sentiment-analysis": "text-classification",
};
/** In these models, the first positions are not for tokens: those of tokens follow that of padding. */
const PADDED_POSITIONS: ReadonlySet<string> = new Set(["camembert", "roberta", "xlm-roberta"]);

/** Makes the function `pipeline`. */
export function pipelineOf(library: typeof theirs, tasks: Readonly<Record<string, TextTask>>): MakePipeline {
  return async (task, model, options = {}) => {
    const { tokenizer: given, ...others } = options;
    if (given) checkValue("tokenizer", given, TOKENIZER);
    const name = ALIASES[task] ?? task;
    // "translation_en_to_fr" is a task of its own name, with the pipeline of all translations.
    const [kind] = name.split("_");
    const known = model && Object.hasOwn(tasks, kind) ? tasks[kind] : undefined;
    if (given && !known) throw new OptionError("tokenizer", given, `no tokenizer for ${task} without a model of texts`);
    const loading = { ...others, word_ids: known?.wantsWords ?? false };
    const tokenizer = known && model ? (given ?? (await tokenizerOf(model, loading, library.env))) : undefined;
    if (!known || !model || !tokenizer) {
      return library.pipeline(task, model, others) as Promise<PipelineOf<typeof task>>;
    }
    const loaded = await known.models.from_pretrained(model, others);
    others.progress_callback?.({ status: "ready", task, model });
    const adapter: unknown = adapted(tokenizer, library.Tensor, positionsOf(loaded.config, tokenizer));
    const parts = { task: name, model: loaded, tokenizer: adapter as theirs.PreTrainedTokenizer };
    return new known.pipelines(parts) as PipelineOf<typeof task>;
  };
}

/** The most ids that a model has positions for; Infinity if its configuration does not say. */
function positionsOf({ model_type, max_position_embeddings }: theirs.PretrainedConfig, tokenizer: AnyTokenizer) {
  if (max_position_embeddings === undefined) return Number.POSITIVE_INFINITY;
  const padding = Number(tokenizer.pad_token_id ?? 0);
  return max_position_embeddings - (PADDED_POSITIONS.has(model_type ?? "") ? padding + 1 : 0);
}
