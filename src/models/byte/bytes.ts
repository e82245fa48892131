import type { Evidence } from "../../pretrained/catalog.js";
import {
  ByteCodec,
  type ByteEncoding,
  type ByteSpecial,
  ByteVocabulary,
  type ByteVocabularyOptions,
  MIXED_RADIX,
  specialIds,
  specialIndex,
  UTF8,
} from "../../subwords/bytes/index.js";
import type { AddedToken } from "../../tokenizer/slow/added-tokens.js";
import type { ByteTemplate } from "./byte-pipeline.js";
import type { ByteTokenizerOptions } from "./byte-tokenizer.js";

/** A value, and how sure it is. */
export interface SourceOfFact<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

export const BYTE_SPECIAL_NAMES = [
  "pad_token",
  "eos_token",
  "bos_token",
  "cls_token",
  "sep_token",
  "mask_token",
] as const;
export type ByteSpecialName = (typeof BYTE_SPECIAL_NAMES)[number];

/** The tokenizer of a published byte model, as far as it is known. The user's own files know better. */
export interface ByteModel {
  readonly name: string;
  readonly encoding: SourceOfFact<ByteEncoding>;
  /** The id of byte 0. */
  readonly offset: SourceOfFact<number>;
  /** How many ids a character has; 1 where that is up to the encoding. */
  readonly patchWidth: SourceOfFact<number>;
  readonly byteTokens: SourceOfFact<NonNullable<ByteVocabularyOptions["byteTokens"]>>;
  readonly namedSpecials: SourceOfFact<Readonly<Record<ByteSpecialName, ByteSpecial>>>;
  /** The special tokens without a role. */
  readonly extraSpecials: SourceOfFact<readonly ByteSpecial[]>;
  /** Whether special tokens take the whitespace beside them, as the named ones of ByT5Tokenizer do. */
  readonly specialsStrip: SourceOfFact<boolean>;
  /** Rows of the model's embedding: ids are below. */
  readonly vocabularySize: SourceOfFact<number>;
  readonly padding_side: SourceOfFact<"left" | "right">;
  /** In ids, the template's included. */
  readonly model_max_length: SourceOfFact<number>;
  readonly template: SourceOfFact<ByteTemplate>;
  /** Where truncation cuts: a model that reads patches cannot read parts of them. */
  readonly truncation_unit: SourceOfFact<"id" | "character">;
}

const TOKENS: Readonly<Record<ByteSpecialName, string>> = {
  pad_token: "<pad>",
  eos_token: "</s>",
  bos_token: "<s>",
  cls_token: "<cls>",
  sep_token: "<sep>",
  mask_token: "<mask>",
};
const EXTRAS = 26;

/** ByT5Tokenizer's layout with six named special tokens in place of three: those, the 256 bytes, the extra ones. */
const BYT5_LAYOUT = {
  byteTokens: inferred("characters"),
  namedSpecials: inferred(namedSpecials((index) => [index])),
  extraSpecials: inferred(extraSpecials(BYTE_SPECIAL_NAMES.length + 256)),
  specialsStrip: inferred(false),
  padding_side: inferred("right"),
  template: inferred(template({ endsOnce: true })),
  truncation_unit: inferred("id"),
} as const;

function bybert(name: string): ByteModel {
  return {
    name,
    encoding: inferred(UTF8),
    offset: derived(6),
    patchWidth: derived(1),
    vocabularySize: derived(288),
    model_max_length: inferred(3072),
    ...BYT5_LAYOUT,
  };
}

export const BYBERT_100M = bybert("bybert-jp-100m");
export const BYBERT_200M = bybert("bybert-jp-200m");
export const BYBERT_400M = bybert("bybert-jp-400m");

export const BYBERT_V2_100M: ByteModel = {
  name: "bybert-jp-v2-100m",
  encoding: inferred(MIXED_RADIX),
  offset: inferred(6),
  patchWidth: derived(1),
  vocabularySize: inferred(288),
  model_max_length: inferred(4096),
  ...BYT5_LAYOUT,
};

