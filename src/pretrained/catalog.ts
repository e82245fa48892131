import type { InitArguments } from "../models/family.js";
import { MIXED_RADIX, UTF8 } from "../subwords/bytes/index.js";

/** Confidence in a fact: seen in a public copy, derived from facts that were seen, or inferred. */
export type Evidence = "seen" | "derived" | "inferred";

/** The families of tokenizers that the published models belong to. */
export type FamilyName = "bert" | "byte" | "fast" | "llama" | "roberta" | "t5";

/** An argument of a published model's tokenizer, and the confidence in it. */
export interface Fact {
  readonly value: unknown;
  readonly evidence: Evidence;
}

/** The arguments of a published model's tokenizer, under the names of tokenizer_config.json. */
export type Configuration = Readonly<Record<string, Fact>>;

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
  /** Every argument of the model's published configuration, with the confidence in each. */
  readonly configuration: Configuration;
  /** The values of `configuration`, which the model's files and the caller override. */
  readonly preset: InitArguments;
  /** True if the tokenizer needs no file but those of the package. */
  readonly builtIn: boolean;
  /** True if AutoTokenizer makes the class that the files name; false if it always makes `tokenizer_class`. */
  readonly anyClass: boolean;
}

/** The facts that differ between the models of a family. */
type Facts = Pick<PublishedModel, "words" | "subwords" | "vocabularySize" | "needs" | "evidence"> &
  Partial<Omit<PublishedModel, "preset">>;

function published(name: string, family: FamilyName, tokenizer_class: string, facts: Facts): PublishedModel {
  const usual = { subfolder: "", configuration: {}, builtIn: false, anyClass: false };
  const model: Omit<PublishedModel, "preset"> = { name, family, tokenizer_class, ...usual, ...facts };
  const values = Object.entries(model.configuration).map(([field, { value }]) => [field, value]);
  return { ...model, preset: Object.fromEntries(values) };
}

function known(evidence: Evidence, values: InitArguments): Configuration {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, evidence }]));
}

/** The configuration of the third generation was seen whole; the older ones have the same maximum in transformers. */
function bert(
  name: string,
  generation: 1 | 2 | 3,
  subword_tokenizer_type: "wordpiece" | "character",
  vocabularySize: number,
): PublishedModel {
  const mecab_dic = generation === 1 ? "ipadic" : "unidic_lite";
  const builtIn = generation === 3 && subword_tokenizer_type === "character";
  return published(name, "bert", "BertJapaneseTokenizer", {
    words: `MeCab ${mecab_dic === "ipadic" ? "IPADIC" : "unidic-lite"}`,
    subwords: subword_tokenizer_type === "wordpiece" ? "WordPiece" : "character",
    vocabularySize,
    needs: builtIn ? [] : ["vocab.txt"],
    evidence: "seen",
    configuration: {
      ...known("seen", { do_lower_case: false, word_tokenizer_type: "mecab", subword_tokenizer_type }),
      ...known(generation === 1 ? "derived" : "seen", { mecab_kwargs: { mecab_dic } }),
      ...known(generation === 3 ? "seen" : "derived", { model_max_length: 512 }),
    },
    builtIn,
    anyClass: true,
  });
}

