import { FLAG, OBJECT, orNull, type TableOf } from "../base/options.js";
import type { PostProcessor } from "./block-types.js";
import { JsonField } from "./json-field.js";
import type { Writable } from "./serde-json.js";

/** Fields that replace those of a BertNormalizer. */
export interface NormalizerOverrides {
  readonly lowercase?: boolean | undefined;
  /** null strips accents if `lowercase` is true. */
  readonly strip_accents?: boolean | null | undefined;
  readonly handle_chinese_chars?: boolean | undefined;
}

/** Fields that replace those of the post-processors RobertaProcessing and ByteLevel. */
export interface PostProcessorOverrides {
  readonly trim_offsets?: boolean | undefined;
  readonly add_prefix_space?: boolean | undefined;
}

/**
 * Settings that replace those of a tokenizer.json, as the fast classes of transformers 4.56.1 replace them. A setting
 * that the block does not have is dropped, as there; so is one for a block inside of a Sequence.
 */
export interface JsonOverrides {
  /** Replaces the field of this name of a ByteLevel pre-tokenizer. */
  readonly add_prefix_space?: boolean | undefined;
  /** Replaces fields of a BertNormalizer, as BertTokenizerFast does. */
  readonly normalizer?: NormalizerOverrides | undefined;
  /** Replaces fields of a RobertaProcessing or ByteLevel post-processor, as RobertaTokenizerFast does. */
  readonly post_processor?: PostProcessorOverrides | undefined;
}

export const OVERRIDES: TableOf<JsonOverrides> = { add_prefix_space: FLAG, normalizer: OBJECT, post_processor: OBJECT };
export const NORMALIZER_OVERRIDES: TableOf<NormalizerOverrides> = {
  lowercase: FLAG,
  strip_accents: orNull(FLAG),
  handle_chinese_chars: FLAG,
};
export const POST_PROCESSOR_OVERRIDES: TableOf<PostProcessorOverrides> = { trim_offsets: FLAG, add_prefix_space: FLAG };

/** A ByteLevel pre-tokenizer with another `add_prefix_space`; undefined if the block is another or has that value. */
export function overriddenPreTokenizer(block: Writable, add_prefix_space: boolean | undefined): JsonField | undefined {
  const made = overridden(block, ["ByteLevel"], { add_prefix_space });
  return made && field(made);
}

/** A BertNormalizer with other fields; undefined if the block is another or already has them. */
export function overriddenNormalizer(block: Writable, fields: NormalizerOverrides = {}): JsonField | undefined {
  const made = overridden(block, ["BertNormalizer"], fields);
  return made && field(made);
}

/** A post-processor with other fields; undefined if the block is another or already has them. */
export function overriddenPostProcessor(
  block: PostProcessor | undefined,
  fields: PostProcessorOverrides = {},
): PostProcessor | undefined {
  return overridden((block ?? null) as Writable, ["RobertaProcessing", "ByteLevel"], fields) as
    | PostProcessor
    | undefined;
}

type Fields = Readonly<Record<string, Writable>>;

function overridden(block: Writable, types: readonly string[], fields: object): Fields | undefined {
  const old = block as Fields | null;
  if (!old || !types.includes(old.type as string)) return undefined;
  const given = Object.entries(fields).filter(([name, value]) => value !== undefined && old[name] !== value);
  return given.length === 0 ? undefined : { ...old, ...Object.fromEntries(given) };
}

function field(fields: Fields): JsonField {
  return new JsonField(new Map(Object.entries(fields)) as never, "overrides");
}
