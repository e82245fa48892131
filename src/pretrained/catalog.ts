import type { InitArguments } from "../models/family.js";
import { MIXED_RADIX, UTF8 } from "../subwords/bytes/index.js";

/** Confidence in a fact: seen in a public copy, derived from facts that were seen, or inferred. */
export type Evidence = "seen" | "derived" | "inferred";

/** The families of tokenizers that the published models belong to. */
export type FamilyName = "bert" | "byte" | "fast" | "llama" | "roberta" | "t5";

/** The facts of a published model's tokenizer. */
export interface PublishedModel {
  readonly name: string;
  readonly family: FamilyName;
  /** transformers' class of the tokenizer, if the model's files name none. */
  readonly tokenizer_class: string;
  readonly words: string;
  readonly subwords: string;
  /** The number of ids; undefined if nobody knows it. */
  readonly vocabularySize: number | undefined;
  /** The files that a user has to give; none if the package holds all. */
  readonly needs: readonly string[];
  /** Confidence in the facts as a whole. */
  readonly evidence: Evidence;
  /** The confidence in each fact, in words, if it differs. */
  readonly details?: string;
  /** The folder of the model's repository that the tokenizer's files are in; "" is the repository's own. */
  readonly subfolder: string;
  /** The tokenizer's arguments, which the model's files and the caller override. */
  readonly preset: InitArguments;
  /** True if the tokenizer needs no file but those of the package. */
  readonly builtIn: boolean;
  /** True if a folder given as `files` holds the vocabulary, and its configuration does not count. */
  readonly vocabularyOnly: boolean;
  /** True if AutoTokenizer makes the class that the files name; false if it always makes `tokenizer_class`. */
  readonly anyClass: boolean;
}

/** The facts that differ between the models of a family. */
type Facts = Pick<PublishedModel, "words" | "subwords" | "vocabularySize" | "needs" | "evidence"> &
  Partial<PublishedModel>;

function published(name: string, family: FamilyName, tokenizer_class: string, facts: Facts): PublishedModel {
  const usual = { subfolder: "", preset: {}, builtIn: false, vocabularyOnly: false, anyClass: false };
  return { name, family, tokenizer_class, ...usual, ...facts };
}

function bert(
  name: string,
  mecab_dic: "ipadic" | "unidic_lite",
  subword_tokenizer_type: "wordpiece" | "character",
  vocabularySize: number,
  builtIn = false,
): PublishedModel {
  return published(name, "bert", "BertJapaneseTokenizer", {
    words: `MeCab ${mecab_dic === "ipadic" ? "IPADIC" : "unidic-lite"}`,
    subwords: subword_tokenizer_type === "wordpiece" ? "WordPiece" : "character",
    vocabularySize,
    needs: builtIn ? [] : ["vocab.txt"],
    evidence: "seen",
    preset: { word_tokenizer_type: "mecab", subword_tokenizer_type, mecab_kwargs: { mecab_dic } },
    builtIn,
    vocabularyOnly: true,
    anyClass: true,
  });
}

function bytes(
  name: string,
  facts: Pick<PublishedModel, "subwords" | "vocabularySize" | "details" | "preset">,
): PublishedModel {
  return published(name, "byte", "ByteTokenizer", {
    words: "none",
    needs: [],
    evidence: "inferred",
    builtIn: true,
    ...facts,
  });
}

/** ByT5Tokenizer's layout with six named special tokens instead of three: those, the 256 bytes, the extra tokens. */
const BYBERT = {
  encoding: UTF8,
  offset: 6,
  patch_width: 1,
  byte_tokens: "characters",
  specials: { inPatches: false, extras: 26 },
  template: { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: true },
  padding_side: "right",
  truncation_unit: "id",
  model_max_length: 3072,
};
const BYBERT_V2 = { ...BYBERT, encoding: MIXED_RADIX, model_max_length: 4096 };
const BYGPT = {
  encoding: MIXED_RADIX,
  offset: 0,
  patch_width: 4,
  byte_tokens: "decimals",
  specials: { inPatches: true, extras: 0 },
  template: { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: false },
  padding_side: "left",
  truncation_unit: "character",
  model_max_length: 11520,
};

const INFERRED_BYTES =
  "maximum length, how bytes are written, special tokens, extra tokens, whitespace at special tokens, " +
  "padding side, the template around a text, where truncation cuts";
const BYBERT_FACTS = {
  subwords: "bytes (UTF-8)",
  vocabularySize: 288,
  details: `derived: first byte's id, ids a character, vocabulary; inferred: encoding, ${INFERRED_BYTES}`,
  preset: BYBERT,
};