export const BYGPT: ByteModel = {
  name: "bygpt-jp-multi-lm-head-6.5B-alpha",
  encoding: inferred(MIXED_RADIX),
  offset: inferred(0),
  patchWidth: seen(4),
  byteTokens: inferred("decimals"),
  namedSpecials: inferred(namedSpecials((index) => specialIds(MIXED_RADIX, index))),
  extraSpecials: inferred([]),
  specialsStrip: inferred(false),
  vocabularySize: inferred(256),
  padding_side: inferred("left"),
  model_max_length: inferred(11520),
  template: inferred(template({ endsOnce: false })),
  truncation_unit: inferred("character"),
};

/** Models 13 to 17 of those that tohoku-nlp published. No model has a vocabulary file. */
export const BYTE_MODELS: readonly ByteModel[] = [BYBERT_100M, BYBERT_200M, BYBERT_400M, BYBERT_V2_100M, BYGPT];

/** The bytes and special tokens of a model. */
export function byteVocabulary(model: ByteModel): ByteVocabulary {
  const codec = new ByteCodec(model.encoding.value, { offset: model.offset.value, patchWidth: model.patchWidth.value });
  const named = BYTE_SPECIAL_NAMES.map((name) => model.namedSpecials.value[name]);
  return new ByteVocabulary(codec, [...named, ...model.extraSpecials.value], { byteTokens: model.byteTokens.value });
}

function namedSpecials(idsOf: (index: number) => readonly number[]): Record<ByteSpecialName, ByteSpecial> {
  const entries = BYTE_SPECIAL_NAMES.map((name, index) => [name, [TOKENS[name], idsOf(index)]]);
  return Object.fromEntries(entries) as Record<ByteSpecialName, ByteSpecial>;
}

function extraSpecials(first: number): ByteSpecial[] {
  return Array.from({ length: EXTRAS }, (_, index) => [`<extra_id_${index}>`, [first + index]]);
}

/** X </s>, and A </s> B </s>. */
function template({ endsOnce }: Pick<ByteTemplate, "endsOnce">): ByteTemplate {
  return { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce };
}

function seen<const T>(value: T): { readonly value: T; readonly evidence: "seen" } {
  return { value, evidence: "seen" };
}

function derived<const T>(value: T): { readonly value: T; readonly evidence: "derived" } {
  return { value, evidence: "derived" };
}

function inferred<const T>(value: T): { readonly value: T; readonly evidence: "inferred" } {
  return { value, evidence: "inferred" };
}

/** The arguments that make a published model's tokenizer. */
export function byteArguments(model: ByteModel): ByteTokenizerOptions {
  const named = BYTE_SPECIAL_NAMES.map((name) => [name, model.namedSpecials.value[name][0]]);
  const specials = [...Object.values(model.namedSpecials.value), ...model.extraSpecials.value];
  const encoding = model.encoding.value;
  return {
    encoding,
    offset: model.offset.value,
    patch_width: model.patchWidth.value,
    byte_tokens: model.byteTokens.value,
    template: model.template.value,
    padding_side: model.padding_side.value,
    truncation_unit: model.truncation_unit.value,
    model_max_length: model.model_max_length.value,
    model_input_names: ["input_ids", "attention_mask"],
    ...Object.fromEntries(named),
    additional_special_tokens: model.extraSpecials.value.map(([token]) => token),
    added_tokens_decoder: new Map(
      specials.map(([content, ids]) => [tokenId(encoding, ids, model.offset.value), specialToken(content)]),
    ),
  };
}

/** The one id that stands for a special token among tokens. */
function tokenId(encoding: ByteEncoding, ids: readonly number[], offset: number): number {
  if (ids.length === 1 || encoding.type !== "mixed-radix") return ids[0];
  return -1 - specialIndex(encoding, ids, 0, offset);
}

function specialToken(content: string): AddedToken {
  return { content, lstrip: false, rstrip: false, single_word: false, normalized: false, special: true };
}