function bytes(
  name: string,
  facts: Pick<PublishedModel, "subwords" | "vocabularySize" | "details" | "configuration">,
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
const BYBERT_LAYOUT = {
  encoding: UTF8,
  offset: 6,
  patch_width: 1,
  byte_tokens: "characters",
  specials: { inPatches: false, extras: 26 },
  template: { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: true },
  padding_side: "right",
  truncation_unit: "id",
};
const BYBERT: Configuration = {
  ...known("inferred", BYBERT_LAYOUT),
  ...known("derived", { offset: 6, model_max_length: 3072 }),
};
const BYBERT_V2: Configuration = {
  ...known("inferred", { ...BYBERT_LAYOUT, encoding: MIXED_RADIX }),
  ...known("derived", { model_max_length: 4096 }),
};
const BYGPT: Configuration = {
  ...known("seen", { patch_width: 4 }),
  ...known("inferred", {
    encoding: MIXED_RADIX,
    offset: 0,
    byte_tokens: "decimals",
    specials: { inPatches: true, extras: 0 },
    template: { prefix: [], middle: ["eos_token"], suffix: ["eos_token"], endsOnce: false },
    padding_side: "left",
    truncation_unit: "character",
  }),
  ...known("derived", { model_max_length: 11520 }),
};

const INFERRED_BYTES =
  "how bytes are written, special tokens, extra tokens, whitespace at special tokens, padding side, " +
  "the template around a text, where truncation cuts";
const BYBERT_FACTS = {
  subwords: "bytes (UTF-8)",
  vocabularySize: 288,
  details: `derived: first byte's id, ids a character, vocabulary, maximum length; inferred: encoding, ${INFERRED_BYTES}`,
  configuration: BYBERT,
};

/** @param model_max_length the sequence length in the model's name */
function fast(name: string, vocabularySize: number, model_max_length: number): PublishedModel {
  return published(name, "fast", "PreTrainedTokenizerFast", {
    words: "none",
    subwords: "SentencePiece Unigram",
    vocabularySize,
    needs: ["tokenizer.json"],
    evidence: "seen",
    details:
      "seen: vocabulary, normalizer, decoder; derived: maximum length; read from the file: the template around a text",
    configuration: known("derived", { model_max_length }),
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
    details: "seen: everything but the maximum length, which is inferred",
    configuration: {
      ...known("seen", { extra_ids: 0, keep_accents: true, do_lower_case: false }),
      // The text encoders of Stable Diffusion XL take 77 ids.
      ...known("inferred", { model_max_length: 77 }),
    },
  });
}

/** The models that tohoku-nlp (formerly cl-tohoku) published. */
export const MODELS: readonly PublishedModel[] = [
  bert("bert-base-japanese", 1, "wordpiece", 32000),
  bert("bert-base-japanese-whole-word-masking", 1, "wordpiece", 32000),
  bert("bert-base-japanese-char", 1, "character", 4000),
  bert("bert-base-japanese-char-whole-word-masking", 1, "character", 4000),
  bert("bert-base-japanese-v2", 2, "wordpiece", 32768),
  bert("bert-large-japanese", 2, "wordpiece", 32768),
  bert("bert-base-japanese-char-v2", 2, "character", 6144),
  bert("bert-large-japanese-char", 2, "character", 6144),
  bert("bert-base-japanese-v3", 3, "wordpiece", 32768),
  bert("bert-large-japanese-v2", 3, "wordpiece", 32768),
  bert("bert-base-japanese-char-v3", 3, "character", 7027),
  bert("bert-large-japanese-char-v2", 3, "character", 7027),
  bytes("bybert-jp-100m", BYBERT_FACTS),
  bytes("bybert-jp-200m", BYBERT_FACTS),
  bytes("bybert-jp-400m", BYBERT_FACTS),
  bytes("bybert-jp-v2-100m", {
    subwords: "bytes (own Unicode encoding)",
    vocabularySize: 288,
    details: `derived: ids a character, maximum length; inferred: encoding, first byte's id, vocabulary, ${INFERRED_BYTES}`,
    configuration: BYBERT_V2,
  }),
  bytes("bygpt-jp-multi-lm-head-6.5B-alpha", {
    subwords: "bytes (own Unicode encoding, 4 ids a character)",
    vocabularySize: 256,
    details: `seen: ids a character; derived: maximum length; inferred: encoding, first byte's id, vocabulary, ${INFERRED_BYTES}`,
    configuration: BYGPT,
  }),
  fast("tohokunlp-bert-500m-sq4096-alpha", 99574, 4096),
  fast("tohokunlp-bert-500m-sq8192-alpha", 99574, 8192),
  t5("stable-diffusion-xl-jp-base-1.0", 51200, "tokenizer"),
  t5("stable-diffusion-xl-jp-refiner-1.0", 51200, "tokenizer_2"),
  published("roberta-base-japanese", "roberta", "RobertaJapaneseTokenizer", {
    words: "MeCab unidic-lite",
    subwords: "SentencePiece",
    vocabularySize: undefined,
    needs: ["sentencepiece.bpe.model"],
    evidence: "derived",
    details: "seen: the steps, the ids and the template around a text; derived from XLMRobertaTokenizer: all else",
    configuration: {
      ...known("seen", {
        do_zenkaku: true,
        word_tokenizer_type: "mecab",
        subword_tokenizer_type: "bpe",
        mecab_kwargs: { mecab_dic: "unidic_lite" },
      }),
      ...known("inferred", { model_max_length: 512 }),
    },
  }),
  // Only its name is public.
  published("llama_l24_d2048_h16_seq1024", "llama", "LlamaTokenizer", {
    words: "unknown",
    subwords: "whatever its files say",
    vocabularySize: undefined,
    needs: ["tokenizer files"],
    evidence: "inferred",
    configuration: known("inferred", { model_max_length: 1024 }),
    anyClass: true,
  }),
];

const ORGANISATIONS = /^(tohoku-nlp|cl-tohoku)\//;

/** Finds a model by its name, with or without either name of its organisation. */
export function findModel(name: string): PublishedModel | undefined {
  const bare = name.replace(ORGANISATIONS, "");
  return MODELS.find((model) => model.name === bare);
}