function fast(name: string, vocabularySize: number): PublishedModel {
  return published(name, "fast", "PreTrainedTokenizerFast", {
    words: "none",
    subwords: "SentencePiece Unigram",
    vocabularySize,
    needs: ["tokenizer.json"],
    evidence: "seen",
    details: "seen: vocabulary, normalizer, decoder; read from the file: the template around a text",
  });
}

function t5(name: string, vocabularySize: number, subfolder: string): PublishedModel {
  return published(name, "t5", "T5Tokenizer", {
    words: "none",
    subwords: "SentencePiece Unigram",
    vocabularySize,
    needs: ["spiece.model"],
    evidence: "seen",
    subfolder,
    preset: { extra_ids: 0, keep_accents: true, do_lower_case: false },
  });
}

/** The models that tohoku-nlp (formerly cl-tohoku) published. */
export const MODELS: readonly PublishedModel[] = [
  bert("bert-base-japanese", "ipadic", "wordpiece", 32000),
  bert("bert-base-japanese-whole-word-masking", "ipadic", "wordpiece", 32000),
  bert("bert-base-japanese-char", "ipadic", "character", 4000),
  bert("bert-base-japanese-char-whole-word-masking", "ipadic", "character", 4000),
  bert("bert-base-japanese-v2", "unidic_lite", "wordpiece", 32768),
  bert("bert-large-japanese", "unidic_lite", "wordpiece", 32768),
  bert("bert-base-japanese-char-v2", "unidic_lite", "character", 6144),
  bert("bert-large-japanese-char", "unidic_lite", "character", 6144),
  bert("bert-base-japanese-v3", "unidic_lite", "wordpiece", 32768),
  bert("bert-large-japanese-v2", "unidic_lite", "wordpiece", 32768),
  bert("bert-base-japanese-char-v3", "unidic_lite", "character", 7027, true),
  bert("bert-large-japanese-char-v2", "unidic_lite", "character", 7027, true),
  bytes("bybert-jp-100m", BYBERT_FACTS),
  bytes("bybert-jp-200m", BYBERT_FACTS),
  bytes("bybert-jp-400m", BYBERT_FACTS),
  bytes("bybert-jp-v2-100m", {
    subwords: "bytes (own Unicode encoding)",
    vocabularySize: 288,
    details: `derived: ids a character; inferred: encoding, first byte's id, vocabulary, ${INFERRED_BYTES}`,
    preset: BYBERT_V2,
  }),
  bytes("bygpt-jp-multi-lm-head-6.5B-alpha", {
    subwords: "bytes (own Unicode encoding, 4 ids a character)",
    vocabularySize: 256,
    details: `seen: ids a character; inferred: encoding, first byte's id, vocabulary, ${INFERRED_BYTES}`,
    preset: BYGPT,
  }),
  fast("tohokunlp-bert-500m-sq4096-alpha", 99574),
  fast("tohokunlp-bert-500m-sq8192-alpha", 99574),
  t5("stable-diffusion-xl-jp-base-1.0", 51200, "tokenizer"),
  t5("stable-diffusion-xl-jp-refiner-1.0", 51200, "tokenizer_2"),
  published("roberta-base-japanese", "roberta", "RobertaJapaneseTokenizer", {
    words: "MeCab unidic-lite",
    subwords: "SentencePiece",
    vocabularySize: undefined,
    needs: ["sentencepiece.bpe.model"],
    evidence: "derived",
    details: "seen: the steps, the ids and the template around a text; derived from XLMRobertaTokenizer: all else",
    preset: {
      do_zenkaku: true,
      word_tokenizer_type: "mecab",
      subword_tokenizer_type: "bpe",
      mecab_kwargs: { mecab_dic: "unidic_lite" },
    },
  }),
  // Only its name is public.
  published("llama_l24_d2048_h16_seq1024", "llama", "LlamaTokenizer", {
    words: "unknown",
    subwords: "whatever its files say",
    vocabularySize: undefined,
    needs: ["tokenizer files"],
    evidence: "inferred",
    anyClass: true,
  }),
];

const ORGANISATIONS = /^(tohoku-nlp|cl-tohoku)\//;

/** Finds a model by its name, with or without either name of its organisation. */
export function findModel(name: string): PublishedModel | undefined {
  const bare = name.replace(ORGANISATIONS, "");
  return MODELS.find((model) => model.name === bare);
}
