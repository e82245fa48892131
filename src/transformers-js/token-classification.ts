import type * as theirs from "@huggingface/transformers";
import { anyOf, listOf, oneOf, STRING, type TableOf } from "../base/options.js";
import { checkArguments } from "../base/signatures.js";
import type { BatchEncoding } from "../tokenizer/encoding.js";
import type { Adapter } from "./adapter.js";

const STRATEGIES = ["none", "simple", "first", "average", "max"] as const;
/**
 * The way in which tokens become entities. "none": they do not. "simple": neighbours with one label are a group. The
 * others first give all tokens of a word one label, so that no entity ends inside a word: the label of its first token,
 * the one with the highest mean score, or the one with the highest score of any token.
 */
export type AggregationStrategy = (typeof STRATEGIES)[number];

/** The options of a {@link TokenClassification}, under their names in transformers and transformers.js. */
export interface TokenClassificationOptions {
  /** The labels to leave out. Default ["O"]. */
  readonly ignore_labels?: readonly string[];
  /** Default "none". */
  readonly aggregation_strategy?: AggregationStrategy;
}

/** A token with its most probable label. */
export interface LabelledToken {
  readonly entity: string;
  /** The probability of the label, 0 to 1. */
  readonly score: number;
  /** The place of the token among the ids of the text. */
  readonly index: number;
  /** The token; if it is the unknown token, its text. */
  readonly word: string;
  /** The span of the token in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** Neighbouring tokens or words with one label. */
export interface EntityGroup {
  /** The label without B-, I-, E- or S-. */
  readonly entity_group: string;
  /** The mean probability of the label, 0 to 1. */
  readonly score: number;
  /** The text of the group: that of its span. */
  readonly word: string;
  /** The span of the group in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** The results of a {@link TokenClassification} for one text, by its options. */
export type Entities<Options> = Options extends { readonly aggregation_strategy: infer Strategy }
  ? [Strategy] extends ["none"]
    ? LabelledToken[]
    : [Strategy] extends ["simple" | "first" | "average" | "max"]
      ? EntityGroup[]
      : LabelledToken[] | EntityGroup[]
  : LabelledToken[];

/** transformers.js's pipeline of token classification, which here knows where in the text tokens and entities are. */
export interface TokenClassification {
  <const Options extends TokenClassificationOptions = Record<never, never>>(
    text: string,
    options?: Options,
  ): Promise<Entities<Options>>;
  <const Options extends TokenClassificationOptions = Record<never, never>>(
    texts: readonly string[],
    options?: Options,
  ): Promise<Entities<Options>[]>;
  readonly task: string;
  readonly model: theirs.PreTrainedModel;
  readonly tokenizer: theirs.PreTrainedTokenizer;
  /** Frees the memory of the model. */
  dispose(): Promise<unknown>;
}

/** A class of pipelines for token classification. */
export interface TokenClassificationClass {
  /** Makes a pipeline of its parts. */
  new (parts: PipelineParts): TokenClassification;
}

/** The parts of a pipeline. */
export interface PipelineParts {
  readonly task: string;
  readonly model: theirs.PreTrainedModel;
  readonly tokenizer: theirs.PreTrainedTokenizer;
}

const SIGNATURE = {
  parameters: { texts: anyOf(STRING, listOf(STRING)) },
  options: {
    ignore_labels: listOf(STRING),
    aggregation_strategy: oneOf(...STRATEGIES),
  } satisfies TableOf<TokenClassificationOptions>,
  positional: "aggregation_strategy",
};

/** A token with the probabilities of all labels. */
interface Scored extends Omit<LabelledToken, "entity" | "score"> {
  readonly scores: Float64Array;
  /** The number of its word; tokens without one are words of their own. Null for all if words do not matter. */
  readonly wordId: number | null;
}

/** A token, or a word, with its most probable label. */
interface Labelled {
  readonly entity: string;
  readonly score: number;
  readonly start: number;
  readonly end: number;
}

/** The class of pipelines that find spans, made of transformers.js's own class of that name. */
export function withSpans({ TokenClassificationPipeline, Tensor }: typeof theirs): TokenClassificationClass {
  class WithSpans extends TokenClassificationPipeline {
    /** Labels the tokens of texts: a call of the pipeline. */
    async _call(texts: string | readonly string[], options: TokenClassificationOptions = {}, ...excess: never[]) {
      checkArguments("TokenClassificationPipeline", [texts, options, ...excess], SIGNATURE);
      const { ignore_labels = ["O"], aggregation_strategy = "none" } = options ?? {};
      const batch = typeof texts === "string" ? [texts] : texts;
      const adapter = this.tokenizer as unknown as Adapter;
      const return_word_ids = aggregation_strategy !== "none" && aggregation_strategy !== "simple";
      const encoding = adapter.encodeCall(batch, { ...ENCODING, return_word_ids }) as BatchEncoding;
      const { logits } = await this.model(inputsOf(encoding, Tensor));
      const labels = new Labels(this.model.config);
      const found = batch.map((text, row) => {
        const tokens = tokensOf(text, row, encoding, logits, adapter);
        if (aggregation_strategy !== "none")
          return entitiesOf(text, tokens, labels, aggregation_strategy, ignore_labels);
        const labelled = tokens.map(({ scores, wordId: _, ...token }) => ({ ...labels.best(scores), ...token }));
        return labelled.filter(({ entity }) => !ignore_labels.includes(entity));
      });
      return typeof texts === "string" ? found[0] : found;
    }
  }
  // A call of transformers.js's class has another type, and its instances are functions only at run time.
  return WithSpans as unknown as TokenClassificationClass;
}

function entitiesOf(
  text: string,
  tokens: readonly Scored[],
  labels: Labels,
  strategy: Exclude<AggregationStrategy, "none">,
  ignored: readonly string[],
): EntityGroup[] {
  const words = strategy === "simple" ? tokens.map((token) => [token]) : wordsOf(tokens);
  const groups = groupsOf(words.map((word) => labels.ofWord(word, strategy)));
  return groups.map((group) => entityOf(group, text)).filter(({ entity_group }) => !ignored.includes(entity_group));
}

/** The options of the tokenizer's call. */
const ENCODING = {
  padding: true,
  truncation: true,
  return_tensor: false,
  return_offsets_mapping: true,
  return_special_tokens_mask: true,
} as const;
/** The fields that a model takes. */
const INPUTS = ["input_ids", "attention_mask", "token_type_ids"] as const;

function inputsOf(encoding: BatchEncoding, Tensor: typeof theirs.Tensor): Record<string, theirs.Tensor> {
  const inputs: Record<string, theirs.Tensor> = {};
  for (const name of INPUTS) {
    const rows = encoding[name];
    if (!rows) continue;
    const data = BigInt64Array.from(rows.flat(), BigInt);
    inputs[name] = new Tensor("int64", data, [rows.length, rows[0].length]);
  }
  return inputs;
}

/** The tokens of a row, special tokens and padding left out. */
function tokensOf(
  text: string,
  row: number,
  { input_ids, offset_mapping = [], word_ids, special_tokens_mask = [] }: BatchEncoding,
  { dims: [, length, count], data }: theirs.Tensor,
  { original }: Adapter,
): Scored[] {
  const tokens: Scored[] = [];
  for (let index = 0; index < length; index++) {
    if (special_tokens_mask[row][index] === 1) continue;
    const id = input_ids[row][index];
    const [start, end] = offset_mapping[row][index];
    const word = id === original.unk_token_id ? text.slice(start, end) : original.convert_ids_to_tokens(id);
    const first = (row * length + index) * count;
    const scores = softmax(data.subarray(first, first + count) as Float32Array);
    tokens.push({ index, word, start, end, scores, wordId: word_ids?.[row][index] ?? null });
  }
  return tokens;
}

function softmax(logits: Float32Array): Float64Array {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The tokens of each word. */
function wordsOf(tokens: readonly Scored[]): Scored[][] {
  const words: Scored[][] = [];
  for (const token of tokens) {
    const word = words.at(-1);
    if (word && token.wordId !== null && word[0].wordId === token.wordId) word.push(token);
    else words.push([token]);
  }
  return words;
}

/** The labels of a model. */
class Labels {
  constructor(private readonly config: theirs.PretrainedConfig) {}

  /** The most probable label. */
  best(scores: Float64Array): { readonly entity: string; readonly score: number } {
    const score = scores.reduce((a, b) => Math.max(a, b), 0);
    const at = scores.indexOf(score);
    return { entity: this.config.id2label?.[at] ?? `LABEL_${at}`, score };
  }

  /** A word with the one label of all its tokens. */
  ofWord(word: readonly Scored[], strategy: Exclude<AggregationStrategy, "none">): Labelled {
    const { start } = word[0];
    const { end } = word[word.length - 1];
    return { ...this.best(this.#scoresOf(word, strategy)), start, end };
  }

  #scoresOf(word: readonly Scored[], strategy: Exclude<AggregationStrategy, "none">): Float64Array {
    const all = word.map(({ scores }) => scores);
    switch (strategy) {
      case "max":
        return all.reduce((most, scores) => (this.best(scores).score > this.best(most).score ? scores : most));
      case "average":
        return all[0].map((_, label) => all.reduce((sum, scores) => sum + scores[label], 0) / all.length);
      default:
        return all[0];
    }
  }
}

/** Neighbours that are one entity: until one begins another (B-, S-), or has ended it (E-, S-). */
function groupsOf(labelled: readonly Labelled[]): Labelled[][] {
  const groups: Labelled[][] = [];
  let before: readonly [part: string, tag: string] | undefined;
  for (const each of labelled) {
    const [part, tag] = partAndTag(each.entity);
    const goesOn = before?.[1] === tag && !"BS".includes(part) && !"ES".includes(before[0]);
    if (goesOn) groups[groups.length - 1].push(each);
    else groups.push([each]);
    before = [part, tag];
  }
  return groups;
}

/** The two parts of a label such as "B-LOC". */
function partAndTag(label: string): readonly [part: string, tag: string] {
  const [, part, tag] = /^([BIES])-(.*)$/s.exec(label) ?? [label, "I", label];
  return [part, tag];
}

function entityOf(group: readonly Labelled[], text: string): EntityGroup {
  const { entity, start } = group[0];
  const { end } = group[group.length - 1];
  const score = group.reduce((sum, each) => sum + each.score, 0) / group.length;
  return { entity_group: partAndTag(entity)[1], score, word: text.slice(start, end), start, end };
}
