/** The parts of transformers.js 4 that this folder uses. The package itself is installed by those who use it. */
declare module "@huggingface/transformers" {
  export class Tensor {
    constructor(type: "int64", data: BigInt64Array, dims: readonly number[]);
    readonly dims: readonly number[];
    readonly data: Float32Array | BigInt64Array;
  }

  /** A tokenizer; its many members are those of its declaration, which a caller of this library has. */
  export class PreTrainedTokenizer {
    private readonly _tokenizer: unknown;
  }

  export interface PretrainedConfig {
    readonly model_type?: string;
    readonly max_position_embeddings?: number;
    readonly id2label?: Readonly<Record<string, string>>;
  }

  export interface PreTrainedModel {
    (inputs: Readonly<Record<string, Tensor>>): Promise<{ readonly logits: Tensor }>;
    readonly config: PretrainedConfig;
  }

  export interface PretrainedModelOptions {
    readonly progress_callback?: (event: object) => void;
    readonly cache_dir?: string;
    readonly local_files_only?: boolean;
    readonly revision?: string;
    readonly dtype?: string;
  }

  interface ModelClass {
    from_pretrained(name: string, options?: PretrainedModelOptions): Promise<PreTrainedModel>;
  }
  export const AutoModel: ModelClass;
  export const AutoModelForCausalLM: ModelClass;
  export const AutoModelForMaskedLM: ModelClass;
  export const AutoModelForQuestionAnswering: ModelClass;
  export const AutoModelForSeq2SeqLM: ModelClass;
  export const AutoModelForSequenceClassification: ModelClass;
  export const AutoModelForTokenClassification: ModelClass;

  interface PipelineParts {
    readonly task: string;
    readonly model: PreTrainedModel;
    readonly tokenizer: PreTrainedTokenizer;
  }
  class TextPipeline {
    constructor(parts: PipelineParts);
    readonly task: string;
    readonly model: PreTrainedModel;
    tokenizer: PreTrainedTokenizer;
    dispose(): Promise<void>;
  }
  export class FeatureExtractionPipeline extends TextPipeline {}
  export class FillMaskPipeline extends TextPipeline {}
  export class QuestionAnsweringPipeline extends TextPipeline {}
  export class SummarizationPipeline extends TextPipeline {}
  export class Text2TextGenerationPipeline extends TextPipeline {}
  export class TextClassificationPipeline extends TextPipeline {}
  export class TextGenerationPipeline extends TextPipeline {}
  export class TokenClassificationPipeline extends TextPipeline {}
  export class TranslationPipeline extends TextPipeline {}
  export class ZeroShotClassificationPipeline extends TextPipeline {}

  type FillMask = (
    text: string,
    options?: { readonly top_k?: number },
  ) => Promise<
    { readonly score: number; readonly token: number; readonly token_str: string; readonly sequence: string }[]
  >;

  /** The tasks, their other names included, with the type of each pipeline. */
  export interface AllTasks {
    readonly "feature-extraction": FeatureExtractionPipeline;
    readonly "fill-mask": FillMaskPipeline & FillMask;
    readonly "token-classification": TokenClassificationPipeline;
    readonly ner: TokenClassificationPipeline;
  }
  export type PipelineType = keyof AllTasks;
  export function pipeline<Task extends PipelineType>(
    task: Task,
    model?: string,
    options?: PretrainedModelOptions,
  ): Promise<AllTasks[Task]>;

  export const env: {
    readonly allowLocalModels: boolean;
    readonly allowRemoteModels: boolean;
    readonly localModelPath: string;
    readonly remoteHost: string;
    readonly remotePathTemplate: string;
  };
}
