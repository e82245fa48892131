import {
  ByteCodec,
  type ByteEncoding,
  type ByteSpecial,
  ByteVocabulary,
  type ByteVocabularyOptions,
  MIXED_RADIX,
  specialIds,
  UTF8,
} from "../subwords/bytes/index.js";
import type { Evidence } from "./registry.js";

/** A value, and how sure it is. */
export interface Known<T> {
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

/** What stands around a text A, or a pair of texts A and B. */
export interface ByteTemplate {
  readonly single: readonly ("A" | ByteSpecialName)[];
  readonly pair: readonly ("A" | "B" | ByteSpecialName)[];
  /** Whether a text that ends with eos_token gets no other, as in ByT5Tokenizer. */
  readonly keepsOwnEos: boolean;
}

/** The tokenizer of a published byte model, as far as it is known. The user's own files know better. */
export interface ByteModel {
  readonly name: string;
  readonly encoding: Known<ByteEncoding>;
  /** The id of byte 0. */
  readonly offset: Known<number>;
  /** How many ids a character has; 1 where that is up to the encoding. */
  readonly patchWidth: Known<number>;
  readonly byteTokens: Known<NonNullable<ByteVocabularyOptions["byteTokens"]>>;
  readonly namedSpecials: Known<Readonly<Record<ByteSpecialName, ByteSpecial>>>;
  /** The special tokens without a role. */
  readonly extraSpecials: Known<readonly ByteSpecial[]>;
  /** Whether special tokens take the whitespace beside them, as the named ones of ByT5Tokenizer do. */
  readonly specialsStrip: Known<boolean>;
  /** Rows of the model's embedding: ids are below. */
  readonly vocabularySize: Known<number>;
  readonly padding_side: Known<"left" | "right">;
  /** In ids, the template's included. */
  readonly model_max_length: Known<number>;
  readonly template: Known<ByteTemplate>;
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
  template: inferred(template({ keepsOwnEos: true })),
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

/** Models 13 to 17 of those that tohoku-nlp published. No model has a vocabulary file. */
export const BYTE_MODELS: readonly ByteModel[] = [
  bybert("bybert-jp-100m"),
  bybert("bybert-jp-200m"),
  bybert("bybert-jp-400m"),
  {
    name: "bybert-jp-v2-100m",
    encoding: inferred(MIXED_RADIX),
    offset: inferred(6),
    patchWidth: derived(1),
    vocabularySize: inferred(288),
    model_max_length: inferred(4096),
    ...BYT5_LAYOUT,
  },
  {
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
    template: inferred(template({ keepsOwnEos: false })),
  },
];

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

function template({ keepsOwnEos }: Pick<ByteTemplate, "keepsOwnEos">): ByteTemplate {
  return { single: ["A", "eos_token"], pair: ["A", "eos_token", "B", "eos_token"], keepsOwnEos };
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
